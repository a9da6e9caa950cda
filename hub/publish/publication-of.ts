import type { Publication } from '../core/publication.ts';
import { toIso } from '../core/time.ts';
import type { FootageRow } from '../store/footage.ts';
import type { Db } from '../store/open.ts';
import { type PublicationRow, pairsOf, toldTogether } from '../store/publications.ts';
import type { RecordRow } from '../store/records.ts';

/** The page that shows a record's footage to those who bring a grant; the address alone opens nothing. */
const pageOf = (publicUrl: string, { system, externalId }: RecordRow): string =>
  `${publicUrl}/embed/${system}/${encodeURIComponent(externalId)}`;

const contentOf = (
  row: PublicationRow,
  record: RecordRow,
  footage: FootageRow,
  together: readonly string[],
  publicUrl: string,
): Publication => {
  const { source, system, kind, externalId, org, category, vehicles, time, references, attributes, officers } =
    record.data;
  const clip = footage.data;
  return {
    linkId: row.id,
    record: {
      ...{ source, system, kind, externalId, org, category, vehicles, time, references, attributes },
      officers: officers.flatMap(({ policeId }) => policeId ?? []),
    },
    footage: {
      ...{ source: clip.source, externalId: clip.externalId, deviceId: clip.deviceId, deviceKind: clip.deviceKind },
      ...{ mediaType: clip.mediaType, policeId: clip.policeId, org: clip.org, start: clip.start, end: clip.end },
      uploadedAt: clip.uploadedAt,
    },
    segment: { start: toIso(row.segmentStart), end: toIso(row.segmentEnd) },
    together,
    url: pageOf(publicUrl, record),
    decidedAt: toIso(row.changedAt),
    withdrawn: row.withdraw,
  };
};

/** What is told of some rows, in their order. Rows whose record or recording is gone from the store are left out. */
export const publicationsOf = async (
  db: Db,
  publicUrl: string,
  rows: readonly PublicationRow[],
): Promise<Publication[]> => {
  const { records, footage } = await pairsOf(db, rows);
  const together = new Map<string, Map<number, string[]>>();
  for (const target of new Set(rows.map((row) => row.target))) {
    const own = rows.filter((row) => row.target === target);
    together.set(
      target,
      await toldTogether(
        db,
        target,
        own.map(({ recordId }) => recordId),
      ),
    );
  }
  return rows.flatMap((row) => {
    const record = records.get(row.recordId);
    const clip = footage.get(row.footageId);
    if (!record || !clip) return [];
    return [contentOf(row, record, clip, together.get(row.target)?.get(row.recordId) ?? [], publicUrl)];
  });
};

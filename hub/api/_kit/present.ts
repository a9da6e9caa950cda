import type { Scope } from '../../core/scope.ts';
import { findPeople, orgNames } from '../../store/directory.ts';
import type { FootageRow } from '../../store/footage.ts';
import { countLinks, type LinkSide } from '../../store/link-counts.ts';
import type { Db } from '../../store/open.ts';
import { getRecords, type RecordRow } from '../../store/records.ts';
import { type FootageItem, footageItem, narrowed } from '../shapes/footage-item.ts';
import { type LinkItem, type LinkRow, linkItem, segmentOf } from '../shapes/link-item.ts';
import { type Names, type RecordItem, recordItem } from '../shapes/record-item.ts';
import { seeEvidence } from './seen-evidence.ts';
import { hasParts, stretchesOfLinks } from './stretches.ts';

type Row = { id: number; org: string | null; linkCount: number };

const known = (values: readonly (string | null | undefined)[]): string[] =>
  values.filter((value): value is string => value !== null && value !== undefined);

/** All names a page needs, in one question each. */
const namesFor = async (
  db: Db,
  scope: Scope,
  side: LinkSide,
  rows: readonly Row[],
  policeIds: readonly string[],
): Promise<Names> => {
  const [orgs, people, linkCounts] = await Promise.all([
    orgNames(db, known(rows.map(({ org }) => org))),
    findPeople(db, policeIds),
    countLinks(db, scope, side, rows),
  ]);
  return { orgs, people: new Map([...people].map(([policeId, { name }]) => [policeId, name])), linkCounts };
};

/** Records as lists show them to somebody, in the same order. */
export const presentRecords = async (db: Db, scope: Scope, rows: readonly RecordRow[]): Promise<RecordItem[]> => {
  const nameless = rows.flatMap(({ data }) => data.officers.filter(({ name }) => name === undefined));
  const names = await namesFor(db, scope, 'record', rows, known(nameless.map(({ policeId }) => policeId)));
  return rows.map((row) => recordItem(row, names));
};

/** Recordings as lists show them to somebody, in the same order. */
export const presentFootage = async (
  db: Db,
  scope: Scope,
  rows: readonly FootageRow[],
  playback?: string,
): Promise<FootageItem[]> => {
  const names = await namesFor(db, scope, 'footage', rows, known(rows.map(({ policeId }) => policeId)));
  return rows.map((row) => footageItem(row, names, playback));
};

/** Of one link of a list: its clip as somebody sees it who may see linked parts only. */
const narrowClip = (
  pairs: readonly { link: LinkRow; footage: FootageRow }[],
  { link, footage: row }: { link: LinkRow; footage: FootageRow },
  clip: FootageItem,
  playback: string,
): FootageItem => {
  if (!hasParts(row)) return clip;
  const links = pairs.filter(({ footage }) => footage.id === row.id).map((pair) => pair.link);
  const at = segmentOf(link, row).startSeconds;
  return narrowed(clip, row, { stretches: stretchesOfLinks(row, links), at, playback });
};

/**
 * Links with their clips. What a link was inherited from is named when the reader may see it.
 *
 * @param playback token put into the addresses of media
 * @param narrow only the linked parts of the clips may be played
 */
export const presentLinks = async (
  db: Db,
  scope: Scope,
  pairs: readonly { link: LinkRow; footage: FootageRow }[],
  playback?: string,
  narrow = false,
): Promise<LinkItem[]> => {
  const [clips, ancestors, seen] = await Promise.all([
    presentFootage(
      db,
      scope,
      pairs.map(({ footage }) => footage),
      playback,
    ),
    getRecords(db, scope, [...new Set(pairs.flatMap(({ link }) => link.viaRecordId ?? []))]),
    seeEvidence(
      db,
      scope,
      pairs.map(({ link }) => link.evidence),
    ),
  ]);
  const byId = new Map(ancestors.map((record) => [record.id, record]));
  return pairs.flatMap(({ link, footage }, index) => {
    const clip = clips[index];
    const shown =
      clip && narrow && playback !== undefined ? narrowClip(pairs, { link, footage }, clip, playback) : clip;
    return shown ? [linkItem(link, footage, shown, seen, byId.get(link.viaRecordId ?? 0))] : [];
  });
};

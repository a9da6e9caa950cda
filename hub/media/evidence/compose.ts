import { randomBytes } from 'node:crypto';
import { NotFoundError } from '../../core/errors.ts';
import type { Link } from '../../core/link.ts';
import type { Scope } from '../../core/scope.ts';
import { toIso } from '../../core/time.ts';
import { listAudit, readAuditHead } from '../../store/audit.ts';
import { decisionsOfRecord } from '../../store/decisions.ts';
import { type EvidencePackageRow, insertEvidencePackage } from '../../store/evidence-packages.ts';
import { type FootageRow, getFootage } from '../../store/footage.ts';
import { type LinkRow, linksOfRecord } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { getRecord, type RecordRow } from '../../store/records.ts';
import type { PackageContent } from './manifest.ts';

/** Who orders a package of what, and why. */
export interface PackageOrder {
  readonly recordId: number;
  /** Of the clips linked to the record; absent: all that are linked or confirmed. */
  readonly footageIds?: readonly number[];
  readonly reason: string;
  readonly by: string;
  readonly scope: Scope;
  readonly hub: PackageContent['hub'];
}

/** So much of the log goes into a package, for each thing it is about. */
const mostLogRows = 2_000;

const nameOf = ({ source, externalId }: { source: string; externalId: string }): string => `${source}/${externalId}`;

const linkOf = (record: RecordRow, footage: FootageRow, link: LinkRow): Link => ({
  record: nameOf(record),
  footage: nameOf(footage),
  segment: { start: toIso(link.segmentStart), end: toIso(link.segmentEnd) },
  weight: link.weight,
  probability: link.probability,
  decision: link.decision,
  decidedBy: link.decidedBy,
  rule: link.rule,
  evidence: link.evidence,
});

/** A clip with the part that is linked: what a package is made of. */
export interface ChosenClip {
  readonly link: Pick<LinkRow, 'segmentStart' | 'segmentEnd'>;
  readonly footage: FootageRow;
}

/**
 * The clips a package is to hold.
 *
 * @throws NotFoundError when the record, or a clip that was asked for among its links, is not there to see
 */
export const chooseClips = async (
  db: Db,
  { scope, recordId, footageIds }: Pick<PackageOrder, 'scope' | 'recordId' | 'footageIds'>,
): Promise<{ record: RecordRow; clips: { readonly link: LinkRow; readonly footage: FootageRow }[] }> => {
  const record = await getRecord(db, scope, recordId);
  if (!record) {
    throw new NotFoundError(`[hub] [media] there is no record ${recordId} to see`, { remedy: 'find it in the list' });
  }
  const linked = await linksOfRecord(db, scope, recordId);
  const clips = linked.filter(({ link, footage }) =>
    footageIds === undefined
      ? link.decision === 'linked' || link.decision === 'confirmed'
      : footageIds.includes(footage.id),
  );
  const missing = footageIds?.find((id) => !clips.some(({ footage }) => footage.id === id));
  if (missing !== undefined) {
    throw new NotFoundError(`[hub] [media] recording ${missing} is not linked to record ${recordId}`, {
      remedy: 'link it first, or leave it out',
    });
  }
  if (clips.length === 0) {
    throw new NotFoundError(`[hub] [media] no recording is linked to record ${recordId}`, {
      remedy: 'confirm a link first, or name the recordings',
    });
  }
  return { record, clips };
};

/**
 * The clips of a package that was ordered, with the parts that were linked then: what was decided since changes nothing.
 *
 * @throws NotFoundError when the record or one of them is not there to see any more
 */
export const orderedClips = async (
  db: Db,
  scope: Scope,
  { recordId, footageIds, content }: Pick<EvidencePackageRow, 'recordId' | 'footageIds'> & { content: PackageContent },
): Promise<ChosenClip[]> => {
  if (!(await getRecord(db, scope, recordId)))
    throw new NotFoundError(`[hub] [media] there is no record ${recordId} to see`, { remedy: 'find it in the list' });
  const clips: ChosenClip[] = [];
  for (const id of footageIds) {
    const footage = await getFootage(db, scope, id);
    const own = footage && (content.links.find((link) => link.footage === nameOf(footage)) as Link | undefined);
    if (!own)
      throw new NotFoundError(`[hub] [media] recording ${id} of the package is not there to see any more`, {
        remedy: 'order a package of those that are',
      });
    const { start, end } = own.segment;
    clips.push({ footage, link: { segmentStart: Date.parse(start), segmentEnd: Date.parse(end) } });
  }
  return clips;
};

const logOf = async (db: Db, objects: readonly string[]): Promise<PackageContent['log']> => {
  const lists = await Promise.all(objects.map((object) => listAudit(db, { object }, mostLogRows)));
  return lists
    .flat()
    .sort((left, right) => left.seq - right.seq)
    .map((row) => ({ ...row, at: toIso(row.at) }));
};

/** Write down what a package says, so that it says the same whenever it is fetched. */
export const orderPackage = async (db: Db, order: PackageOrder): Promise<EvidencePackageRow> => {
  const { record, clips } = await chooseClips(db, order);
  const id = randomBytes(12).toString('hex');
  const createdAt = Date.now();
  const chosen = new Set(clips.map(({ footage }) => footage.id));
  const decisions = (await decisionsOfRecord(db, record.id)).filter(({ footageId }) => chosen.has(footageId));
  const names = new Map(clips.map(({ footage }) => [footage.id, nameOf(footage)]));
  const logHead = await readAuditHead(db);
  const content: PackageContent = {
    id,
    createdAt: toIso(createdAt),
    createdBy: order.by,
    reason: order.reason,
    hub: order.hub,
    record: record.data,
    footage: clips.map(({ footage }) => ({
      ...footage.data,
      sha256: footage.sha256,
      clockErrorMs: footage.clockErrorMs,
    })),
    links: clips.map(({ link, footage }) => ({ ...linkOf(record, footage, link) })),
    decisions: decisions.reverse().map(({ footageId, decision, user, note, previous, previousBy, at }) => ({
      footage: names.get(footageId),
      ...{ decision, user, note, previous, previousBy, at: toIso(at) },
    })),
    log: await logOf(db, [`record:${record.id}`, ...[...chosen].map((footageId) => `footage:${footageId}`)]),
    ...(logHead ? { logHead } : {}),
  };
  const row = {
    id,
    recordId: record.id,
    org: record.org,
    footageIds: [...chosen],
    reason: order.reason,
    createdBy: order.by,
    createdAt,
    content,
  };
  await insertEvidencePackage(db, row);
  return { ...row, fetched: 0 };
};

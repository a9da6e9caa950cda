import type { BusinessRecord } from '../../core/record.ts';
import { type FootageContent, footageContents, recordContents } from '../../store/candidates.ts';
import { joinsOfFootage, joinsOfRecords } from '../../store/number-joins.ts';
import type { Store } from '../../store/open.ts';
import type { Orgs } from '../../store/partition-rows.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { FarJoins } from '../partition/closure.ts';
import { meet, type Span } from '../partition/span.ts';

/** When records and clips are; asked without content first, and with it where that does not suffice. */
export interface Times {
  reachOf(id: number, data?: BusinessRecord): Span | undefined;
  timeOf(id: number, clip?: FootageContent): Span | undefined;
}

const note = (map: Map<number, Span[]>, id: number, span: Span): void => {
  const known = map.get(id);
  if (known) known.push(span);
  else map.set(id, [span]);
};

const idsOf = (list: readonly { readonly id: number }[]): number[] => list.map(({ id }) => id);
const named = <T extends MatchRecord | MatchFootage>(list: readonly T[]): T[] =>
  list.filter(({ references }) => references.length > 0);

/** What numbers join to records and clips across time. */
export class FarNumbers implements FarJoins {
  readonly ofRecord = new Map<number, Span[]>();
  readonly ofClip = new Map<number, Span[]>();

  /**
   * Look up what numbers join to some records and clips.
   *
   * @param orgs organisations that are looked at, all when undefined
   * @returns whether anything lies elsewhere; then nothing was noted
   */
  async note(
    { pool, db }: Store,
    records: readonly MatchRecord[],
    footage: readonly MatchFootage[],
    orgs: Orgs,
    times: Times,
  ): Promise<boolean> {
    const joins = [
      ...(await joinsOfRecords(pool, idsOf(records), idsOf(named(records)))),
      ...(await joinsOfFootage(pool, idsOf(footage), idsOf(named(footage)))),
    ];
    const within = orgs === undefined ? undefined : new Set(orgs);
    if (within && joins.some((one) => !within.has(one.recordOrg) || !within.has(one.footageOrg))) return true;
    const [reaches, runs] = [new Map<number, Span>(), new Map<number, Span>()];
    const unknown = (ids: readonly number[], timeOf: (id: number) => Span | undefined): number[] => [
      ...new Set(ids.filter((id) => timeOf(id) === undefined)),
    ];
    const otherRecords = unknown(
      joins.map(({ recordId }) => recordId),
      times.reachOf,
    );
    for (const { id, data } of await recordContents(db, otherRecords)) {
      const reach = times.reachOf(id, data);
      if (reach) reaches.set(id, reach);
    }
    const otherClips = unknown(
      joins.map(({ footageId }) => footageId),
      times.timeOf,
    );
    for (const clip of await footageContents(db, otherClips)) {
      const time = times.timeOf(clip.id, clip);
      if (time) runs.set(clip.id, time);
    }
    for (const { recordId, footageId } of joins) {
      const reach = times.reachOf(recordId) ?? reaches.get(recordId);
      const time = times.timeOf(footageId) ?? runs.get(footageId);
      if (reach === undefined || time === undefined || meet(reach, time)) continue;
      note(this.ofRecord, recordId, time);
      note(this.ofClip, footageId, reach);
    }
    return false;
  }
}

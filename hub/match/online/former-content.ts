import type { PostedFootage } from '../../core/footage.ts';
import type { PostedRecord } from '../../core/record.ts';
import { forgetFormer, formerOf, type Side } from '../../store/former-contents.ts';
import type { Journey, Rows } from '../../store/journey.ts';
import { framesOf } from '../frames/frames.ts';
import type { Registers } from '../frames/registers.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from '../inputs.ts';
import { scorePairs } from '../pairs/score-pairs.ts';
import type { Rules } from '../rules/rules.ts';
import { openLookup } from './lookup.ts';

/** Rows of `formerOf` as matching looks at them. */
export const formerRecordsIn = (rows: Rows): MatchRecord[] =>
  rows.map(([id, data]) => matchRecordOf(Number(id), JSON.parse(String(data)) as PostedRecord));

/** What clips said before they were edited, on the clocks they have now. */
export const formerFootage = async (journey: Journey, now: readonly MatchFootage[]): Promise<MatchFootage[]> => {
  const clocks = new Map(now.map(({ id, clockErrorMs }) => [id, clockErrorMs]));
  const [rows = []] = await journey([formerOf('footage', [...clocks.keys()])]);
  return rows.map(([id, data]) =>
    matchFootageOf(Number(id), JSON.parse(String(data)) as PostedFootage, clocks.get(Number(id))),
  );
};

/** Statements that forget what was read here: it has been followed. */
export const followed = (side: Side, former: readonly { readonly id: number }[]): string[] =>
  forgetFormer(
    side,
    former.map(({ id }) => id),
  );

/** Ids of the clips and records with which some records and clips made pairs worth considering, before they were edited. */
export const formerPairs = async (
  journey: Journey,
  rules: Rules,
  records: readonly MatchRecord[],
  clips: readonly MatchFootage[],
): Promise<{ recordIds: number[]; footageIds: number[] }> => {
  if (records.length + clips.length === 0) return { recordIds: [], footageIds: [] };
  const lookup = openLookup(journey, rules);
  lookup.noteRecords(records);
  lookup.noteFootage(clips);
  // Whom a record made partners, it made partners of its own officers too.
  lookup.noteServices({
    known: new Map(),
    services: new Map(
      records.map(({ id, officers, start }) => [
        -id,
        { start, officers: officers.flatMap(({ policeId }) => (policeId === undefined ? [] : [{ policeId }])) },
      ]),
    ),
  });
  const found = await lookup.candidatesOf(records, clips);
  const edited = { records: new Set(records.map(({ id }) => id)), clips: new Set(clips.map(({ id }) => id)) };
  const around = await lookup.loadRecords(found.recordIds.filter((id) => !edited.records.has(id)));
  const shown = await lookup.loadFootage(found.footageIds.filter((id) => !edited.clips.has(id)));
  const registers = await lookup.registers();
  const paired = (of: readonly MatchRecord[], among: readonly MatchFootage[], known: Registers) => {
    const pairs = scorePairs(framesOf(rules, known, of, among));
    return Array.from({ length: pairs.size }, (_, pair) => ({
      recordId: of[pairs.record[pair] as number]?.id ?? 0,
      footageId: among[pairs.clip[pair] as number]?.id ?? 0,
    }));
  };
  const footageIds = paired(records, [...shown, ...clips], registers).map(({ footageId }) => footageId);
  const recordIds = paired([...around, ...records], clips, registers).map(({ recordId }) => recordId);
  return { recordIds: [...new Set(recordIds)], footageIds: [...new Set(footageIds)] };
};

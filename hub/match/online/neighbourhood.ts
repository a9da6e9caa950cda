import type { DeviceKind, MediaType } from '../../core/vocabulary.ts';
import { footageOutlines, recordTexts } from '../../store/candidates.ts';
import { type Journey, journeyOn, type Rows } from '../../store/journey.ts';
import type { PairRow } from '../../store/match-pairs.ts';
import { type Turns, turnsOf, turnsTaken } from '../../store/match-turns.ts';
import type { Db } from '../../store/open.ts';
import { type Frames, framesOf } from '../frames/frames.ts';
import { type Registers, registersOf } from '../frames/registers.ts';
import { type MatchFootage, type MatchRecord, matchRecordOf } from '../inputs.ts';
import { Pairs } from '../pairs/pairs.ts';
import { scorePairs } from '../pairs/score-pairs.ts';
import { type Considered, consideredOf, packed, unpacked } from '../resolve/considered.ts';
import { Edges, type Reach, reachOf, type Seeds } from '../resolve/reach.ts';
import type { Rules } from '../rules/rules.ts';
import { KeptPairs } from './kept-pairs.ts';
import { type Lookup, openLookup } from './lookup.ts';
import type { Begun } from './seeds.ts';

/** Those of whom all pairs were looked up and scored just now, by their ids. */
export interface ScoredAnew {
  readonly records: ReadonlySet<number>;
  readonly clips: ReadonlySet<number>;
}

/** What must be known to decide everything a change can have touched. */
export interface Neighbourhood {
  readonly lookup: Lookup;
  /** Complete for what was looked up. */
  readonly registers: Registers;
  /** What was reached: the pairs are rows of these. Of clips that were not looked up no track is known. */
  readonly frames: Frames;
  /** Every pair worth considering between what was reached. */
  readonly pairs: Pairs;
  /** The same, row for row. */
  readonly considered: readonly Considered[];
  /** Which of them were scored just now and not read. */
  readonly isNew: ReadonlySet<Considered>;
  readonly kept: KeptPairs;
  readonly anew: ScoredAnew;
  /** Records whose pairs may be decided differently after the change, ascending. */
  readonly touched: readonly number[];
  readonly turns: Turns;
  /** The answers to what was asked alongside. */
  readonly alongside: readonly Rows[];
}

const outlineOf = (values: readonly unknown[], clockErrorMs: number | undefined): MatchFootage => {
  const [id, source, externalId, deviceId, deviceKind, mediaType, policeId, startAt, endAt] = values;
  const start = Number(startAt);
  return {
    id: Number(id),
    name: `${source}/${externalId}`,
    externalId: String(externalId),
    deviceId: deviceId === null ? undefined : String(deviceId),
    deviceKind: deviceKind as DeviceKind,
    mediaType: mediaType as MediaType,
    policeId: policeId === null ? undefined : String(policeId),
    start,
    end: Math.max(start, Number(endAt)),
    track: [],
    references: [],
    clockErrorMs,
  };
};

/**
 * Look up candidates of records and clips, and score them.
 *
 * @param readAround what is kept around the clips that are found is asked for as soon as these are known: those of pairs,
 *   and those of whom it is not known yet whether they are
 */
const scoreAnew = async (
  rules: Rules,
  lookup: Lookup,
  recordIds: readonly number[],
  clipIds: readonly number[],
  readAround: (signed: readonly Considered[], unsigned: readonly MatchFootage[]) => Promise<void>,
): Promise<{ registers: Registers; pairs: Considered[] }> => {
  await lookup.load(recordIds, clipIds);
  const [records, clips] = [await lookup.loadRecords(recordIds), await lookup.loadFootage(clipIds)];
  const known = await lookup.registers();
  const found = await lookup.candidatesOf(records, clips);
  await lookup.load(found.recordIds, found.footageIds);
  const scored = (registers: Registers, of: readonly MatchRecord[], among: readonly MatchFootage[]): Considered[] => {
    if (of.length === 0 || among.length === 0) return [];
    const frames = framesOf(rules, registers, of, among);
    const pairs = scorePairs(frames);
    return Array.from({ length: pairs.size }, (_, pair) => {
      const [record, clip] = [of[pairs.record[pair] as number], among[pairs.clip[pair] as number]];
      return consideredOf(frames, pairs, pair, lookup.standing.has(`${record?.id} ${clip?.id}`));
    });
  };
  const candidates = await lookup.loadFootage(found.footageIds);
  const around = await lookup.loadRecords(found.recordIds);
  // Who wore the camera of a clip for which nobody signed in is asked for; all others can be scored meanwhile.
  const isSigned = ({ policeId }: MatchFootage): boolean => policeId !== undefined;
  const unsigned = candidates.filter((one) => !isSigned(one));
  const asked = lookup.registers();
  const signed = scored(known, records, candidates.filter(isSigned));
  const [registers] = await Promise.all([asked, readAround(signed, unsigned)]);
  const pairs = [...signed, ...scored(registers, records, unsigned), ...scored(registers, around, clips)];
  return { registers, pairs };
};

const recordsOf = (rows: readonly PairRow[]): number[] => rows.map(({ recordId }) => recordId);
const clipsOf = (rows: readonly PairRow[]): number[] => rows.map(({ footageId }) => footageId);

/** Follow pairs from the seeds on, as far as a change of these can matter and as what is decided there depends on. */
const follow = async (rules: Rules, begun: Begun, kept: KeptPairs) => {
  const { lookup, regrouped } = begun;
  const edges = new Edges<Considered>();
  const isNew = new Set<Considered>();
  const { recordIds: arrivedRecords, footageIds: arrivedClips } = begun.seeds.anew;
  const wanted = { records: new Set(arrivedRecords), clips: new Set(arrivedClips) };
  await kept.read(arrivedRecords, arrivedClips);
  // What they were weighed against before changes with them.
  const seedsWith = (recordIds: readonly number[], footageIds: readonly number[]): Seeds => {
    const formerRecords = arrivedClips.flatMap((id) => recordsOf(kept.ofClip(id)));
    const isSeed = new Set(recordIds);
    const formerClips = arrivedRecords.flatMap((id) => (isSeed.has(id) ? clipsOf(kept.ofRecord(id)) : []));
    return {
      ...begun.seeds,
      recordIds: [...new Set([...recordIds, ...formerRecords])],
      footageIds: [...new Set([...footageIds, ...formerClips])],
    };
  };
  let seeds = seedsWith(begun.seeds.recordIds, begun.seeds.footageIds);
  const anew = { records: new Set<number>(), clips: new Set<number>() };
  const [knownRecords, knownClips] = [new Set<number>(), new Set<number>()];
  const isRegrouped = new Set(regrouped.recordIds);
  let registers = registersOf(rules, [], []);
  const score = async (recordIds: readonly number[], clipIds: readonly number[]): Promise<void> => {
    if (recordIds.length + clipIds.length === 0) return;
    for (const id of recordIds) anew.records.add(id);
    for (const id of clipIds) anew.clips.add(id);
    const scored = await scoreAnew(rules, lookup, recordIds, clipIds, (signed, unsigned) => {
      const news = signed.filter((one) => !isRegrouped.has(one.recordId) || !kept.holds(packed(one)));
      const clips = [...seeds.footageIds, ...news.map(({ footageId }) => footageId), ...unsigned.map(({ id }) => id)];
      return kept.readAround([...new Set(clips)], arrivedRecords);
    });
    registers = scored.registers;
    for (const one of scored.pairs) {
      isNew.add(one);
      edges.replace(one);
    }
  };
  // First of all, for most of what is asked for next is found by it.
  await score(arrivedRecords, arrivedClips);
  // Mostly other partners bring no other pairs, and then nothing begins there.
  const moved = regrouped.recordIds.filter((id) => {
    const pairs = edges.ofRecord(id);
    const isWhole = kept.hasRecord(id) && kept.ofRecord(id).length === pairs.length;
    return !isWhole || !pairs.every((one) => kept.holds(packed(one)));
  });
  if (moved.length > 0)
    seeds = seedsWith([...begun.seeds.recordIds, ...moved], [...begun.seeds.footageIds, ...regrouped.footageIds]);
  let reach: Reach;
  for (;;) {
    reach = reachOf(edges, seeds);
    const recordIds = [...reach.records].filter((id) => !knownRecords.has(id));
    const clipIds = [...reach.clips].filter((id) => !knownClips.has(id));
    if (recordIds.length + clipIds.length === 0) break;
    for (const id of recordIds) knownRecords.add(id);
    for (const id of clipIds) knownClips.add(id);
    await kept.read(recordIds, clipIds);
    const newRecords = recordIds.filter((id) => !wanted.records.has(id) && !kept.hasRecord(id));
    const newClips = clipIds.filter((id) => !wanted.clips.has(id) && !kept.hasClip(id));
    const isScored = { record: new Set([...anew.records, ...newRecords]), clip: new Set([...anew.clips, ...newClips]) };
    for (const row of [
      ...recordIds.flatMap((id) => (isScored.record.has(id) ? [] : kept.ofRecord(id))),
      ...clipIds.flatMap((id) => (isScored.clip.has(id) ? [] : kept.ofClip(id))),
    ])
      if (!wanted.records.has(row.recordId) && !wanted.clips.has(row.footageId)) edges.add(unpacked(rules, row));
    await score(newRecords, newClips);
  }
  return { edges, isNew, anew, reach, registers };
};

/** Names beginnings without having read anything but the turns. */
const beginAt = async (journey: Journey, rules: Rules, seeds: Seeds): Promise<Begun> => {
  const [turns = []] = await journey([turnsTaken]);
  const anew = seeds.anew ?? seeds;
  const all = { fresh: new Set<number>(), ...seeds, anew };
  const regrouped = { recordIds: [], footageIds: [] };
  const lookup = openLookup(journey, rules);
  return { seeds: all, regrouped, turns: turnsOf(turns), alsoWrite: [], lookup, kept: [], keptOf: [] };
};

/**
 * Look up pairs from the seeds on, record to clip to record, as far as a change of the seeds can matter and as what is
 * decided there depends on. Mostly that ends within an officer's shift. What the store keeps of pairs is taken from there;
 * candidates are looked up and scored only of what changed, and where nothing is kept.
 *
 * @param begun where to begin, with what is known of it
 * @param alongside what else to ask about the records that were touched, in the last journey
 */
export const explore = async (
  from: Db | Journey,
  rules: Rules,
  begun: Seeds | Begun,
  alongside: (touched: readonly number[]) => string[] = () => [],
): Promise<Neighbourhood> => {
  const journey = typeof from === 'function' ? from : journeyOn(from);
  const beginning = 'seeds' in begun ? begun : await beginAt(journey, rules, begun);
  const { lookup, turns } = beginning;
  const kept = new KeptPairs(journey, rules, turns.era);
  kept.noteRecords(beginning.keptOf, beginning.kept);
  const { edges, isNew, anew, reach, registers } = await follow(rules, beginning, kept);

  const all = [...edges.all()];
  const recordIds = new Set([...reach.touched, ...edges.recordIds()]);
  const outlined = new Map(all.map((one) => [one.footageId, one]));
  const missing = {
    records: [...recordIds].filter((id) => !lookup.records.has(id)),
    clips: [...outlined.keys()].filter((id) => !lookup.footage.has(id)),
  };
  const decided = [...new Set(all.flatMap((one) => (one.isDecided ? [one.recordId] : [])))];
  const statements = [
    recordTexts(missing.records.length === 0 ? [0] : missing.records),
    footageOutlines(missing.clips.length === 0 ? [0] : missing.clips),
    ...alongside([...reach.touched]),
  ];
  const [texts = [], outlines = [], ...others] = await journey(statements);
  lookup.noteRecords(texts.map(([id, data]) => matchRecordOf(Number(id), JSON.parse(String(data)))));
  await lookup.loadDecisions(decided);
  const clips = new Map(
    outlines.map((values) => [Number(values[0]), outlineOf(values, outlined.get(Number(values[0]))?.clockErrorMs)]),
  );

  const recordList = [...recordIds].flatMap((id) => lookup.records.get(id) ?? []);
  const clipList = [...outlined.keys()].flatMap((id) => lookup.footage.get(id) ?? clips.get(id) ?? []);
  const rowOf = {
    record: new Map(recordList.map(({ id }, row) => [id, row])),
    clip: new Map(clipList.map(({ id }, row) => [id, row])),
  };
  // Partners matter to scores alone, and these are known.
  const frames = framesOf(rules, { ...registers, partnersOf: () => [] }, recordList, clipList);
  const pairs = new Pairs();
  const considered: Considered[] = [];
  for (const one of all) {
    const [record, clip] = [rowOf.record.get(one.recordId), rowOf.clip.get(one.footageId)];
    if (record === undefined || clip === undefined) continue;
    pairs.push(record, clip, { levels: one.levels, shiftMs: one.shiftMs }, one.weight);
    considered.push(one);
  }
  const touched = [...reach.touched].filter((id) => lookup.records.has(id)).sort((left, right) => left - right);
  return { lookup, registers, frames, pairs, considered, isNew, kept, anew, touched, turns, alongside: others };
};

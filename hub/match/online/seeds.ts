import type { BusinessRecord } from '../../core/record.ts';
import { footageOfOfficers, footageOfWearers, recordTexts } from '../../store/candidates.ts';
import { companyOfOfficers, companyOfRecords } from '../../store/evidence.ts';
import { formerOf } from '../../store/former-contents.ts';
import type { Journey, Rows } from '../../store/journey.ts';
import { ownPairsOf } from '../../store/link-rows.ts';
import { type PairRow, pairRowsOf, pairsOfRecords } from '../../store/match-pairs.ts';
import { type Turns, turnsOf, turnsTaken } from '../../store/match-turns.ts';
import { ask, type Question } from '../../store/question.ts';
import type { Service } from '../frames/company.ts';
import { registersOf } from '../frames/registers.ts';
import { type MatchRecord, matchRecordOf } from '../inputs.ts';
import type { Seeds } from '../resolve/reach.ts';
import type { Rules } from '../rules/rules.ts';
import { followed, formerPairs, formerRecordsIn } from './former-content.ts';
import { policeIdsOf } from './load-registers.ts';
import { type Lookup, openLookup } from './lookup.ts';
import { isUnsaid, type SaidBefore, saidByRecord, saidIn } from './said-before.ts';

/** A record with other partners than before, and who of them is no partner any more. */
interface Regrouped {
  readonly recordId: number;
  readonly start: number;
  readonly lost: readonly string[];
}

/**
 * Records around some that arrived that have other shift partners with these than without, or than with what these said
 * before.
 */
const regroupedBy = (
  rules: Rules,
  services: ReadonlyMap<number, Service>,
  arrived: readonly MatchRecord[],
  unsaid: readonly SaidBefore[],
): Regrouped[] => {
  const ids = new Set(arrived.map(({ id }) => id));
  const without = new Map([...services].filter(([id]) => !ids.has(id)));
  const former = unsaid.map(({ start, names }) => ({ start, officers: names.map((policeId) => ({ policeId })) }));
  const now = registersOf(rules, services.values(), []);
  const earlier = [registersOf(rules, without.values(), [])];
  if (former.length > 0) earlier.push(registersOf(rules, [...without.values(), ...former], []));
  const moments = [...arrived, ...former];
  return [...without].flatMap(([recordId, { officers, start }]): Regrouped[] => {
    if (!moments.some((one) => Math.abs(start - one.start) <= rules.blocking.partner)) return [];
    const people = officers.flatMap(({ policeId }) => policeId ?? []);
    const changes = people.flatMap((id) =>
      earlier.map((before) => ({ now: now.partnersOf(id, start), before: before.partnersOf(id, start) })),
    );
    const lost = changes.flatMap((one) => one.before.filter((id) => !one.now.includes(id)));
    const isRegrouped = lost.length > 0 || changes.some((one) => one.now.some((id) => !one.before.includes(id)));
    return isRegrouped ? [{ recordId, start, lost: [...new Set(lost)] }] : [];
  });
};

/** What records said when they were matched last and say no more, by the marks of their pairs. */
const unsaidBy = (arrived: readonly MatchRecord[], rows: readonly PairRow[]): SaidBefore[] => {
  const records = new Map(arrived.map((record) => [record.id, record]));
  return rows.flatMap(({ recordId, footageId, scored }) => {
    const [record, before] = [records.get(recordId), footageId === 0 ? saidIn(scored) : undefined];
    return record !== undefined && before !== undefined && isUnsaid(before, saidByRecord(record)) ? [before] : [];
  });
};

/** Where to begin, and what was read to know it. */
export interface Begun {
  readonly seeds: Required<Seeds>;
  /**
   * Records that did not arrive but have other partners now, and clips that were theirs by former partners: seeds as well
   * where their pairs come out otherwise than they are kept. They are among those to be scored anew.
   */
  readonly regrouped: Omit<Seeds, 'fresh' | 'anew'>;
  readonly turns: Turns;
  /** Statements that belong to what is decided from here. */
  readonly alsoWrite: readonly string[];
  readonly lookup: Lookup;
  /** Everything that is kept of the pairs of some records. */
  readonly kept: readonly PairRow[];
  readonly keptOf: readonly number[];
}

const recordsIn = (rows: Rows): MatchRecord[] =>
  rows.map(([id, data]) => matchRecordOf(Number(id), JSON.parse(String(data)) as BusinessRecord));

const noteDecisions = (lookup: Lookup, pairs: Rows): void => {
  for (const [recordId, footageId, decision] of pairs)
    if (decision === 'confirmed' || decision === 'rejected')
      lookup.noteDecision(Number(recordId), Number(footageId), decision);
};

const servicesIn = (rows: Rows): Map<number, { officers: { policeId: string }[]; start: number }> => {
  const services = new Map<number, { officers: { policeId: string }[]; start: number }>();
  for (const [id, policeId, start] of rows) {
    const service = services.get(Number(id)) ?? { officers: [], start: Number(start) };
    services.set(Number(id), service);
    if (!service.officers.some((one) => one.policeId === policeId))
      service.officers.push({ policeId: String(policeId) });
  }
  return services;
};

/** What has to be known of records with other partners than before. */
const readBeside = async (
  journey: Journey,
  lookup: Lookup,
  recordIds: readonly number[],
  freed: readonly Question[],
): Promise<{ kept: PairRow[]; freed: number[] }> => {
  if (recordIds.length === 0) return { kept: [], freed: [] };
  const [contents = [], pairs = [], own = [], ...clips] = await journey([
    recordTexts(recordIds),
    pairsOfRecords(recordIds),
    ownPairsOf(recordIds),
    ...freed.map((question) => `SELECT ${question}`),
  ]);
  lookup.noteRecords(recordsIn(contents));
  noteDecisions(lookup, own);
  return { kept: pairRowsOf(pairs), freed: clips.flat().map(([id]) => Number(id)) };
};

/**
 * Where to begin when these records are new or changed: they, what they were tied to before, and where they make or unmake
 * partners, others of theirs.
 */
export const seedsOfRecords = async (journey: Journey, rules: Rules, recordIds: readonly number[]): Promise<Begun> => {
  const lookup = openLookup(journey, rules);
  if (recordIds.length === 0) {
    const [turns = []] = await journey([turnsTaken]);
    const none = { recordIds: [], footageIds: [] };
    const seeds = { ...none, fresh: new Set<number>(), anew: none };
    return { seeds, regrouped: none, turns: turnsOf(turns), alsoWrite: [], lookup, kept: [], keptOf: [] };
  }
  const { longestClip, longestEvent, zones, near, issue, partner } = rules.blocking;
  const [turns = [], contents = [], pairs = [], own = [], company = [], formerRows = []] = await journey([
    turnsTaken,
    recordTexts(recordIds),
    pairsOfRecords(recordIds),
    ownPairsOf(recordIds),
    companyOfRecords(recordIds, 2 * partner),
    formerOf('record', recordIds),
  ]);
  const records = recordsIn(contents);
  lookup.noteRecords(records);
  noteDecisions(lookup, own);
  const rows = pairRowsOf(pairs);
  const kept = rows.filter(({ footageId }) => footageId > 0);
  const former = own.map(([recordId, footageId, decision]) => {
    const pair = { recordId: Number(recordId), footageId: Number(footageId) };
    if (decision === 'confirmed' || decision === 'rejected')
      lookup.noteDecision(pair.recordId, pair.footageId, decision);
    return pair;
  });
  const formerly = formerRecordsIn(formerRows);
  const unsaid = [...unsaidBy(records, rows), ...formerly.map(saidByRecord).filter(({ names }) => names.length > 0)];
  const formerClips = (await formerPairs(journey, rules, formerly, [])).footageIds;
  const formerCompany = await ask(
    journey,
    unsaid.flatMap(({ start, names }) =>
      companyOfOfficers(names, { from: start - 2 * partner, to: start + 2 * partner, colleagues: true }),
    ),
  );
  const services = servicesIn([...company, ...formerCompany.flat().map(({ id, name, at }) => [id, name, at])]);
  const reach = (record: MatchRecord) => ({ from: record.start - 2 * partner, to: record.start + 2 * partner });
  lookup.noteServices({
    known: new Map(records.flatMap((record) => policeIdsOf(record).map((id) => [id, reach(record)]))),
    services,
  });
  const arrived = new Set(records.map(({ id }) => id));
  const regrouped = regroupedBy(rules, services, records, unsaid);
  const furthest = Math.max(near, ...zones.map(Math.abs));
  // What was a candidate by a partner who is none any more, others may have now.
  const freed = regrouped.flatMap(({ start, lost }) =>
    lost.map((key) => ({ key, from: start - furthest, to: start + longestEvent + furthest })),
  );
  const others = regrouped.map(({ recordId }) => recordId);
  const beside = await readBeside(journey, lookup, others, [
    ...footageOfOfficers(freed, longestClip),
    ...footageOfWearers(freed, longestClip, issue),
  ]);
  const known = new Set([...kept, ...former].map(({ recordId }) => recordId));
  return {
    seeds: {
      recordIds: [...arrived],
      footageIds: [...new Set([...[...kept, ...former].map(({ footageId }) => footageId), ...formerClips])],
      fresh: new Set(
        contents.flatMap(([id, , version]) => (version === 1 && !known.has(Number(id)) ? [Number(id)] : [])),
      ),
      anew: { recordIds: [...new Set([...arrived, ...others])], footageIds: [] },
    },
    regrouped: { recordIds: others, footageIds: beside.freed },
    turns: turnsOf(turns),
    alsoWrite: followed('record', formerly),
    lookup,
    kept: [...rows, ...beside.kept],
    keptOf: [...recordIds, ...others],
  };
};

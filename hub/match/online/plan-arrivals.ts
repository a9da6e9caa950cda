import { type Journey, journeyOn } from '../../store/journey.ts';
import { kinshipOf, linkRowOf, linksOf } from '../../store/link-rows.ts';
import type { LinkContent, LinkRow } from '../../store/links.ts';
import { dropPairs, type PairRow, putPairs } from '../../store/match-pairs.ts';
import type { Db } from '../../store/open.ts';
import { framesOf } from '../frames/frames.ts';
import { contentOf, linkContentOf } from '../link-content.ts';
import { Pairs } from '../pairs/pairs.ts';
import { type Considered, markOf, packed } from '../resolve/considered.ts';
import { evidenceOfHearing, evidenceOfPair, isOfPair } from '../resolve/evidence.ts';
import { openHeard, openResolved, openScored, type Scored } from '../resolve/explained.ts';
import { resolve } from '../resolve/resolve.ts';
import type { Rules } from '../rules/rules.ts';
import { changesOf } from '../write-links.ts';
import { type Family, familyOf } from './heirs.ts';
import { openLookup } from './lookup.ts';
import { narrowConfirmed } from './narrow-confirmed.ts';
import { explore, type Neighbourhood } from './neighbourhood.ts';
import { markSaying, type SaidBefore, saidByClip, saidByRecord, saidIn } from './said-before.ts';
import type { Begun } from './seeds.ts';
import { wishesOf } from './write-own.ts';

/** New, late or changed records and clips, by their ids. */
export interface Arrivals {
  readonly recordIds: readonly number[];
  readonly footageIds: readonly number[];
}

/** What a decision comes to: read, thought over, and not yet written. */
export interface Plan {
  /** How many matches had come to their end before anything was read. */
  readonly turn: number;
  /** Texts of statements for one transaction that has taken the next turn. */
  readonly statements: readonly string[];
  /** Whose rows the statements change: lock these first, records before clips. */
  readonly locks: { readonly records: readonly number[]; readonly clips: readonly number[] };
  /** Records whose links change. */
  readonly changed: Set<number>;
}

const noFamily: Family = { heirs: [], inherited: async () => [] };

/** Pairs of whom only the score is kept, as they were when they were scored: their clips are read whole for it. */
const describe = async (
  journey: Journey,
  rules: Rules,
  { lookup: { records } }: Neighbourhood,
  list: readonly Considered[],
): Promise<Map<Considered, Scored>> => {
  if (list.length === 0) return new Map();
  const lookup = openLookup(journey, rules);
  lookup.noteRecords(list.flatMap(({ recordId }) => records.get(recordId) ?? []));
  await lookup.loadFootage(list.map(({ footageId }) => footageId));
  const registers = await lookup.registers();
  return new Map(
    list.flatMap((one) => {
      const [record, clip] = [lookup.records.get(one.recordId), lookup.footage.get(one.footageId)];
      if (record === undefined || clip === undefined) return [];
      const pairs = new Pairs();
      pairs.push(0, 0, one, one.weight);
      return [[one, openScored(framesOf(rules, registers, [record], [clip]), pairs)(0)]];
    }),
  );
};

/** What the rules make of the pairs of the touched records, with what people decided taken as given. */
const decideOwn = async (
  journey: Journey,
  rules: Rules,
  reached: Neighbourhood,
  present: readonly LinkRow[],
): Promise<LinkContent[]> => {
  const { frames, pairs, considered, isNew, lookup } = reached;
  const verdicts = resolve(frames, pairs, (record, clip) =>
    lookup.standing.get(`${frames.records.source[record]?.id} ${frames.footage.source[clip]?.id}`),
  );
  const [resolved, heard] = [openResolved(frames, pairs, verdicts), openHeard(frames, pairs, verdicts)];
  const isTouched = new Set(reached.touched);
  // Of a pair that was not scored again the evidence stands in its link.
  const written = new Map(
    present.flatMap((row) =>
      row.viaRecordId === null && row.decidedBy === 'rule' && row.rule === rules.version
        ? [[`${row.recordId} ${row.footageId}`, row.evidence]]
        : [],
    ),
  );
  const rows = [...verdicts.pair.entries()].flatMap(([row, pair]) => {
    const one = considered[pair] as Considered;
    return isTouched.has(one.recordId) && verdicts.decision[row] !== 0 ? [{ row, one }] : [];
  });
  const nameOf = ({ recordId, footageId }: Considered): string => `${recordId} ${footageId}`;
  const unwritten = rows.flatMap(({ one }) => (isNew.has(one) || written.has(nameOf(one)) ? [] : [one]));
  const described = await describe(journey, rules, reached, unwritten);
  return rows.flatMap(({ row, one }) => {
    if (isNew.has(one)) return linkContentOf(rules, resolved(row)) ?? [];
    const { recordId, footageId } = one;
    const verdict = heard(row);
    const pair = described.get(one);
    const known = pair ? evidenceOfPair(rules, pair) : (written.get(nameOf(one)) ?? []).filter(isOfPair);
    const evidence = [...known, ...evidenceOfHearing(rules, footageId, verdict)];
    return verdict.decision === undefined
      ? []
      : [contentOf(rules, recordId, footageId, verdict, verdict.decision, evidence)];
  });
};

/** What is kept of pairs, brought to what was scored just now. */
const pairStatements = (
  rules: Rules,
  { kept, anew, isNew, considered, turns, lookup }: Neighbourhood,
  arrivals: Arrivals,
): string[] => {
  const rows = considered.flatMap((one) => (isNew.has(one) ? [packed(one)] : []));
  const names = new Set(rows.map(({ recordId, footageId }) => `${recordId} ${footageId}`));
  const changed = rows.filter((row) => !kept.holds(row));
  const former = [
    ...[...anew.records].flatMap((id) => kept.ofRecord(id)),
    ...[...anew.clips].flatMap((id) => kept.ofClip(id)),
  ];
  const gone = former.filter(({ recordId, footageId }) => !names.has(`${recordId} ${footageId}`));
  const [arrived, here] = [new Set(arrivals.recordIds), new Set(arrivals.footageIds)];
  // Of what did not arrive itself, what it said before stays: it may have been edited, and will arrive.
  const marked = (known: Buffer | undefined, hasArrived: boolean, said: () => SaidBefore): Buffer => {
    const before = hasArrived || known === undefined ? undefined : saidIn(known);
    return markSaying(markOf(rules, turns.era), before ?? said());
  };
  const recordMarks = [...anew.records].flatMap((recordId): PairRow[] => {
    const [record, known] = [lookup.records.get(recordId), kept.markOfRecord(recordId)];
    if (record === undefined) return [];
    const scored = marked(known, arrived.has(recordId), () => saidByRecord(record));
    return known?.equals(scored) ? [] : [{ recordId, footageId: 0, scored, isDecided: false }];
  });
  const clipMarks = [...anew.clips].flatMap((footageId): PairRow[] => {
    const [clip, known] = [lookup.footage.get(footageId), kept.markOfClip(footageId)];
    if (clip === undefined) return [];
    const scored = marked(known, here.has(footageId), () => saidByClip(clip));
    return known?.equals(scored) ? [] : [{ recordId: 0, footageId, scored, isDecided: false }];
  });
  return [...dropPairs(gone), ...putPairs([...changed, ...recordMarks, ...clipMarks])];
};

/**
 * Decide everything that a change can have touched, without writing anything.
 *
 * @param begun where the change begins
 * @param arrivals what is new or changed itself: its references may have changed, so that others inherit something else
 */
export const planArrivals = async (
  from: Db,
  rules: Rules,
  begun: Begun,
  arrivals: Arrivals,
  journey: Journey = journeyOn(from),
): Promise<Plan> => {
  const reached = await explore(journey, rules, begun, (touched) =>
    touched.length === 0 ? [] : [linksOf(touched), kinshipOf(touched)],
  );
  const { touched, lookup, turns } = reached;
  const [rows = [], kinship = []] = reached.alongside;
  const present = rows.map(linkRowOf);
  for (const { recordId, footageId, decision } of present)
    if (decision === 'confirmed' || decision === 'rejected') lookup.noteDecision(recordId, footageId, decision);
  const own = await decideOwn(journey, rules, reached, present);
  const isAlone = kinship.length === 0 && present.every(({ viaRecordId }) => viaRecordId === null);
  const wishes = await wishesOf(from, { recordIds: touched, own, present }, async (changed) =>
    isAlone ? noFamily : familyOf(from, rules, lookup, [...new Set([...changed, ...arrivals.recordIds])]),
  );
  const { statements, recordIds, footageIds } = changesOf(wishes);
  const narrowed = await narrowConfirmed(from, arrivals.footageIds);
  return {
    turn: turns.turn,
    statements: [
      ...statements,
      ...narrowed.statements,
      ...pairStatements(rules, reached, arrivals),
      ...begun.alsoWrite,
    ],
    locks: {
      records: [...recordIds, ...narrowed.recordIds],
      clips: [...footageIds, ...narrowed.footageIds],
    },
    changed: new Set([...recordIds, ...narrowed.recordIds]),
  };
};

import type { Evidence } from '../../core/link.ts';
import type { Decision } from '../../core/vocabulary.ts';
import { matchAll } from '../batch.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import { evidenceOf } from '../resolve/evidence.ts';
import type { Resolved } from '../resolve/explained.ts';
import type { Rules } from '../rules/rules.ts';

/** What rules make of a pair. */
export type Stand = 'linked' | 'review' | 'none';

/** One pair that two sets of rules see differently. Weight and reasons are absent where rules see nothing in it. */
export interface PairChange {
  readonly recordId: number;
  readonly footageId: number;
  readonly before: PairView;
  readonly after: PairView;
}
export interface PairView {
  readonly stand: Stand;
  readonly probability?: number;
  readonly evidence?: readonly Evidence[];
}

/** What one set of rules makes of all records tried, and how often people agree. */
export interface RulesTally {
  readonly version: string;
  readonly linked: number;
  readonly review: number;
  /** Records with at least one linked clip. */
  readonly covered: number;
  /** Pairs the rules would link by themselves and people decided about; of these, those that people confirmed. */
  readonly judged: number;
  readonly right: number;
  /** Pairs that people confirmed; of these, those the rules would link by themselves, and would at least offer. */
  readonly confirmed: number;
  readonly found: number;
  readonly offered: number;
}

export const changeKinds = ['added', 'lost', 'ambiguous', 'settled'] as const;
/**
 * `added`: linked now. `lost`: no more, nor offered. `ambiguous`: offered to a person, which was linked or nothing before.
 * `settled`: was offered, is no more.
 */
export type ChangeKind = (typeof changeKinds)[number];

export interface RulesComparison {
  readonly before: RulesTally;
  readonly after: RulesTally;
  /** `pairs` are the first `mostPairs` of `total`, those with the surest links first. */
  readonly changes: { readonly [K in ChangeKind]: { readonly total: number; readonly pairs: readonly PairChange[] } };
}

export const mostPairs = 200;

export interface Sample {
  readonly records: readonly MatchRecord[];
  readonly footage: readonly MatchFootage[];
  /** What people decided, by `recordId footageId`. */
  readonly standing: ReadonlyMap<string, Decision>;
  /** Records that are counted; others are there because they compete with these. */
  isCounted(record: MatchRecord): boolean;
}

const keyOf = ({ pair }: Resolved): string => `${pair.left.record.id} ${pair.right.footage.id}`;

const kindOf = (before: Stand, after: Stand): ChangeKind | undefined => {
  if (before === after) return undefined;
  if (after === 'linked') return 'added';
  if (after === 'review') return 'ambiguous';
  return before === 'linked' ? 'lost' : 'settled';
};

/** Pairs the rules link or offer. `asPeopleSay`: with people's decisions taken as given, or as if nobody had decided. */
const seenBy = (rules: Rules, sample: Sample, asPeopleSay: boolean): Map<string, Resolved> => {
  const { records, footage, standing } = sample;
  const standingOf = (record: number, clip: number) => standing.get(`${records[record]?.id} ${footage[clip]?.id}`);
  const resolved = matchAll(rules, records, footage, asPeopleSay ? standingOf : undefined);
  return new Map(
    resolved
      .filter(({ decision, pair }) => decision !== undefined && sample.isCounted(pair.left.record))
      .map((one) => [keyOf(one), one]),
  );
};

const tallyOf = (
  rules: Rules,
  { standing }: Sample,
  seen: ReadonlyMap<string, Resolved>,
  unaided: ReadonlyMap<string, Resolved>,
): RulesTally => {
  const linked = [...seen.values()].filter(({ decision }) => decision === 'linked');
  const judged = [...unaided].filter(([key, { decision }]) => decision === 'linked' && standing.has(key));
  const confirmed = [...standing].filter(([, decision]) => decision === 'confirmed').map(([key]) => key);
  return {
    version: rules.version,
    linked: linked.length,
    review: seen.size - linked.length,
    covered: new Set(linked.map(({ pair }) => pair.left.record.id)).size,
    judged: judged.length,
    right: judged.filter(([key]) => standing.get(key) === 'confirmed').length,
    confirmed: confirmed.length,
    found: confirmed.filter((key) => unaided.get(key)?.decision === 'linked').length,
    offered: confirmed.filter((key) => unaided.has(key)).length,
  };
};

/**
 * What other rules would change. Pairs that people decided do not change and are in no list; how right the rules are about
 * them is counted as if nobody had decided.
 */
export const compareRules = (before: Rules, after: Rules, sample: Sample): RulesComparison => {
  const { standing } = sample;
  const [seenBefore, seenAfter] = [seenBy(before, sample, true), seenBy(after, sample, true)];
  const unaided = (rules: Rules, seen: Map<string, Resolved>) =>
    standing.size === 0 ? seen : seenBy(rules, sample, false);
  const lists: Record<ChangeKind, { key: string; sureness: number }[]> = {
    added: [],
    lost: [],
    ambiguous: [],
    settled: [],
  };
  for (const key of new Set([...seenBefore.keys(), ...seenAfter.keys()])) {
    if (standing.has(key)) continue;
    const [old, now] = [seenBefore.get(key), seenAfter.get(key)];
    const kind = kindOf(old?.decision ?? 'none', now?.decision ?? 'none');
    if (kind) lists[kind].push({ key, sureness: Math.max(old?.probability ?? 0, now?.probability ?? 0) });
  }
  const viewOf = (rules: Rules, one: Resolved | undefined): PairView =>
    one === undefined
      ? { stand: 'none' }
      : { stand: one.decision ?? 'none', probability: one.probability, evidence: evidenceOf(rules, one) };
  const changes = changeKinds.map((kind) => {
    const list = lists[kind].sort((one, other) => other.sureness - one.sureness || (one.key < other.key ? -1 : 1));
    const pairs = list.slice(0, mostPairs).map(({ key }): PairChange => {
      const [recordId = 0, footageId = 0] = key.split(' ').map(Number);
      const views = { before: viewOf(before, seenBefore.get(key)), after: viewOf(after, seenAfter.get(key)) };
      return { recordId, footageId, ...views };
    });
    return [kind, { total: list.length, pairs }] as const;
  });
  return {
    before: tallyOf(before, sample, seenBefore, unaided(before, seenBefore)),
    after: tallyOf(after, sample, seenAfter, unaided(after, seenAfter)),
    changes: Object.fromEntries(changes) as unknown as RulesComparison['changes'],
  };
};

import type { Link } from '../core/link.ts';
import { toIso } from '../core/time.ts';
import { framesOf } from './frames/frames.ts';
import { registersOf } from './frames/registers.ts';
import type { MatchFootage, MatchRecord } from './inputs.ts';
import { scorePairs } from './pairs/score-pairs.ts';
import { clipClockOf, clocksByLinks, votesOf } from './resolve/clocks-by-links.ts';
import { evidenceOf } from './resolve/evidence.ts';
import { openResolved, type Resolved } from './resolve/explained.ts';
import type { Standing } from './resolve/hearing.ts';
import { ancestorsOf, inheritedEvidence } from './resolve/inherit.ts';
import { resolve } from './resolve/resolve.ts';
import type { Rules } from './rules/rules.ts';

/**
 * Match records and clips held in memory, the clocks of footage taken as given.
 *
 * @returns every pair that is worth considering, with what the rules make of it; inherited links are not among them
 */
export const matchAll = (
  rules: Rules,
  records: readonly MatchRecord[],
  footage: readonly MatchFootage[],
  standing?: Standing,
): Resolved[] => {
  const frames = framesOf(rules, registersOf(rules, records, footage), records, footage);
  const pairs = scorePairs(frames);
  const verdicts = resolve(frames, pairs, standing);
  const resolved = openResolved(frames, pairs, verdicts);
  return [...verdicts.pair.keys()].map(resolved);
};

/**
 * The same in two passes: the first finds which cameras' clocks are wrong, the second matches on the corrected clocks.
 */
export const matchWithClocks = (
  rules: Rules,
  records: readonly MatchRecord[],
  footage: readonly MatchFootage[],
): Resolved[] => {
  const first = matchAll(rules, records, footage);
  const corrected = clocksByLinks(rules, votesOf(rules, first), footage.flatMap(clipClockOf));
  if (corrected.size === 0) return first;
  return matchAll(
    rules,
    records,
    footage.map((clip) => {
      const clockErrorMs = corrected.get(clip.id);
      return clockErrorMs === undefined ? clip : { ...clip, clockErrorMs };
    }),
  );
};

/** A link in canonical form; a pair that is nothing yet counts as offered. */
export const linkOf = (rules: Rules, one: Resolved): Link => ({
  record: one.pair.left.record.name,
  footage: one.pair.right.footage.name,
  segment: { start: toIso(one.segment.from), end: toIso(one.segment.to) },
  weight: Math.round(one.weight * 1000) / 1000,
  probability: Math.round(one.probability * 1e6) / 1e6,
  decision: one.decision ?? 'review',
  decidedBy: 'rule',
  rule: rules.version,
  evidence: evidenceOf(rules, one),
});

/**
 * Links in canonical form, those inherited through references after the record's own.
 *
 * @param options `inherited: false` leaves the inherited ones out
 */
export function* linksOf(
  rules: Rules,
  records: readonly MatchRecord[],
  resolved: readonly Resolved[],
  options: { inherited?: boolean } = {},
): Generator<Link> {
  const own = new Map<number, Resolved[]>();
  for (const one of resolved) {
    if (one.decision === undefined) continue;
    const { id } = one.pair.left.record;
    const list = own.get(id);
    if (list) list.push(one);
    else own.set(id, [one]);
  }
  const joined = joinedIn(records);
  for (const record of records) {
    const mine = own.get(record.id) ?? [];
    // As online: a sure link of its own, then an inherited one, then one that is only offered.
    const known = new Set(
      mine.filter(({ decision }) => decision === 'linked').map(({ pair }) => pair.right.footage.id),
    );
    const inherited: Link[] = [];
    for (const ancestor of options.inherited === false ? [] : ancestorsOf(rules, record, joined)) {
      for (const one of own.get(ancestor.record.id) ?? []) {
        const { id } = one.pair.right.footage;
        if (one.decision !== 'linked' || known.has(id)) continue;
        known.add(id);
        const link = linkOf(rules, one);
        inherited.push({ ...link, record: record.name, evidence: inheritedEvidence(ancestor, link.evidence) });
      }
    }
    for (const one of mine)
      if (one.decision === 'linked' || !known.has(one.pair.right.footage.id)) yield linkOf(rules, one);
    yield* inherited;
  }
}

/** Records that name each other, by the numbers in them. */
export const joinedIn = (records: readonly MatchRecord[]): ((record: MatchRecord) => readonly MatchRecord[]) => {
  const byNumber = new Map<string, MatchRecord[]>();
  const byTarget = new Map<string, MatchRecord[]>();
  const put = (map: Map<string, MatchRecord[]>, key: string, record: MatchRecord) => {
    const known = map.get(key);
    if (known) known.push(record);
    else map.set(key, [record]);
  };
  for (const record of records) {
    put(byNumber, `${record.system} ${record.externalId}`, record);
    for (const { kind, id } of record.references) put(byTarget, `${kind} ${id}`, record);
  }
  return (record) => [
    ...record.references.flatMap(({ kind, id }) => byNumber.get(`${kind} ${id}`) ?? []),
    ...(byTarget.get(`${record.system} ${record.externalId}`) ?? []),
  ];
};

import type { Evidence } from '../../core/link.ts';
import type { MatchRecord } from '../inputs.ts';
import { areJoined } from '../pairs/related.ts';
import type { Rules } from '../rules/rules.ts';

/** Where a record may take footage from: the record that has it, and the records on the way there, nearest first. */
export interface Ancestor {
  readonly record: MatchRecord;
  /** From the next record to the ancestor itself. */
  readonly path: readonly MatchRecord[];
}

const inherits = (rules: Rules, heir: MatchRecord, from: MatchRecord): boolean =>
  heir.id !== from.id &&
  rules.inherit.some((rule) => rule.to === heir.kind && rule.from.includes(from.kind)) &&
  areJoined(heir, from);

/** Breadth first, so that the shortest way counts; rings are harmless and the depth is bounded. */
const walk = (rules: Rules, start: MatchRecord, next: (record: MatchRecord) => readonly MatchRecord[]): Ancestor[] => {
  const seen = new Set([start.id]);
  const found: Ancestor[] = [];
  let edge: Ancestor[] = [{ record: start, path: [] }];
  for (let depth = 0; depth < rules.inheritDepth && edge.length > 0; depth += 1) {
    const further: Ancestor[] = [];
    for (const { record, path } of edge) {
      for (const other of [...next(record)].sort((left, right) => (left.name < right.name ? -1 : 1))) {
        if (seen.has(other.id)) continue;
        seen.add(other.id);
        further.push({ record: other, path: [...path, other] });
      }
    }
    found.push(...further);
    edge = further;
  }
  return found;
};

/**
 * Every record whose footage `heir` shows as well, nearest first.
 *
 * @param joined records that name `record` or are named by it, whichever of the two wrote the number down
 */
export const ancestorsOf = (
  rules: Rules,
  heir: MatchRecord,
  joined: (record: MatchRecord) => readonly MatchRecord[],
): Ancestor[] => walk(rules, heir, (record) => joined(record).filter((other) => inherits(rules, record, other)));

/** Every record that shows the footage of `record` as well. */
export const heirsOf = (
  rules: Rules,
  record: MatchRecord,
  joined: (record: MatchRecord) => readonly MatchRecord[],
): MatchRecord[] =>
  walk(rules, record, (one) => joined(one).filter((other) => inherits(rules, other, one))).map((heir) => heir.record);

/** Evidence of an inherited link: the way the numbers lead first, then what ties the clip to the record it shows. */
export const inheritedEvidence = ({ path }: Ancestor, evidence: readonly Evidence[]): Evidence[] => [
  {
    comparison: 'inherited',
    level: 'reference',
    weight: 0,
    detail: { via: path.at(-1)?.name, path: path.map(({ name }) => name) },
  },
  ...evidence,
];

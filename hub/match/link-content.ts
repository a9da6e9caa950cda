import type { Evidence } from '../core/link.ts';
import type { LinkContent } from '../store/links.ts';
import { evidenceOf } from './resolve/evidence.ts';
import type { Heard, Resolved } from './resolve/explained.ts';
import type { Rules } from './rules/rules.ts';

/** A pair of which something was decided, as the store keeps it. */
export const contentOf = (
  rules: Rules,
  recordId: number,
  footageId: number,
  { weight, probability, segment }: Heard,
  decision: 'linked' | 'review',
  evidence: Evidence[],
): LinkContent => ({
  recordId,
  footageId,
  viaRecordId: null,
  segmentStart: segment.from,
  segmentEnd: segment.to,
  weight,
  probability,
  decision,
  decidedBy: 'rule',
  rule: rules.version,
  evidence,
});

/** A decided pair as the store keeps it; undefined where the rules decide nothing. */
export const linkContentOf = (rules: Rules, one: Resolved): LinkContent | undefined =>
  one.decision === undefined
    ? undefined
    : contentOf(rules, one.pair.left.record.id, one.pair.right.footage.id, one, one.decision, evidenceOf(rules, one));

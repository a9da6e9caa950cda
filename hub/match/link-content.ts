import type { LinkContent } from '../store/links.ts';
import { evidenceOf } from './evidence.ts';
import type { Resolved } from './explained.ts';
import type { Rules } from './rules.ts';

/** A decided pair as the store keeps it; undefined where the rules decide nothing. */
export const linkContentOf = (rules: Rules, one: Resolved): LinkContent | undefined =>
  one.decision === undefined
    ? undefined
    : {
        recordId: one.pair.left.record.id,
        footageId: one.pair.right.footage.id,
        viaRecordId: null,
        segmentStart: one.segment.from,
        segmentEnd: one.segment.to,
        weight: one.weight,
        probability: one.probability,
        decision: one.decision,
        decidedBy: 'rule',
        rule: rules.version,
        evidence: evidenceOf(rules, one),
      };

import type { Reference } from '../../core/record.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules.ts';

/** Numbers this long name one thing in the country, whatever kind the writer took it for. */
const unmistakableLength = 12;

const names = (reference: Reference, kind: string, id: string): boolean =>
  reference.id === id && (reference.kind === kind || id.length >= unmistakableLength);

/** Somebody wrote the number of one into the other. Undefined: no number says anything about this pair. */
export const compareReference = (rules: Rules, record: MatchRecord, footage: MatchFootage) => {
  if (record.references.length === 0 && footage.references.length === 0) return undefined;
  const levels = rules.comparisons.reference;
  const isNamed =
    record.references.some(
      (one) => one.kind === 'footage' && (one.id === footage.externalId || one.id === footage.name),
    ) || footage.references.some((one) => names(one, record.system, record.externalId));
  if (isNamed) return levels.number;
  const isShared = footage.references.some((one) =>
    record.references.some((other) => names(one, other.kind, other.id)),
  );
  if (isShared) return levels.shared;
  return footage.references.some((one) => one.kind === record.system) ? levels.other : undefined;
};

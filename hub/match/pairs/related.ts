import { isEmptyList } from '../frames/columns.ts';
import { type RecordFrame, referenceKindOf } from '../frames/record-frame.ts';
import type { MatchRecord } from '../inputs.ts';

const namesRecord = (one: MatchRecord, other: MatchRecord): boolean =>
  one.references.some(({ kind, id }) => kind === other.system && id === other.externalId);

/** Whether one of two records names the other. */
export const areJoined = (one: MatchRecord, other: MatchRecord): boolean =>
  namesRecord(one, other) || namesRecord(other, one);

const rowNames = ({ references, referenceKinds, system, number }: RecordFrame, one: number, other: number): boolean => {
  const end = references.starts[one + 1] as number;
  for (let at = references.starts[one] as number; at < end; at += 1)
    if (references.items[at] === number[other] && referenceKinds[at] === system[other]) return true;
  return false;
};

const footageKind = referenceKindOf('footage');

const nameTheSame = ({ references, referenceKinds }: RecordFrame, one: number, other: number): boolean => {
  const { starts, items } = references;
  for (let at = starts[one] as number; at < (starts[one + 1] as number); at += 1) {
    if (referenceKinds[at] === footageKind) continue;
    for (let mark = starts[other] as number; mark < (starts[other + 1] as number); mark += 1)
      if (items[at] === items[mark] && referenceKinds[at] === referenceKinds[mark]) return true;
  }
  return false;
};

/** How two records stand to each other where both claim the same seconds of a clip. */
export const stand = {
  /** One record, or two of the same event: one names the other, or both name the same third one. */
  same: 0,
  /** Only one of the two can have these seconds. */
  rivals: 1,
  /** Of different kinds: they may tell of the same event without naming each other. */
  strangers: 2,
} as const;

/** `stand` of two rows. */
export const standOf = (records: RecordFrame, one: number, other: number): number => {
  if (one === other) return stand.same;
  const { references, rivalGroup } = records;
  if (isEmptyList(references, one) && isEmptyList(references, other))
    return rivalGroup[one] === rivalGroup[other] ? stand.rivals : stand.strangers;
  if (rowNames(records, one, other) || rowNames(records, other, one)) return stand.same;
  if (nameTheSame(records, one, other)) return stand.same;
  return rivalGroup[one] === rivalGroup[other] ? stand.rivals : stand.strangers;
};

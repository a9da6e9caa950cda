import { isEmptyList } from '../../frames/columns.ts';
import { referenceKindOf } from '../../frames/record-frame.ts';
import { codesOf } from '../../rules/levels.ts';
import type { PrepareComparison } from '../comparison.ts';

const level = codesOf('reference');
const footageKind = referenceKindOf('footage');

/** Somebody wrote the number of one into the other. 0: no number says anything about this pair. */
export const prepareReference: PrepareComparison = ({ lexicon, records, footage }) => {
  const unmistakable = lexicon.unmistakable();
  const { references: mine, referenceKinds: myKinds } = records;
  const { references: theirs, referenceKinds: theirKinds } = footage;
  /** Whether the clip's mark is this number: of this kind, or so long that the kind does not matter. */
  const isNumber = (mark: number, kind: number, number: number): boolean =>
    theirs.items[mark] === number && (theirKinds[mark] === kind || unmistakable[number] === 1);

  return (record, clip) => {
    if (isEmptyList(mine, record) && isEmptyList(theirs, clip)) return 0;
    const [from, to] = [mine.starts[record] as number, mine.starts[record + 1] as number];
    const [begin, end] = [theirs.starts[clip] as number, theirs.starts[clip + 1] as number];
    for (let at = from; at < to; at += 1) {
      const number = mine.items[at];
      if (myKinds[at] === footageKind && (number === footage.number[clip] || number === footage.name[clip]))
        return level.number;
    }
    const system = records.system[record] as number;
    let isOfSystem = false;
    for (let mark = begin; mark < end; mark += 1) {
      if (isNumber(mark, system, records.number[record] as number)) return level.number;
      isOfSystem ||= theirKinds[mark] === system;
    }
    for (let mark = begin; mark < end; mark += 1) {
      for (let at = from; at < to; at += 1)
        if (isNumber(mark, myKinds[at] as number, mine.items[at] as number)) return level.shared;
    }
    return isOfSystem ? level.other : 0;
  };
};

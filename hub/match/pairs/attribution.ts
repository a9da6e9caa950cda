import type { Frames } from '../frames/frames.ts';
import { codesOf, columnOf, comparisonCount, mostLevels, weightTable } from '../rules/levels.ts';
import type { Rules } from '../rules/rules.ts';
import type { Pairs } from './pairs.ts';

const officer = codesOf('officer');
const tying: readonly number[] = [officer.exact, officer.issued, officer.partner, officer.name];
const columns = { officer: columnOf('officer'), reference: columnOf('reference') };

/** Whether an officer or a number ties a pair, not time and place alone: by its levels, which begin at a place of a column. */
export const isTied = (rules: Rules, levels: Uint8Array, from: number): boolean =>
  tying.includes(levels[from + columns.officer] as number) ||
  (weightTable(rules)[columns.reference * mostLevels + (levels[from + columns.reference] as number)] as number) > 0;

/** `isTied` of a pair. */
export const isAttributed = ({ rules }: Frames, pairs: Pairs, pair: number): boolean =>
  isTied(rules, pairs.levels, pair * comparisonCount);

/** `isAttributed` of every pair, 1 or 0: for those who ask often. */
export const attributionsOf = ({ rules }: Frames, { levels, size }: Pairs): Uint8Array => {
  const weights = weightTable(rules).subarray(columns.reference * mostLevels, (columns.reference + 1) * mostLevels);
  const isTying = Uint8Array.from({ length: mostLevels }, (_, code) => (tying.includes(code) ? 1 : 0));
  const isAttributed = new Uint8Array(size);
  for (let pair = 0; pair < size; pair += 1) {
    const first = pair * comparisonCount;
    const isNamed = (weights[levels[first + columns.reference] as number] as number) > 0;
    isAttributed[pair] = isNamed ? 1 : (isTying[levels[first + columns.officer] as number] as number);
  }
  return isAttributed;
};

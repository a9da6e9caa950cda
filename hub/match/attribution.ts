import type { Frames } from './frames.ts';
import { codesOf, columnOf, mostLevels, weightTable } from './levels.ts';
import type { Pairs } from './pairs.ts';

const officer = codesOf('officer');
const tying: readonly number[] = [officer.exact, officer.issued, officer.partner, officer.name];
const columns = { officer: columnOf('officer'), reference: columnOf('reference') };

/** Whether an officer or a number ties a pair, not time and place alone. */
export const isAttributed = ({ rules }: Frames, pairs: Pairs, pair: number): boolean =>
  tying.includes(pairs.level(pair, columns.officer)) ||
  (weightTable(rules)[columns.reference * mostLevels + pairs.level(pair, columns.reference)] as number) > 0;

/** `isAttributed` of every pair, 1 or 0: for those who ask often. */
export const attributionsOf = (frames: Frames, pairs: Pairs): Uint8Array =>
  Uint8Array.from({ length: pairs.size }, (_, pair) => (isAttributed(frames, pairs, pair) ? 1 : 0));

import { codesOf, columnOf } from '../../rules/levels.ts';
import type { PrepareComparison } from '../comparison.ts';

const level = codesOf('ending');
const time = codesOf('time');
const timeColumn = columnOf('time');

/** Whether a level of time is one of a clip that shows the scene; where it does not, its end is no news. */
const isOnScene: readonly boolean[] = [
  false,
  ...Object.keys(time).map((name) => ['arrives', 'begins', 'through', 'during', 'late'].includes(name)),
];

/** When the clip ends against when somebody wrote that it was over. 0 where nobody did, and off the scene. */
export const prepareEnding: PrepareComparison = ({ rules, records, footage }) => {
  const { windows } = records;
  const { together, around } = rules.comparisons.ending;
  return (record, clip, { levels }) => {
    const window = record * windows.width + (footage.windowClass[clip] as number);
    if (windows.isClosed[window] === 0 || !isOnScene[levels[timeColumn] as number]) return 0;
    const apart = Math.abs((footage.to[clip] as number) - (windows.to[window] as number));
    const off = apart - (footage.clockSigmaMs[clip] as number) / 2;
    if (off <= together.within) return level.together;
    return off <= around.within ? level.around : level.off;
  };
};

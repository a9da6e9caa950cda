import { type ClockVote, strongestVotes, votesOf } from '../resolve/clocks-by-links.ts';
import { openResolved } from '../resolve/explained.ts';
import { decisionCodes } from '../resolve/verdicts.ts';
import type { Rules } from '../rules/rules.ts';
import type { Decided } from './match-partition.ts';

/** Rows of verdicts, of each clip whose clock nobody measured those that nothing is stronger than. */
const strongestRows = ({ frames: { records, footage }, pairs, verdicts, isOwned }: Decided): number[] => {
  const strongest = new Float64Array(footage.size).fill(Number.NEGATIVE_INFINITY);
  const owned = Uint8Array.from(records.source, (record) => Number(isOwned(record)));
  const rows: number[] = [];
  for (let row = 0; row < verdicts.size; row += 1) {
    const pair = verdicts.pair[row] as number;
    const clip = pairs.clip[pair] as number;
    if (verdicts.decision[row] === decisionCodes.none || owned[pairs.record[pair] as number] === 0) continue;
    if (footage.isMeasured[clip] === 1 || footage.deviceId[clip] === -1) continue;
    if ((verdicts.weight[row] as number) < (strongest[clip] as number)) continue;
    strongest[clip] = verdicts.weight[row] as number;
    rows.push(row);
  }
  return rows.filter((row) => verdicts.weight[row] === strongest[pairs.clip[verdicts.pair[row] as number] as number]);
};

/** What the links of a partition's own records suggest about clocks: the strongest vote of each clip. */
export const votesOfPartition = (rules: Rules, decided: Decided): ClockVote[] => {
  const resolved = openResolved(decided.frames, decided.pairs, decided.verdicts);
  // Only what can be the strongest is made an object of; equals are told apart by their records' names.
  return [...strongestVotes(votesOf(rules, strongestRows(decided).map(resolved))).values()];
};

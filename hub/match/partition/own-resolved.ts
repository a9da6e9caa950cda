import type { MatchRecord } from '../inputs.ts';
import { openResolved, type Resolved } from '../resolve/explained.ts';
import { decisionCodes } from '../resolve/verdicts.ts';
import type { Decided } from './match-partition.ts';

/** Decided pairs of the records that a partition owns, as objects one after the other. */
export function* ownResolved({ frames, pairs, verdicts, isOwned }: Decided): Generator<Resolved> {
  const resolved = openResolved(frames, pairs, verdicts);
  for (let row = 0; row < verdicts.size; row += 1) {
    const record = frames.records.source[pairs.record[verdicts.pair[row] as number] as number] as MatchRecord;
    if (verdicts.decision[row] !== decisionCodes.none && isOwned(record)) yield resolved(row);
  }
}

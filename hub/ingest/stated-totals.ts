import { hourOf } from '../store/tallies.ts';

/** What the other side said there was, and what came of it. */
export interface StatedTotal {
  stated: number;
  came: number;
}

interface Stating {
  readonly source: string;
  readonly receivedAt: number;
  readonly rows: number;
  readonly stated: number | null;
}

/**
 * Compare rows with the totals the other side states. The pages of one answer all state the total of the whole answer:
 * messages that follow each other with the same total belong together until as many rows came. An answer counts in the
 * hour in which it began.
 *
 * @param messages of any sources, those of one source in the order they came
 * @returns by `source\nhour`
 */
export const statedTotals = (messages: readonly Stating[]): Map<string, StatedTotal> => {
  const totals = new Map<string, StatedTotal>();
  let answer: { source: string; stated: number; came: number; into: StatedTotal } | undefined;
  for (const { source, receivedAt, rows, stated } of messages) {
    if (stated === null) continue;
    const goesOn = answer?.source === source && answer.stated === stated && answer.came < stated;
    if (!answer || !goesOn) {
      const key = `${source}\n${hourOf(receivedAt)}`;
      const into = totals.get(key) ?? { stated: 0, came: 0 };
      totals.set(key, into);
      into.stated += stated;
      answer = { source, stated, came: 0, into };
    }
    answer.came += rows;
    answer.into.came += rows;
  }
  return totals;
};

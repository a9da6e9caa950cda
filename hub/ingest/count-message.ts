import type { Delivery } from '../core/connector.ts';
import { type Complaint, wholeMessage } from '../store/dead-letters.ts';
import type { Tally } from '../store/tallies.ts';
import { numberOf, type PreparedMessage } from './prepare.ts';
import type { RowResult } from './save-rows.ts';

interface Letter extends Complaint {
  messageId: number;
  row: number;
  /** Of the row, cut to what the column holds. */
  number: string | null;
  digest: string;
}

/** What became of a message: the answer, its part of the sum, and the letters of what is dead for the first time. */
export interface Counted {
  delivery: Delivery;
  tally: Tally;
  letters: Letter[];
}

/** The number of a letter's row. */
export const letterNumber = ({ rows }: Pick<PreparedMessage, 'rows'>, row: number): string | null =>
  numberOf(rows[row])?.slice(0, 190) ?? null;

const explainComplaint = ({ reason, remedy }: Complaint): string => (remedy === null ? reason : `${reason}; ${remedy}`);

/** Count a message. `known` are digests that have an open letter: the same misfit again changes nothing. */
export const countMessage = (
  { packed, rows, digests, unreadable }: PreparedMessage,
  messageId: number,
  results: readonly RowResult[],
  known: Set<string>,
): Counted => {
  const letters: Letter[] = [];
  const tally = { received: 0, stored: 0, unchanged: 0, dead: 0 };
  const addDead = (complaint: Complaint, row: number, digest: string) => {
    if (known.has(digest)) {
      tally.unchanged += 1;
      return;
    }
    known.add(digest);
    tally.dead += 1;
    letters.push({ ...complaint, messageId, row, number: letterNumber({ rows }, row), digest });
  };
  if (unreadable) {
    tally.received = 1;
    addDead(unreadable, wholeMessage, packed.digest);
    return {
      delivery: { messageId, stored: 0, unchanged: 0, deadLettered: 1, error: explainComplaint(unreadable), ids: [] },
      tally,
      letters,
    };
  }
  tally.received = rows.length;
  let dead = 0;
  for (const [index, result] of results.entries()) {
    if (result.outcome !== 'dead') {
      tally[result.outcome] += 1;
      continue;
    }
    dead += 1;
    addDead(result.complaint, index, digests.get(index) ?? `${packed.digest.slice(0, 48)}:${index}`);
  }
  const stored = tally.stored;
  return {
    delivery: {
      messageId,
      stored,
      unchanged: rows.length - stored - dead,
      deadLettered: dead,
      ids: rows.map((row, index) => (results[index]?.outcome === 'dead' ? undefined : numberOf(row))),
    },
    tally,
    letters,
  };
};

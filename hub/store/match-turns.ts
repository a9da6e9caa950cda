import { sql } from 'drizzle-orm';
import type { Rows } from './journey.ts';
import type { Db } from './open.ts';
import { isMisfit } from './trouble.ts';

/** How many matches have come to their end (row 1), and how often what is kept of pairs has lost its worth (row 2). */
export interface Turns {
  readonly turn: number;
  readonly era: number;
}

/** Asked before anything else that a decision goes by. */
export const turnsTaken = 'SELECT id, turn FROM match_turns WHERE id IN (1, 2)';

export const turnsOf = (rows: Rows): Turns => {
  const turns = new Map(rows.map(([id, turn]) => [Number(id), Number(turn)]));
  return { turn: turns.get(1) ?? 0, era: turns.get(2) ?? 0 };
};

/**
 * Take the next turn, once all locks are held: whoever took the one before has committed, and nobody takes another one
 * until this transaction ends.
 *
 * @returns its number, one more than `turnsTaken` where nobody was between
 */
export const takeTurn = async (tx: Db): Promise<number> => {
  const [{ insertId }] = await tx.execute(
    sql`INSERT INTO match_turns (id, turn) VALUES (1, LAST_INSERT_ID(1)) ON DUPLICATE KEY UPDATE turn = LAST_INSERT_ID(turn + 1)`,
  );
  return insertId;
};

/** Take the turn after a known one, as a statement that fails with `isTurnLost` where somebody else has taken it. */
export const takeTurnAfter = (turn: number): string =>
  `INSERT INTO match_turns (id, turn) VALUES (1, 1) ON DUPLICATE KEY UPDATE turn = IF(turn = ${turn}, turn + 1, NULL)`;

export const isTurnLost = isMisfit;

/** Links were written by somebody who kept no pairs: whatever is kept of pairs is looked up again where it is needed. */
export const beginEra = async (tx: Db): Promise<void> => {
  await tx.execute(sql`INSERT INTO match_turns (id, turn) VALUES (2, 1) ON DUPLICATE KEY UPDATE turn = turn + 1`);
};

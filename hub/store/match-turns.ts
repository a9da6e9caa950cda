import { sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import type { Question } from './question.ts';

/** How many turns were taken (`at`); no answer before the first one. */
export const turnsTaken: Question = '0, NULL, turn, NULL FROM match_turns WHERE id = 1';

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

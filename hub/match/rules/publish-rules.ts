import { ConflictError } from '../../core/errors.ts';
import { toIso } from '../../core/time.ts';
import { daysOfRecords, insertRules, lockLatestRules } from '../../store/match-rules.ts';
import type { Db } from '../../store/open.ts';
import { tell } from '../../store/outbox.ts';
import type { Rules } from './rules.ts';

export interface Publication {
  readonly rules: Rules;
  readonly by: string;
  readonly note?: string | undefined;
  /** The publication that was in force when the person began; 0: none. */
  readonly basedOn: number;
  /** The earlier publication whose content this is, 0 for the rules of the file. */
  readonly returnsTo?: number | undefined;
  /** Records that begin at or after this moment (epoch ms) are matched again. */
  readonly rematchFrom: number;
}

const dayMs = 86_400_000;
const zoneMs = 8 * 3_600_000;

/**
 * Put rules in force in every process, and have the days since `rematchFrom` that have records matched again, newest
 * first. Call inside a transaction.
 *
 * @returns number of the publication, and how many days are matched again
 * @throws ConflictError when somebody else published meanwhile
 */
export const publishRules = async (
  tx: Db,
  { rules, by, note, basedOn, returnsTo, rematchFrom }: Publication,
): Promise<{ id: number; days: number }> => {
  const latest = await lockLatestRules(tx);
  if (latest !== basedOn) {
    throw new ConflictError('[hub] [rules] other rules were published since you began', {
      remedy: 'compare your draft with the rules in force now, then publish again',
      detail: { id: latest },
    });
  }
  const id = await insertRules(tx, {
    version: rules.version,
    yaml: rules.yaml,
    note: note ?? null,
    returnsTo: returnsTo ?? null,
    publishedBy: by,
    publishedAt: Date.now(),
  });
  const days = await daysOfRecords(tx, rematchFrom, Number.MAX_SAFE_INTEGER, zoneMs);
  await tell(
    tx,
    days.map((day) => ({
      name: 'rematch.wanted' as const,
      data: { from: toIso(Math.max(day, rematchFrom)), to: toIso(day + dayMs - 1) },
    })),
  );
  return { id, days: days.length };
};

import {
  closeLetters,
  type DeadLetterRow,
  insertDeadLetters,
  lockLetters,
  renewLetter,
  wholeMessage,
} from '../store/dead-letters.ts';
import { adjustMessage, type MessageRow } from '../store/messages.ts';
import type { Db, Store } from '../store/open.ts';
import { count, noTally, type Tally } from '../store/tallies.ts';
import { letterNumber } from './count-message.ts';
import type { PreparedMessage } from './prepare.ts';
import { type RowResult, saveRows } from './save-rows.ts';

/** What a replay did. */
export interface Replayed {
  messages: number;
  /** Letters that fit now and are closed. */
  closed: number;
  /** Letters that still do not fit; their reason is the new one. */
  stillDead: number;
  stored: number;
  unchanged: number;
  /** Rows of earlier good messages that the present mapping cannot read; what is stored of them stays. */
  refused: number;
}

export const nothingReplayed = (): Replayed => ({
  messages: 0,
  closed: 0,
  stillDead: 0,
  stored: 0,
  unchanged: 0,
  refused: 0,
});

/** Rows to store again: all of the message, or those of its open letters. */
export type Wanted = 'all' | 'letters';

/** A message that was mapped again, and what of it is to be stored. */
export interface Work {
  readonly message: MessageRow;
  readonly prepared: PreparedMessage;
  readonly wanted: Wanted;
  readonly by: string;
}

/** What is left dead gets its present reason, the rest is closed. Letters of rows that are no longer there close too. */
const settleLetters = async (
  tx: Db,
  letters: readonly DeadLetterRow[],
  resultOf: (row: number) => RowResult | undefined,
  by: string,
): Promise<DeadLetterRow[]> => {
  const closed: DeadLetterRow[] = [];
  for (const letter of letters) {
    const result = resultOf(letter.row);
    if (result?.outcome === 'dead') await renewLetter(tx, letter.id, result.complaint);
    else closed.push(letter);
  }
  await closeLetters(
    tx,
    closed.map(({ id }) => id),
    'replayed',
    by,
  );
  return closed;
};

/**
 * A message that could not be read at all was counted as one received and one dead. Now that it opens, its rows are
 * what was received.
 */
const replayWhole = async (tx: Db, letter: DeadLetterRow, work: Work): Promise<Replayed> => {
  const { message, prepared, by } = work;
  if (prepared.unreadable) {
    await renewLetter(tx, letter.id, prepared.unreadable);
    return { ...nothingReplayed(), messages: 1, stillDead: 1 };
  }
  const origin = { messageId: message.id, at: Date.now() };
  const results = await saveRows(
    tx,
    prepared.rows.map((row) => ({ row, origin })),
  );
  const dead = results.flatMap((result, row) => (result.outcome === 'dead' ? [{ ...result.complaint, row }] : []));
  await insertDeadLetters(
    tx,
    dead.map(({ row, ...complaint }) => ({
      ...complaint,
      row,
      source: message.source,
      messageId: message.id,
      number: letterNumber(prepared, row),
      digest: prepared.digests.get(row) ?? `${prepared.packed.digest.slice(0, 48)}:${row}`,
      createdAt: Date.now(),
    })),
  );
  await closeLetters(tx, [letter.id], 'replayed', by);
  const stored = results.filter(({ outcome }) => outcome === 'stored').length;
  const unchanged = results.length - stored - dead.length;
  await count(tx, message.source, message.receivedAt, {
    received: results.length - 1,
    stored,
    unchanged,
    dead: dead.length - 1,
  });
  await adjustMessage(tx, message.id, { rows: results.length - 1, dead: dead.length - 1, unchanged });
  return { ...nothingReplayed(), messages: 1, closed: 1, stillDead: dead.length, stored, unchanged };
};

const replayRows = async (tx: Db, letters: readonly DeadLetterRow[], work: Work): Promise<Replayed> => {
  const { message, prepared, wanted, by } = work;
  const { unreadable } = prepared;
  if (unreadable) {
    await settleLetters(tx, letters, () => ({ outcome: 'dead', complaint: unreadable }), by);
    return { ...nothingReplayed(), messages: 1, stillDead: letters.length };
  }
  const lettered = new Set(letters.map(({ row }) => row));
  const chosen = prepared.rows
    .map((row, index) => ({ row, index }))
    .filter(({ index }) => wanted === 'all' || lettered.has(index));
  const origin = { messageId: message.id, at: Date.now() };
  const results = await saveRows(
    tx,
    chosen.map(({ row }) => ({ row, origin })),
  );
  const byRow = new Map(chosen.map(({ index }, position) => [index, results[position] as RowResult]));
  const closed = await settleLetters(tx, letters, (row) => byRow.get(row), by);
  // Received stays; each closed letter moves from dead to what became of its row, in the hour it came.
  const tally: Tally = { ...noTally };
  for (const { row } of closed) {
    tally.dead -= 1;
    if (byRow.get(row)?.outcome === 'stored') tally.stored += 1;
    else tally.unchanged += 1;
  }
  await count(tx, message.source, message.receivedAt, tally);
  if (closed.length > 0) {
    await adjustMessage(tx, message.id, { rows: 0, dead: -closed.length, unchanged: tally.unchanged });
  }
  const outcomes = [...byRow.values()].map(({ outcome }) => outcome);
  return {
    messages: 1,
    closed: closed.length,
    stillDead: letters.length - closed.length,
    stored: outcomes.filter((outcome) => outcome === 'stored').length,
    unchanged: outcomes.filter((outcome) => outcome === 'unchanged').length,
    refused: [...byRow].filter(([row, { outcome }]) => outcome === 'dead' && !lettered.has(row)).length,
  };
};

/** Replay one message in one transaction. Of two replays at once the later finds its letters closed. */
export const replayMessage = async (store: Store, work: Work, only?: ReadonlySet<number>): Promise<Replayed> =>
  store.transaction(async (tx) => {
    const letters = (await lockLetters(tx, work.message.id)).filter(({ id }) => only === undefined || only.has(id));
    const whole = letters.find(({ row }) => row === wholeMessage);
    if (whole) return replayWhole(tx, whole, work);
    if (letters.length === 0 && work.wanted === 'letters') return nothingReplayed();
    return replayRows(tx, letters, work);
  });

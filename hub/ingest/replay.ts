import type { RawMessage } from '../core/connector.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import {
  closeLetters,
  type DeadLetterRow,
  insertDeadLetters,
  lettersToReplay,
  lockLetters,
  renewLetter,
  wholeMessage,
} from '../store/dead-letters.ts';
import {
  adjustMessage,
  getMessage,
  type MessageFilter,
  type MessageRow,
  messageIds,
  rawMessage,
} from '../store/messages.ts';
import type { Db } from '../store/open.ts';
import { requireSource } from '../store/sources.ts';
import { count, noTally, type Tally } from '../store/tallies.ts';
import { letterNumber } from './count-message.ts';
import { type IngestDeps, mappingOf } from './deps.ts';
import { type PreparedMessage, prepareMessage } from './prepare.ts';
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

/** Which dead letters: these, or all of a source, at most `limit` of them, oldest first. */
export interface LetterSelection {
  ids?: readonly number[];
  source?: string;
  /** 100 by default. */
  limit?: number;
  /** The account or program that asked. */
  by: string;
}

/** Which messages, oldest first: for mapping everything of a source again, in parts. */
export interface MessageSelection extends Omit<MessageFilter, 'cursor'> {
  /** Go on after this message. */
  after?: number;
  /** 1000 by default. */
  limit?: number;
  by: string;
}

const nothing = (): Replayed => ({ messages: 0, closed: 0, stillDead: 0, stored: 0, unchanged: 0, refused: 0 });

/** Rows to store again: all of the message, or those of its open letters. */
type Wanted = 'all' | 'letters';

interface Work {
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
    return { ...nothing(), messages: 1, stillDead: 1 };
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
  return { ...nothing(), messages: 1, closed: 1, stillDead: dead.length, stored, unchanged };
};

const replayRows = async (tx: Db, letters: readonly DeadLetterRow[], work: Work): Promise<Replayed> => {
  const { message, prepared, wanted, by } = work;
  const { unreadable } = prepared;
  if (unreadable) {
    await settleLetters(tx, letters, () => ({ outcome: 'dead', complaint: unreadable }), by);
    return { ...nothing(), messages: 1, stillDead: letters.length };
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
const replayMessage = async (deps: IngestDeps, work: Work, only?: ReadonlySet<number>): Promise<Replayed> =>
  deps.store.transaction(async (tx) => {
    const letters = (await lockLetters(tx, work.message.id)).filter(({ id }) => only === undefined || only.has(id));
    const whole = letters.find(({ row }) => row === wholeMessage);
    if (whole) return replayWhole(tx, whole, work);
    if (letters.length === 0 && work.wanted === 'letters') return nothing();
    return replayRows(tx, letters, work);
  });

const load = async (
  deps: IngestDeps,
  id: number,
  mappings: Map<string, CompiledMapping>,
): Promise<{ message: MessageRow; prepared: PreparedMessage } | undefined> => {
  const [message, raw] = await Promise.all([getMessage(deps.store.db, id), rawMessage(deps.store.db, id)]);
  if (message === undefined || raw === undefined) return undefined;
  const { source } = message;
  const mapping = mappings.get(source) ?? mappingOf(deps, await requireSource(deps.store.db, source));
  mappings.set(source, mapping);
  return { message, prepared: await prepareMessage(mapping, source, raw as RawMessage, { refusals: 'dead-letter' }) };
};

const replayAll = async (
  deps: IngestDeps,
  ids: readonly number[],
  wanted: Wanted,
  by: string,
  only?: ReadonlySet<number>,
): Promise<Replayed> => {
  const total = nothing();
  const mappings = new Map<string, CompiledMapping>();
  for (const id of ids) {
    const loaded = await load(deps, id, mappings);
    if (loaded === undefined) continue;
    const done = await replayMessage(deps, { ...loaded, wanted, by }, only);
    for (const key of Object.keys(total) as (keyof Replayed)[]) total[key] += done[key];
  }
  deps.queue.nudge();
  return total;
};

/**
 * Map dead letters again by the present mapping, from the raw messages. What fits now is stored and its letter closed;
 * what the store knows newer stays as it is. The sums keep balancing: received stays, and each closed letter moves from
 * dead to stored or unchanged, in the hour in which its message came.
 *
 * @throws NotFoundError, ConfigurationError when the source or its mapping is gone
 */
export const replay = async (
  deps: IngestDeps,
  { ids, source, limit = 100, by }: LetterSelection,
): Promise<Replayed> => {
  const letters = await lettersToReplay(deps.store.db, {
    ...(ids ? { ids } : {}),
    ...(source === undefined ? {} : { source }),
    limit,
  });
  const messages = [...new Set(letters.map(({ messageId }) => messageId))];
  return replayAll(deps, messages, 'letters', by, new Set(letters.map(({ id }) => id)));
};

/**
 * Map whole messages again by the present mapping: what it reads differently now is stored as a change. Rows that were
 * counted before are not counted again; what the store knows newer stays as it is.
 *
 * @returns also `last`, the message to go on after, absent when there are no more
 * @throws NotFoundError, ConfigurationError when the source or its mapping is gone
 */
export const replayMessages = async (
  deps: IngestDeps,
  { by, limit = 1_000, ...filter }: MessageSelection,
): Promise<Replayed & { last?: number }> => {
  const ids = await messageIds(deps.store.db, { ...filter, limit });
  const done = await replayAll(deps, ids, 'all', by);
  const last = ids.at(-1);
  return ids.length === limit && last !== undefined ? { ...done, last } : done;
};

import type { Delivery, Opened, RawMessage } from '../core/connector.ts';
import { type Complaint, insertDeadLetters, openDigests, wholeMessage } from '../store/dead-letters.ts';
import { adjustMessage, insertMessages } from '../store/messages.ts';
import type { Db } from '../store/open.ts';
import { advanceCursor, type Lease, type SourceRow } from '../store/sources.ts';
import { count, type Tally } from '../store/tallies.ts';
import { type IngestDeps, mappingOf } from './deps.ts';
import { type PreparedMessage, prepareMessage } from './prepare.ts';
import { type RowResult, saveRows } from './save-rows.ts';

/** Somebody else polls this source now, or a person moved its position: nothing of the page was stored. */
export class LeaseLostError extends Error {
  constructor(source: string) {
    super(`[hub] [${source}] the lease was lost: another process goes on from the stored cursor`);
    this.name = 'LeaseLostError';
  }
}

export interface DeliverOptions {
  /** For a polled page: moves the position in the same transaction, or nothing is stored. */
  position?: { lease: Lease; version: number; next?: { cursor: unknown } };
  /** What the connector has opened already. */
  opened?(message: RawMessage): Opened | undefined;
}

interface Letter extends Complaint {
  messageId: number;
  row: number;
  digest: string;
}

/** One row of the sum: what became of it, and the letter it gets if it is the first with this content. */
interface Counted {
  delivery: Delivery;
  tally: Tally;
  letters: Letter[];
}

const nameOf = (row: PreparedMessage['rows'][number]): string | undefined =>
  row.kind === 'record'
    ? row.prepared.record.externalId
    : row.kind === 'footage'
      ? row.prepared.footage.externalId
      : undefined;

/** Count a message. `known` are digests that have an open letter: the same misfit again changes nothing. */
const countMessage = (
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
    letters.push({ ...complaint, messageId, row, digest });
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
      ids: rows.map((row, index) => (results[index]?.outcome === 'dead' ? undefined : nameOf(row))),
    },
    tally,
    letters,
  };
};

const explainComplaint = ({ reason, remedy }: Complaint): string => (remedy === null ? reason : `${reason}; ${remedy}`);

const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((total, tally) => ({
    received: total.received + tally.received,
    stored: total.stored + tally.stored,
    unchanged: total.unchanged + tally.unchanged,
    dead: total.dead + tally.dead,
  }));

const received = ({ rows, unreadable }: PreparedMessage): number => (unreadable ? 1 : rows.length);

/** Digests of everything dead in these messages that has an open letter already. */
const knownDead = async (tx: Db, source: string, prepared: readonly PreparedMessage[]): Promise<Set<string>> =>
  openDigests(tx, source, [
    ...prepared.flatMap(({ unreadable, packed }) => (unreadable ? [packed.digest] : [])),
    ...prepared.flatMap(({ digests }) => [...digests.values()]),
  ]);

const storeMessages = async (
  tx: Db,
  source: string,
  prepared: readonly PreparedMessage[],
  receivedAt: number,
): Promise<Delivery[]> => {
  const items = prepared.map((message) => ({
    packed: message.packed,
    counts: { rows: received(message), dead: 0 },
  }));
  const ids = await insertMessages(tx, items, receivedAt);
  const results = await saveRows(
    tx,
    prepared.flatMap(({ rows }, index) =>
      rows.map((row) => ({ row, origin: { messageId: ids[index] as number, at: receivedAt } })),
    ),
  );
  const known = await knownDead(tx, source, prepared);
  let start = 0;
  const counted = prepared.map((message, index) => {
    const own = results.slice(start, start + message.rows.length);
    start += message.rows.length;
    return countMessage(message, ids[index] as number, own, known);
  });
  await insertDeadLetters(
    tx,
    counted.flatMap(({ letters }) => letters.map((letter) => ({ ...letter, source, createdAt: receivedAt }))),
  );
  for (const { delivery, tally } of counted) {
    if (tally.dead > 0) await adjustMessage(tx, delivery.messageId, { rows: 0, dead: tally.dead });
  }
  if (counted.length > 0) await count(tx, source, receivedAt, sum(counted.map(({ tally }) => tally)));
  return counted.map(({ delivery }) => delivery);
};

/**
 * Store messages with everything they mean in one transaction: raw bytes, records and footage, dead letters, sums,
 * the events that follow, and for a polled page the position. After it resolves all of it is true; if it throws,
 * nothing is. Mapping is done before the transaction opens.
 *
 * Messages of a polled page in which there is nothing are not kept: a source that is asked every few seconds would
 * fill the store with them.
 *
 * @returns what became of each message, in order; `messageId` is 0 for one that was not kept
 * @throws LeaseLostError, RetriableError when the store cannot take it now, and while polling what the mapping
 *   makes of a refusal by the other side
 */
export const deliver = async (
  deps: IngestDeps,
  source: Pick<SourceRow, 'name' | 'mapping'>,
  messages: readonly RawMessage[],
  { position, opened }: DeliverOptions = {},
): Promise<Delivery[]> => {
  const mapping = mappingOf(deps, source);
  const refusals = position ? 'throw' : 'dead-letter';
  const prepared: PreparedMessage[] = [];
  for (const message of messages) {
    prepared.push(await prepareMessage(mapping, source.name, message, { opened: opened?.(message), refusals }));
  }
  const kept = position ? prepared.filter((message) => received(message) > 0) : prepared;
  const stored = await deps.store.transaction(async (tx) => {
    const deliveries = await storeMessages(tx, source.name, kept, Date.now());
    // Last, so that the source's row is locked for as short as can be.
    if (position && !(await advanceCursor(tx, position.lease, position.version, position.next))) {
      throw new LeaseLostError(source.name);
    }
    return deliveries;
  });
  if (kept.length > 0) deps.queue.nudge();
  const nothing: Delivery = { messageId: 0, stored: 0, unchanged: 0, deadLettered: 0, ids: [] };
  const deliveries = stored.values();
  return prepared.map((message) =>
    position && received(message) === 0 ? nothing : (deliveries.next().value ?? nothing),
  );
};

import type { Delivery, Opened, RawMessage } from '../core/connector.ts';
import { advanceCursor, type Lease, type SourceRow } from '../store/sources.ts';
import { type IngestDeps, mappingOf } from './deps.ts';
import { type PreparedMessage, prepareMessage } from './prepare.ts';
import { rowsOf, storeMessages } from './store-messages.ts';
import { storeTogether } from './store-together.ts';

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
  /** Share a transaction with other requests of the source that wait. */
  together?: boolean;
}

/**
 * Map messages; needs no database.
 *
 * @param polled while polling an answer with which the other side refused is thrown, see `prepareMessage`
 */
export const prepareMessages = async (
  deps: Pick<IngestDeps, 'mappings'>,
  source: Pick<SourceRow, 'name' | 'mapping'>,
  messages: readonly RawMessage[],
  { opened, polled }: Pick<DeliverOptions, 'opened'> & { polled: boolean },
): Promise<PreparedMessage[]> => {
  const mapping = mappingOf(deps, source);
  const refusals = polled ? 'throw' : 'dead-letter';
  const prepared: PreparedMessage[] = [];
  for (const message of messages) {
    prepared.push(await prepareMessage(mapping, source.name, message, { opened: opened?.(message), refusals }));
  }
  return prepared;
};

/** Store what `prepareMessages` gave; see `deliver`. */
export const storePrepared = async (
  deps: Pick<IngestDeps, 'store' | 'queue'>,
  source: string,
  prepared: readonly PreparedMessage[],
  { position, together }: Pick<DeliverOptions, 'position' | 'together'>,
): Promise<Delivery[]> => {
  const kept = position ? prepared.filter((message) => rowsOf(message) > 0) : prepared;
  const stored = together
    ? await storeTogether(deps.store, source, kept)
    : await storeMessages(deps.store, source, kept, async (tx) => {
        // Last, so that the source's row is locked for as short as can be.
        if (position && !(await advanceCursor(tx, position.lease, position.version, position.next))) {
          throw new LeaseLostError(source);
        }
      });
  if (kept.length > 0) deps.queue.nudge();
  const nothing: Delivery = { messageId: 0, stored: 0, unchanged: 0, deadLettered: 0, ids: [] };
  const deliveries = stored.values();
  return prepared.map((message) =>
    position && rowsOf(message) === 0 ? nothing : (deliveries.next().value ?? nothing),
  );
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
  options: DeliverOptions = {},
): Promise<Delivery[]> => {
  const polled = options.position !== undefined;
  const prepared = await prepareMessages(deps, source, messages, {
    polled,
    ...(options.opened ? { opened: options.opened } : {}),
  });
  return storePrepared(deps, source.name, prepared, options);
};

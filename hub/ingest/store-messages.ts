import type { Delivery } from '../core/connector.ts';
import { insertDeadLetters, openDigests } from '../store/dead-letters.ts';
import { insertMessages, settleMessages } from '../store/messages.ts';
import type { Db, Store } from '../store/open.ts';
import { count, type Tally } from '../store/tallies.ts';
import { isMisfit } from '../store/trouble.ts';
import { countMessage } from './count-message.ts';
import type { PreparedMessage } from './prepare.ts';
import { type RowToSave, saveRows, saveTogether } from './save-rows.ts';

/** Of several messages together. */
export const sumTallies = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((total, tally) => ({
    received: total.received + tally.received,
    stored: total.stored + tally.stored,
    unchanged: total.unchanged + tally.unchanged,
    dead: total.dead + tally.dead,
  }));

/** Rows of a message as they count: one that cannot be read is one. */
export const rowsOf = ({ rows, unreadable }: PreparedMessage): number => (unreadable ? 1 : rows.length);

/** Digests of everything dead in these messages that has an open letter already. */
const knownDead = async (tx: Db, source: string, prepared: readonly PreparedMessage[]): Promise<Set<string>> =>
  openDigests(tx, source, [
    ...prepared.flatMap(({ unreadable, packed }) => (unreadable ? [packed.digest] : [])),
    ...prepared.flatMap(({ digests }) => [...digests.values()]),
  ]);

type Save = (tx: Db, items: readonly RowToSave[]) => ReturnType<typeof saveRows>;

const storeAll = async (
  tx: Db,
  source: string,
  prepared: readonly PreparedMessage[],
  receivedAt: number,
  save: Save,
): Promise<Delivery[]> => {
  const items = prepared.map((message) => ({
    packed: message.packed,
    counts: { rows: rowsOf(message), dead: 0, unchanged: 0 },
    stated: message.stated,
  }));
  const ids = await insertMessages(tx, items, receivedAt);
  const results = await save(
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
  await settleMessages(
    tx,
    counted.flatMap(({ delivery: { messageId }, tally: { dead, unchanged } }) =>
      dead + unchanged > 0 ? [{ id: messageId, dead, unchanged }] : [],
    ),
  );
  if (counted.length > 0) await count(tx, source, receivedAt, sumTallies(counted.map(({ tally }) => tally)));
  return counted.map(({ delivery }) => delivery);
};

/**
 * Store prepared messages of one source in one transaction with all that follows from them. First all together; should
 * the database refuse a row for what is in it, once more with care, so that this row alone is dead.
 *
 * @param last done at the end of the transaction
 */
export const storeMessages = async (
  store: Store,
  source: string,
  prepared: readonly PreparedMessage[],
  last: (tx: Db) => Promise<void> = async () => undefined,
): Promise<Delivery[]> => {
  const attempt = (save: Save) =>
    store.transaction(
      async (tx) => {
        const deliveries = await storeAll(tx, source, prepared, Date.now(), save);
        await last(tx);
        return deliveries;
      },
      { gathered: true },
    );
  try {
    return await attempt(saveTogether);
  } catch (error) {
    if (!isMisfit(error)) throw error;
    return attempt(saveRows);
  }
};

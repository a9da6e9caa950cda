import type { Delivery } from '../core/connector.ts';
import { messageColumns } from '../store/messages.ts';
import { generatedIds, insertTexts } from '../store/multi-row.ts';
import { newRecordTexts } from '../store/new-records.ts';
import type { Store } from '../store/open.ts';
import type { PreparedRecord } from '../store/prepare-record.ts';
import { messages } from '../store/tables/ingest.ts';
import { countTexts } from '../store/tallies.ts';
import { asStoreError, isOutage } from '../store/trouble.ts';
import { countMessage } from './count-message.ts';
import type { PreparedMessage } from './prepare.ts';
import { sumTallies } from './store-messages.ts';

/** All in one text: few enough that it stays below every packet limit. */
const mostRows = 200;
const mostBytes = 1_000_000;

/** Names stored through here lately: what is told again is a change, and would be tried in vain. */
const lately = new WeakMap<Store, Set<string>>();
const mostNames = 50_000;

const nameOf = ({ record }: PreparedRecord): string => `${record.source}\n${record.externalId}`;

const recordsOf = ({ rows }: PreparedMessage): PreparedRecord[] =>
  rows.flatMap((row) => (row.kind === 'record' ? [row.prepared] : []));

const isPlain = ({ rows, unreadable, packed }: PreparedMessage): boolean =>
  unreadable === undefined &&
  packed.parts.length === 1 &&
  rows.every(({ kind }) => kind === 'record' || kind === 'skip');

/** Few rows, nothing but records, each named once and not seen lately. */
const mayBeNew = (prepared: readonly PreparedMessage[], names: readonly string[], known: Set<string>): boolean =>
  names.length <= mostRows &&
  prepared.reduce((sum, { packed }) => sum + packed.message.body.byteLength, 0) <= mostBytes &&
  prepared.every(isPlain) &&
  new Set(names).size === names.length &&
  !names.some((name) => known.has(name));

const remember = (known: Set<string>, names: readonly string[]): void => {
  for (const name of names) known.add(name);
  for (const oldest of known) {
    if (known.size <= mostNames) return;
    known.delete(oldest);
  }
};

/** All that the messages mean, as statements of one transaction; the only SELECT among them tells the messages' ids. */
const textsOf = (source: string, prepared: readonly PreparedMessage[], at: number): string[] => {
  const ids = generatedIds('hub_message');
  const rows = prepared.map(({ packed, rows, stated }) => {
    const unchanged = rows.filter(({ kind }) => kind === 'skip').length;
    return messageColumns({ packed, counts: { rows: rows.length, dead: 0, unchanged }, stated }, at);
  });
  const records = prepared.flatMap((message, index) =>
    recordsOf(message).map((record) => ({ prepared: record, messageId: ids.id(index) })),
  );
  const counted = prepared.map((message) => countOf(message, 0).tally);
  return [
    ...[...insertTexts(messages, rows)].map(({ text }) => text),
    ids.keep,
    'SELECT @hub_message, @@auto_increment_increment',
    ...newRecordTexts(records, at),
    // Last, so that the row of the sums is locked for as short as can be.
    ...countTexts(source, at, sumTallies(counted)),
  ];
};

const countOf = (message: PreparedMessage, messageId: number) =>
  countMessage(
    message,
    messageId,
    message.rows.map(({ kind }) => ({ outcome: kind === 'record' ? 'stored' : 'unchanged' })),
    new Set(),
  );

/**
 * As `storeMessages`, in one journey to the database, for what most pushes are: records that are not in the store yet.
 * Everything that turns out otherwise leaves nothing behind and is for `storeMessages`.
 *
 * @returns undefined when it was not for here
 * @throws RetriableError when the database cannot be reached
 */
export const storeNew = async (
  store: Store,
  source: string,
  prepared: readonly PreparedMessage[],
): Promise<Delivery[] | undefined> => {
  if (prepared.length === 0) return undefined;
  const known = lately.get(store) ?? new Set();
  lately.set(store, known);
  const names = prepared.flatMap((message) => recordsOf(message).map(nameOf));
  const isNew = mayBeNew(prepared, names, known);
  remember(known, names);
  if (!isNew) return undefined;
  try {
    const [rows = []] = await store.journeys.write(textsOf(source, prepared, Date.now()));
    const [first, step] = (rows[0] ?? []).map(Number) as [number, number];
    return prepared.map((message, index) => countOf(message, first + index * step).delivery);
  } catch (error) {
    if (isOutage(error)) throw asStoreError(error);
    return undefined;
  }
};

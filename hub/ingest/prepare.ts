import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Opened, RawMessage } from '../core/connector.ts';
import { HubError, RecordError } from '../core/errors.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import { limits } from '../core/mapping/limits.ts';
import type { Complaint } from '../store/dead-letters.ts';
import { type PackedMessage, packMessage } from '../store/messages.ts';
import { type PreparedFootage, prepareFootage } from '../store/prepare-footage.ts';
import { type PreparedRecord, prepareRecord } from '../store/prepare-record.ts';
import { complaintOf } from './complaint.ts';

/** One row, mapped and ready to be stored, or the reason why not. */
export type PreparedRow =
  | { readonly kind: 'record'; readonly prepared: PreparedRecord }
  | { readonly kind: 'footage'; readonly prepared: PreparedFootage }
  /** The mapping says it is none of ours: received, and nothing changes. */
  | { readonly kind: 'skip' }
  | { readonly kind: 'dead'; readonly complaint: Complaint; readonly number?: string };

export interface PreparedMessage {
  readonly packed: PackedMessage;
  readonly rows: readonly PreparedRow[];
  /** SHA-256 of the decoded row, by row number: of dead rows only. */
  readonly digests: ReadonlyMap<number, string>;
  /** Set when the message cannot be read at all; then there are no rows. */
  readonly unreadable?: Complaint;
  /** The other side's own count, where it states one. */
  readonly stated?: number;
}

/** Rows are mapped in turns, so that heartbeats and requests go on while a big message is taken apart. */
const rowsPerTurn = 500;

export const rowDigest = (row: unknown): string => {
  const text = row instanceof Uint8Array ? row : canonicalJson(row);
  return createHash('sha256').update(text).digest('hex');
};

/** Map one row. Mappings are pure, so whatever they throw would be thrown again: the row is dead until they are fixed. */
export const prepareRow = async (mapping: CompiledMapping, source: string, row: unknown): Promise<PreparedRow> => {
  try {
    const result = mapping.map(row, source);
    const mapped = result instanceof Promise ? await result : result;
    if (mapped.target === 'record') return { kind: 'record', prepared: prepareRecord(mapped.record) };
    if (mapped.target === 'footage') return { kind: 'footage', prepared: prepareFootage(mapped.footage) };
    return { kind: 'skip' };
  } catch (error) {
    const number = mapping.numberOf(row);
    return { kind: 'dead', complaint: complaintOf(error), ...(number === undefined ? {} : { number }) };
  }
};

/** The number a row is known by, as far as it can be read. */
export const numberOf = (row: PreparedRow | undefined): string | undefined => {
  if (row?.kind === 'record') return row.prepared.record.externalId;
  if (row?.kind === 'footage') return row.prepared.footage.externalId;
  return row?.kind === 'dead' ? row.number : undefined;
};

/** Map every row of an opened message. */
export const prepareRows = async (
  mapping: CompiledMapping,
  source: string,
  { rows }: Opened,
): Promise<Pick<PreparedMessage, 'rows' | 'digests'>> => {
  const prepared: PreparedRow[] = [];
  const digests = new Map<number, string>();
  for (const [index, row] of rows.entries()) {
    const result = await prepareRow(mapping, source, row);
    prepared.push(result);
    if (result.kind === 'dead') digests.set(index, rowDigest(row));
    if (index % rowsPerTurn === rowsPerTurn - 1) await nextTurn();
  }
  return { rows: prepared, digests };
};

const checkRows = (source: string, { rows }: Opened): void => {
  if (rows.length <= limits.rows) return;
  throw new RecordError(
    `[hub] [${source}] the message has ${rows.length} rows, at most ${limits.rows} are taken at once`,
    {
      remedy: 'ask the other side for smaller messages',
      misfit: { field: 'rows', rule: 'length', value: rows.length },
    },
  );
};

/**
 * Whether an error of `open` is a reason to put the message aside, or something its caller has to deal with. A defect
 * of a mapping stays the same however often it is tried.
 */
const isDead = (error: unknown, refusals: 'throw' | 'dead-letter'): boolean =>
  refusals === 'dead-letter' || !(error instanceof HubError) || error.next === 'dead-letter' || error.next === 'refuse';

/**
 * Open and map a message; needs no database.
 *
 * @param opened what the connector has opened already
 * @param refusals whether an answer with which the other side refused is thrown (polling: its class decides what the
 *   runner does) or put aside like any other unreadable message (receiving)
 */
export const prepareMessage = async (
  mapping: CompiledMapping,
  source: string,
  message: RawMessage,
  { opened, refusals }: { opened?: Opened | undefined; refusals: 'throw' | 'dead-letter' },
): Promise<PreparedMessage> => {
  // Compressed by another thread, while this one maps.
  const packing = packMessage(source, message);
  const none = async () => ({ packed: await packing, rows: [], digests: new Map() });
  try {
    const open = opened ?? mapping.open(message);
    checkRows(source, open);
    const prepared = await prepareRows(mapping, source, open);
    return { packed: await packing, ...prepared, ...(open.total === undefined ? {} : { stated: open.total }) };
  } catch (error) {
    if (error instanceof HubError && error.next === 'success') return none();
    if (!isDead(error, refusals)) throw error;
    return { ...(await none()), unreadable: complaintOf(error) };
  }
};

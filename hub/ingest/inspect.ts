import { canonicalJson } from '../core/canonical-json.ts';
import type { RawMessage } from '../core/connector.ts';
import { NotFoundError } from '../core/errors.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import { misfitPlaces } from '../core/mapping/misfit-places.ts';
import { getMessage, type MessageRow, rawMessage } from '../store/messages.ts';
import type { Store } from '../store/open.ts';
import { type StoredVersion, storedVersions } from '../store/stored-versions.ts';
import { type PreparedRow, prepareRow } from './prepare.ts';
import { type Misfit, misfitOf, misfitOfComplaint } from './preview.ts';

/** What the store has under the number of a row. */
export interface StoredRow {
  readonly target: 'record' | 'footage';
  readonly id: number;
  /** The message its present content came with. */
  readonly messageId: number | null;
  /** Whether it is what the present mapping makes of the row. */
  readonly isSame: boolean;
  readonly data: unknown;
}

/** One row of a message: as it was decoded, as the present mapping reads it, and as it is stored. */
export interface InspectedRow {
  readonly row: number;
  readonly decoded: unknown;
  readonly number?: string;
  readonly mapped?: unknown;
  readonly isSkipped?: boolean;
  readonly misfit?: Misfit & {
    /** Where in the decoded row the value stands that does not fit. */
    readonly places: readonly string[];
    /** Where the mapping looks for it. */
    readonly reads: readonly string[];
  };
  readonly stored?: StoredRow;
}

export interface Inspected {
  readonly text: string;
  readonly charset: string;
  readonly rowCount: number;
  readonly entries: readonly InspectedRow[];
  /** Why the present mapping cannot read the message at all. */
  readonly error?: Misfit;
}

/** A stored message with its bytes. @throws NotFoundError */
export const requireMessage = async (store: Store, id: number): Promise<{ row: MessageRow; raw: RawMessage }> => {
  const [row, raw] = await Promise.all([getMessage(store.db, id), rawMessage(store.db, id)]);
  if (row && raw) return { row, raw };
  throw new NotFoundError(`[hub] [message] there is no message ${id}`, { remedy: 'find it in the list of messages' });
};

/** The row of a message that has this number; undefined where none has, or it cannot be read. */
export const rowOfNumber = (mapping: CompiledMapping, raw: RawMessage, number: string): number | undefined => {
  try {
    const found = mapping.open(raw).rows.findIndex((row) => mapping.numberOf(row) === number);
    return found < 0 ? undefined : found;
  } catch {
    return undefined;
  }
};

const contentOf = (row: PreparedRow): { externalId: string; data: unknown } | undefined => {
  if (row.kind === 'record') return { externalId: row.prepared.record.externalId, data: row.prepared.record };
  if (row.kind === 'footage') return { externalId: row.prepared.footage.externalId, data: row.prepared.footage };
  return undefined;
};

const inspectRow = (mapping: CompiledMapping, decoded: unknown, prepared: PreparedRow): Omit<InspectedRow, 'row'> => {
  const content = contentOf(prepared);
  if (content) return { decoded, number: content.externalId, mapped: content.data };
  if (prepared.kind !== 'dead') return { decoded, isSkipped: true };
  const misfit = misfitOfComplaint(prepared.complaint);
  const { field = '', value } = misfit;
  return {
    decoded,
    ...(prepared.number === undefined ? {} : { number: prepared.number }),
    misfit: {
      ...misfit,
      places: misfitPlaces(decoded, { field, value }, mapping.readBy),
      reads: [...(mapping.readBy.get(field) ?? [])],
    },
  };
};

const besideStored = (
  target: 'record' | 'footage',
  entry: Omit<InspectedRow, 'row'>,
  stored: ReadonlyMap<string, StoredVersion>,
): Pick<InspectedRow, 'stored'> => {
  const known = entry.number === undefined ? undefined : stored.get(entry.number);
  if (!known) return {};
  const { id, messageId, data } = known;
  const isSame = entry.mapped !== undefined && canonicalJson(entry.mapped) === canonicalJson(data);
  return { stored: { target, id, messageId, data, isSame } };
};

/**
 * Read a message by a mapping and lay a stretch of its rows beside what the store has. Nothing is stored; what is wrong
 * with the message is told, never thrown.
 *
 * @param from first row of the stretch; @param count rows of it
 */
export const inspectMessage = async (
  store: Store,
  mapping: CompiledMapping,
  source: string,
  raw: RawMessage,
  { from, count }: { from: number; count: number },
): Promise<Inspected> => {
  const readable = mapping.readable(raw);
  let rows: readonly unknown[];
  try {
    rows = mapping.open(raw).rows;
  } catch (error) {
    return { ...readable, rowCount: 0, entries: [], error: misfitOf(error) };
  }
  const entries: Omit<InspectedRow, 'row'>[] = [];
  for (const decoded of rows.slice(from, from + count)) {
    entries.push(inspectRow(mapping, decoded, await prepareRow(mapping, source, decoded)));
  }
  const numbers = entries.flatMap(({ number }) => (number === undefined ? [] : [number]));
  const stored = await storedVersions(store.db, mapping.target, source, numbers);
  return {
    ...readable,
    rowCount: rows.length,
    entries: entries.map((entry, index) => ({
      row: from + index,
      ...entry,
      ...besideStored(mapping.target, entry, stored),
    })),
  };
};

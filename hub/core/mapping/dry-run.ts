import type { RawMessage } from '../connector.ts';
import { RecordError } from '../errors.ts';
import type { CompiledMapping, Mapped } from './compile.ts';

/** What a message would become, row by row. */
export interface DryRun {
  /** Why the whole message cannot be used: the other side refused, or it cannot be read. */
  readonly error?: Error;
  readonly total?: number;
  readonly document?: unknown;
  readonly rows: readonly { readonly row: unknown; readonly mapped?: Mapped; readonly error?: RecordError }[];
}

/** Open and map a message without storing anything. Never throws for what is wrong with the message. */
export const dryRun = async (mapping: CompiledMapping, message: RawMessage, source = 'dry-run'): Promise<DryRun> => {
  let opened: ReturnType<CompiledMapping['open']>;
  try {
    opened = mapping.open(message);
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)), rows: [] };
  }
  const rows: DryRun['rows'][number][] = [];
  for (const row of opened.rows) {
    try {
      rows.push({ row, mapped: await mapping.map(row, source) });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      rows.push({ row, error });
    }
  }
  return { rows, document: opened.document, ...(opened.total === undefined ? {} : { total: opened.total }) };
};

import type { RawMessage } from '../core/connector.ts';
import { HubError, nextStep, RecordError } from '../core/errors.ts';
import { type CompiledMapping, compileMapping, type Mapped } from '../core/mapping/compile.ts';
import { type Mapping, parseMapping } from '../core/mapping/parse.ts';
import { MappingError, type MappingProblem } from '../core/mapping/problem.ts';
import { mapTolerantly } from '../core/mapping/tolerant.ts';
import type { Complaint } from '../store/dead-letters.ts';
import { complaintOf } from './complaint.ts';

/** One thing about a row that does not fit. */
export interface Misfit {
  readonly message: string;
  readonly remedy?: string;
  readonly field?: string;
  readonly rule?: string;
  readonly value?: string;
}

/** A row as it came, and what becomes of it. With problems `mapped` holds what could be read all the same. */
export interface PreviewedRow {
  /** Its place among the rows of the message, from 0. */
  readonly at: number;
  readonly row: unknown;
  readonly mapped?: Record<string, unknown>;
  /** Why it is left out. */
  readonly skipped?: string;
  readonly problems: readonly Misfit[];
}

export interface Preview {
  /** What is wrong with the mapping itself; then there is nothing else. */
  readonly problems: readonly MappingProblem[];
  readonly document?: unknown;
  /** The first ones, and some of those that do not fit wherever they stand. */
  readonly rows: readonly PreviewedRow[];
  /** Of all, also those that are not shown. */
  readonly rowCount: number;
  /** So many from the first on were mapped: all, or as many as there was time for. */
  readonly triedCount: number;
  /** How many of these do not fit. */
  readonly misfitCount: number;
  readonly total?: number;
  /** Why the whole message cannot be read, and what the hub would do. */
  readonly error?: Misfit & { readonly next: string };
}

/** A screen's worth of the first rows, and of those that do not fit. */
const mostRows = 20;
/** Whoever writes a mapping waits for no more than this beyond the first rows, ms. */
const longestTrial = 400;

export const misfitOfComplaint = ({ reason, remedy, field, rule, value }: Complaint): Misfit => ({
  message: reason,
  ...(remedy === null ? {} : { remedy }),
  ...(field === null ? {} : { field }),
  ...(rule === null ? {} : { rule }),
  ...(value === null ? {} : { value }),
});

export const misfitOf = (error: unknown): Misfit => misfitOfComplaint(complaintOf(error));

const contentOf = (mapped: Mapped): Pick<PreviewedRow, 'mapped' | 'skipped'> =>
  mapped.target === 'skip'
    ? { skipped: mapped.reason }
    : { mapped: { ...(mapped.target === 'record' ? mapped.record : mapped.footage) } };

const mapRow = async (compiled: CompiledMapping, row: unknown): Promise<Mapped | RecordError> => {
  try {
    return await compiled.map(row, compiled.name);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
};

const previewRows = async (
  compiled: CompiledMapping,
  mapping: Mapping,
  rows: readonly unknown[],
): Promise<Pick<Preview, 'rows' | 'rowCount' | 'triedCount' | 'misfitCount'>> => {
  const shown: PreviewedRow[] = [];
  let [misfitCount, at] = [0, 0];
  const end = performance.now() + longestTrial;
  for (; at < rows.length && (at < mostRows || performance.now() < end); at += 1) {
    const row = rows[at];
    const mapped = await mapRow(compiled, row);
    if (mapped instanceof RecordError) {
      misfitCount += 1;
      if (at >= mostRows && misfitCount > mostRows) continue;
      const { mapped: most, errors } = await mapTolerantly(mapping, row, mapped);
      shown.push({ at, row, ...(most ? { mapped: most } : {}), problems: errors.map(misfitOf) });
    } else if (at < mostRows) shown.push({ at, row, ...contentOf(mapped), problems: [] });
  }
  return { rows: shown, rowCount: rows.length, triedCount: at, misfitCount };
};

/** The name a mapping's text gives itself. */
export const nameIn = (yaml: string): string => /^name:\s*["']?([\w-]+)/m.exec(yaml)?.[1] ?? 'mapping';

/**
 * What a mapping would make of a message, nothing stored. Never throws for what is wrong with the mapping or the message.
 *
 * @param yaml as it stands in the editor, finished or not
 */
export const previewMapping = async (yaml: string, message: RawMessage): Promise<Preview> => {
  const nothing = { rows: [], rowCount: 0, triedCount: 0, misfitCount: 0 };
  let mapping: Mapping;
  let compiled: CompiledMapping;
  try {
    mapping = parseMapping(yaml, `${nameIn(yaml)}.yaml`);
    compiled = compileMapping(mapping);
  } catch (error) {
    if (error instanceof MappingError) return { ...nothing, problems: error.problems };
    throw error;
  }
  try {
    const { rows, document, total } = compiled.open(message);
    const tried = await previewRows(compiled, mapping, rows);
    return { problems: [], document, ...tried, ...(total === undefined ? {} : { total }) };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { ...nothing, problems: [], error: { ...misfitOf(error), next: nextStep(error) } };
  }
};

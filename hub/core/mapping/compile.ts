import type { Charset } from '../charset.ts';
import type { Opened, RawMessage } from '../connector.ts';
import { RecordError } from '../errors.ts';
import type { Footage } from '../footage.ts';
import type { BusinessRecord } from '../record.ts';
import type { Label, System } from '../vocabulary.ts';
import { checkFootage, checkRecord, refusal } from './believable.ts';
import { Compilation } from './compilation.ts';
import { compileCondition } from './condition.ts';
import { compileDecode } from './decode.ts';
import { type Drift, driftOf } from './drift.ts';
import { compileField } from './field.ts';
import { compileFootage } from './footage.ts';
import { evaluate } from './jsonata.ts';
import type { Mapping } from './parse.ts';
import type { Standpoint } from './path.ts';
import { MappingError } from './problem.ts';
import { compileRecord } from './record.ts';
import { compileRows } from './rows.ts';
import type { Example, MappingDefinition } from './schema.ts';
import { compileSuccess } from './success.ts';

/** What became of one row. */
export type Mapped =
  | { readonly target: 'record'; readonly record: BusinessRecord }
  | { readonly target: 'footage'; readonly footage: Footage }
  | { readonly target: 'skip'; readonly reason: string };

/** A mapping as plain functions. Nothing of the YAML is walked while messages pass. */
export interface CompiledMapping {
  readonly name: string;
  readonly file: string;
  /** Changes with every change of the file. */
  readonly version: string;
  readonly title: Label;
  readonly system?: System;
  readonly connector: string;
  readonly target: MappingDefinition['target'];
  readonly defaults: MappingDefinition['defaults'];
  readonly examples: readonly Example[];
  /** Paths of a row that some field reads. */
  readonly known: ReadonlySet<string>;
  /**
   * Decode a message and select its rows.
   *
   * @throws RecordError when it cannot be read, TooLargeError, or the class the mapping gives the other side's code
   */
  open(message: RawMessage): Opened;
  /**
   * Map one row to canonical JSON. A promise only where the mapping has JSONata.
   *
   * @param source the name of the source it came from
   * @throws RecordError with field, rule and value, its remedy naming the YAML path
   */
  map(row: unknown, source: string): Mapped | Promise<Mapped>;
  driftOf(row: unknown): Drift;
  /** Paths declared as known though no field reads them. */
  readonly columns: ReadonlySet<string>;
  /** Paths of a row by the canonical field that reads them: where to look when it does not fit. */
  readonly readBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** The message as text in the charset of the decode chain, read so far as it can be: for people. */
  readable(message: RawMessage): { readonly text: string; readonly charset: Charset };
  /** The number of a row by itself, so that one that does not fit can still be found by it. Never throws. */
  numberOf(row: unknown): string | undefined;
}

const compileTarget = (c: Compilation, definition: MappingDefinition): ((at: Standpoint, source: string) => Mapped) => {
  const refuse = refusal(definition.name, c.mapping.file);
  if (definition.target === 'record') {
    const build = compileRecord(c, definition.system, definition.fields);
    return (at, source) => ({ target: 'record', record: checkRecord(build(at, source), refuse) });
  }
  const build = compileFootage(c, definition.fields);
  return (at, source) => ({ target: 'footage', footage: checkFootage(build(at, source), refuse) });
};

/** Only the number, compiled aside: what is wrong with it is complained about once, with all the rest. */
const compileNumber = (mapping: Mapping): CompiledMapping['numberOf'] => {
  const { externalId } = mapping.definition.fields;
  const read = compileField(new Compilation(mapping), externalId, 'text', ['fields', 'externalId']);
  return (row) => {
    if (typeof row !== 'object' || row === null) return undefined;
    try {
      return read({ root: row, row, part: undefined, found: [] });
    } catch {
      return undefined;
    }
  };
};

/**
 * Compile a mapping.
 *
 * @throws MappingError with everything that is wrong with its meaning: paths, formats, tables, expressions
 */
export const compileMapping = (mapping: Mapping): CompiledMapping => {
  const { definition, file, version } = mapping;
  const c = new Compilation(mapping);
  const target = compileTarget(c, definition);
  const skips = definition.skip.map(({ when, reason }, index) => ({
    when: compileCondition(when, ['skip', index, 'when'], c.complain, c.reads),
    reason,
  }));
  const decoder = compileDecode(definition.decode, c.complain);
  const judge = compileSuccess(definition.success, definition.name, c.complain);
  const select = compileRows(
    definition.rows,
    [...c.known, ...definition.columns],
    definition.success !== undefined,
    c.complain,
  );
  if (c.problems.length > 0) throw new MappingError(file, c.problems);

  const columns = new Set(definition.columns);
  const finish = (row: object, found: readonly unknown[], source: string): Mapped => {
    const at: Standpoint = { root: row, row, part: undefined, found };
    const skip = skips.find(({ when }) => when(at));
    return skip ? { target: 'skip', reason: skip.reason } : target(at, source);
  };
  const rowOf = (row: unknown): object => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row;
    throw new RecordError(`[hub] [${definition.name}] a row is no object`, {
      remedy: `correct rows in ${file}`,
      misfit: { field: 'rows', rule: 'row', value: row },
    });
  };
  return {
    name: definition.name,
    file,
    version,
    title: definition.title,
    ...(definition.target === 'record' ? { system: definition.system } : {}),
    connector: definition.connector,
    target: definition.target,
    defaults: definition.defaults,
    examples: definition.examples,
    known: c.known,
    open: (message) => {
      const text = decoder.text(message);
      if (judge.text(text) === 'empty') return { rows: [], document: text };
      const document = decoder.document(text);
      return judge.document(document) === 'empty' ? { rows: [], document } : select(document);
    },
    map:
      c.expressions.length === 0
        ? (row, source) => finish(rowOf(row), [], source)
        : async (row, source) => finish(rowOf(row), await evaluate(c.expressions, rowOf(row)), source),
    driftOf: (row) => driftOf(row, c.known, columns),
    columns,
    readBy: c.readBy,
    readable: decoder.readable,
    numberOf: compileNumber(mapping),
  };
};

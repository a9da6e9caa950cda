import { RecordError } from '../errors.ts';
import { cleanText } from '../text.ts';
import { toIso } from '../time.ts';
import { type Change, compileCodes } from './code-table.ts';
import type { Compilation } from './compilation.ts';
import { compileCondition } from './condition.ts';
import {
  bad,
  type Convert,
  type ConvertOptions,
  converterOf,
  expectation,
  type Value,
  type ValueOf,
} from './convert.ts';
import { type FieldObject, type FieldSpec, fieldObjectSchema, type ValueType } from './field-schema.ts';
import { limits } from './limits.ts';
import type { Standpoint } from './path.ts';
import type { YamlPath } from './problem.ts';
import { compileRegex } from './regex.ts';
import { compileSource, type Source } from './source.ts';
import { toText } from './text-of.ts';

/** Reads one field of a row; undefined is "not known". @throws RecordError with field, rule and value */
export type Read<T> = (at: Standpoint) => T | undefined;

type SingleSpec = Exclude<FieldSpec, unknown[]> | string[];

const isSingle = (spec: FieldSpec): spec is SingleSpec =>
  !Array.isArray(spec) || spec.every((each) => typeof each === 'string' && !each.startsWith('='));

const objectOf = (spec: SingleSpec): FieldObject => {
  if (Array.isArray(spec)) return fieldObjectSchema.parse({ from: spec });
  if (typeof spec === 'object') return spec;
  return fieldObjectSchema.parse(spec.startsWith('=') ? { const: spec.slice(1) } : { from: spec });
};

/** `officers.policeId` of `fields.officers.0.policeId`: how a record names what the file says. */
export const canonicalName = (path: YamlPath): string =>
  path.filter((part) => typeof part === 'string' && part !== 'fields').join('.');

/** Ten years in seconds: no recording is longer, and no date lies so far that it cannot be written. */
const longestAfter = 315_576_000;

/** The steps between the text as it came and its conversion; undefined in the usual case that there are none. */
const compileSteps = (c: Compilation, spec: FieldObject, path: YamlPath): { rule: string; change: Change }[] => {
  const steps: { rule: string; change: Change }[] = [];
  if (spec.clean) steps.push({ rule: 'clean', change: (text) => cleanText(text) || undefined });
  if (spec.trimPrefix !== undefined) {
    const signs = new Set(spec.trimPrefix);
    const change = (text: string): string | undefined => {
      let from = 0;
      while (from < text.length && signs.has(text[from] as string)) from += 1;
      return text.slice(from).trim() || undefined;
    };
    steps.push({ rule: 'trimPrefix', change });
  }
  if (spec.match !== undefined) {
    const regex = compileRegex(spec.match, [...path, 'match'], c.complain);
    const change = (text: string): string | undefined | typeof bad => {
      if (text.length > limits.matched) return bad;
      const found = regex.exec(text);
      return (found?.[1] ?? found?.[0])?.trim() || undefined;
    };
    steps.push({ rule: 'match', change });
  }
  const codes = compileCodes(c, spec, path);
  if (codes) steps.push({ rule: 'codes', change: codes });
  return steps;
};

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

const convertOrComplain = (c: Compilation, type: ValueType, options: ConvertOptions, path: YamlPath): Convert => {
  try {
    return converterOf(type, options);
  } catch (error) {
    c.complain(path, error instanceof Error ? error.message : String(error), 'correct the time format or the zone');
    return () => undefined;
  }
};

/** Compile one field to a closure. Everything that can be decided from the file is decided and checked here. */
export const compileField = <T extends ValueType>(
  c: Compilation,
  spec: FieldSpec,
  defaultType: T,
  path: YamlPath,
): Read<ValueOf[T]> => {
  if (isSingle(spec)) return compileSingle(c, objectOf(spec), defaultType, path);
  const reads = spec.map((each, index) => compileField(c, each, defaultType, [...path, index]));
  return (at) => {
    for (const read of reads) {
      const value = read(at);
      if (value !== undefined) return value;
    }
    return undefined;
  };
};

const compileSingle = <T extends ValueType>(
  c: Compilation,
  spec: FieldObject,
  defaultType: T,
  path: YamlPath,
): Read<ValueOf[T]> => {
  const { zone, times, unknown: unknownTexts } = c.mapping.definition;
  const type = spec.as ?? defaultType;
  const options = { formats: spec.formats ?? times, zone, scale: spec.scale ?? 1 };
  const convert = convertOrComplain(c, type, options, spec.formats ? [...path, 'formats'] : path);
  const steps = compileSteps(c, spec, path);
  const unknown = new Set([...unknownTexts, ...(spec.unknown ?? [])]);
  const longestUnknown = Math.max(0, ...[...unknown].map(({ length }) => length));
  const when = spec.when && compileCondition(spec.when, [...path, 'when'], c.complain, c.reads);

  const misfit = (rule: string, value: unknown): undefined => {
    if (spec.ifBad === 'absent') return undefined;
    const expected =
      { codes: 'in the code table', match: 'short enough', after: 'a number of seconds' }[rule] ??
      expectation(type, options);
    throw new RecordError(
      `[hub] [${c.mapping.definition.name}] ${canonicalName(path)}: "${shown(value)}" is not ${expected}`,
      {
        remedy: `correct ${path.join('.')} in ${c.mapping.file}, then replay; or ask the other side to correct the value`,
        misfit: { field: canonicalName(path), rule, value },
      },
    );
  };
  const convertPlain = (text: string): Value | undefined => {
    const value = convert(text);
    return value === bad ? misfit(type, text) : value;
  };
  const convertSteps = (text: string): Value | undefined => {
    let current: string = text;
    for (const { rule, change } of steps) {
      const next = change(current);
      if (next === undefined) return undefined;
      if (next === bad) return misfit(rule, current);
      current = next;
    }
    const value = convert(current);
    return value === bad ? misfit(type, text) : value;
  };
  const convertText = steps.length === 0 ? convertPlain : convertSteps;
  const textOf = (raw: unknown): string | undefined => {
    if (raw === undefined || raw === null) return undefined;
    const text = toText(raw);
    if (text === undefined) return typeof raw === 'object' && !isEmpty(raw) ? misfit('text', raw) : undefined;
    return text.length <= longestUnknown && unknown.has(text) ? undefined : text;
  };
  const source: Source = c.readingFor(canonicalName(path), () => compileSource(c, spec, path, textOf));
  const read = ((): Read<Value> => {
    if (spec.after) {
      const beginning = { ...objectOf(spec.after.from), formats: spec.formats };
      const from = compileSingle(c, beginning, 'time', [...path, 'after', 'from']);
      const seconds = compileField(c, spec.after.seconds, 'number', [...path, 'after', 'seconds']);
      return (at) => {
        const time = from(at);
        const length = seconds(at);
        if (time === undefined || length === undefined) return undefined;
        if (!(Math.abs(length) <= longestAfter)) return misfit('after', length);
        const end = time.at + Math.round(length * 1000);
        return { at: end, iso: toIso(end, zone), precision: time.precision };
      };
    }
    if (spec.pick === 'earliest' || spec.pick === 'latest') {
      const { pick } = spec;
      if (type !== 'time') c.complain([...path, 'pick'], `${pick} is for times only`, 'remove it, or use first');
      return (at) => {
        let best: ValueOf['time'] | undefined;
        for (const raw of source.all(at)) {
          const text = textOf(raw);
          const time = text === undefined ? undefined : (convertText(text) as ValueOf['time'] | undefined);
          if (time && (!best || (pick === 'earliest' ? time.at < best.at : time.at > best.at))) best = time;
        }
        return best;
      };
    }
    const { each } = source;
    if (!each) {
      return (at) => {
        const text = source.first(at);
        return text === undefined ? undefined : convertText(text);
      };
    }
    return (at) => {
      for (const one of each) {
        const text = one(at);
        const value = text === undefined ? undefined : convertText(text);
        if (value !== undefined) return value;
      }
      return undefined;
    };
  })();
  if (spec.const !== undefined) return constant(c, spec.const, convertText, path, when) as Read<ValueOf[T]>;
  return (when ? (at) => (when(at) ? read(at) : undefined) : read) as Read<ValueOf[T]>;
};

const isEmpty = (value: object): boolean =>
  Array.isArray(value) ? value.length === 0 || value[0] === '' : Object.keys(value).length === 0;

/** A constant is read once, so a wrong one is a problem of the file and not of every message. */
const constant = (
  c: Compilation,
  text: string,
  convert: (text: string) => Value | undefined,
  path: YamlPath,
  when: ((at: Standpoint) => boolean) | undefined,
): Read<Value> => {
  let value: Value | undefined;
  if (text.trim() === '') c.complain(path, 'the constant is empty', 'write a text behind =, or leave the field out');
  try {
    value = convert(text);
  } catch (error) {
    c.complain(
      path,
      error instanceof Error ? error.message.replace(/^(\[[^\]]*\] )+/, '') : String(error),
      'correct the constant',
    );
  }
  return when ? (at) => (when(at) ? value : undefined) : () => value;
};

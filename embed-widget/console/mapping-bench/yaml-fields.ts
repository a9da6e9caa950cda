import { Document, isMap, isNode, isScalar, isSeq, parse, parseDocument, type ToStringOptions } from 'yaml';

/** Where a field stands below `fields`: names, and numbers for items of lists. */
export type FieldPath = readonly (string | number)[];

/** How a field is filled, as the form shows it. */
export interface FieldText {
  /** A path, `=text` for a constant, several paths with commas; of a template, JSONata and the like empty. */
  readonly from: string;
  /** What else is said of it, as the inside of a YAML mapping. */
  readonly rest: string;
}

const written: ToStringOptions = { lineWidth: 120, flowCollectionPadding: true };
const flow = (value: unknown): string => {
  const document = new Document(value, { flow: true } as never);
  if (isNode(document.contents) && (isMap(document.contents) || isSeq(document.contents)))
    document.contents.flow = true;
  return document.toString({ ...written, lineWidth: 0 }).trim();
};
const inside = (braces: string): string => braces.replace(/^\{\s*/, '').replace(/\s*\}$/, '');

const fromText = (from: unknown): string => {
  if (Array.isArray(from)) return from.map(fromText).join(', ');
  return from === undefined ? '' : typeof from === 'object' ? flow(from) : String(from);
};

/** A field as it stands in the mapping; undefined when the mapping does not fill it. */
export const readField = (definition: unknown, path: FieldPath): FieldText | undefined => {
  const spec = ['fields', ...path].reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[name] : undefined),
    definition,
  );
  if (spec === undefined || spec === null) return undefined;
  if (typeof spec !== 'object' || Array.isArray(spec)) return { from: fromText(spec), rest: '' };
  const { from, const: fixed, ...rest } = spec as Record<string, unknown>;
  const text = fixed === undefined ? fromText(from) : `=${String(fixed)}`;
  return { from: text, rest: Object.keys(rest).length === 0 ? '' : inside(flow(rest)) };
};

const specOf = ({ from, rest }: FieldText, plain: boolean): unknown => {
  const text = from.trim();
  if (plain) return text;
  const paths = text.startsWith('=')
    ? text
    : text.includes('{')
      ? (parse(`[${text}]`) as unknown[])
      : text
          .split(/[,，]/)
          .map((part) => part.trim())
          .filter(Boolean);
  const origin = Array.isArray(paths) && paths.length === 1 ? paths[0] : paths;
  if (rest.trim() === '') return origin;
  const others: unknown = parse(`{ ${rest} }`);
  const begin =
    text === ''
      ? {}
      : typeof origin === 'string' && origin.startsWith('=')
        ? { const: origin.slice(1) }
        : { from: origin };
  return { ...begin, ...(others as object) };
};

/**
 * Write a field into the text of a mapping. Comments and everything else stay as they are: a value that is there is
 * replaced in its place; only what is new goes through the YAML document.
 *
 * @param text undefined takes the field out
 * @throws Error when the transforms are no YAML
 */
export const writeField = (yaml: string, path: FieldPath, text: FieldText | undefined, plain = false): string => {
  const document = parseDocument(yaml, { keepSourceTokens: true });
  const at = ['fields', ...path];
  if (text === undefined || (text.from.trim() === '' && text.rest.trim() === '')) {
    if (!document.hasIn(at)) return yaml;
    document.deleteIn(at);
    const parent = document.getIn(at.slice(0, -1));
    if (at.length > 2 && (isMap(parent) || isSeq(parent)) && parent.items.length === 0)
      document.deleteIn(at.slice(0, -1));
    return document.toString(written);
  }
  const spec = specOf(text, plain);
  const node = document.getIn(at, true);
  const isInline = isScalar(node) || ((isMap(node) || isSeq(node)) && node.flow === true);
  if (isNode(node) && isInline && node.range) {
    const [start, end] = node.range;
    if (!yaml.slice(start, end).includes('\n'))
      return yaml.slice(0, start) + inline(spec, document, at) + yaml.slice(end);
  }
  const value = document.createNode(spec, { flow: true });
  document.setIn(at, value);
  return document.toString(written);
};

/** Inside braces a text has to be quoted where it would end them. */
const inline = (spec: unknown, document: Document, at: readonly (string | number)[]): string => {
  const isInFlow = at.some((_, length) => {
    const parent: unknown = length === 0 ? document.contents : document.getIn(at.slice(0, length), true);
    return (isMap(parent) || isSeq(parent)) && parent.flow === true;
  });
  if (typeof spec !== 'string') return flow(spec);
  return isInFlow
    ? flow([spec])
        .replace(/^\[\s*/, '')
        .replace(/\s*\]$/, '')
    : flow(spec);
};

/** The numbers of the items a list has in the mapping. */
export const itemsOf = (definition: unknown, list: string): number[] => {
  const items = (definition as { fields?: Record<string, unknown> } | undefined)?.fields?.[list];
  return Array.isArray(items) ? items.map((_, index) => index) : [];
};

/** Everything in the text as plain values; undefined while it cannot be read. */
export const definitionOf = (yaml: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = parse(yaml);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** Set a scalar at the top of the mapping, e.g. its name. */
export const writeTop = (yaml: string, name: string, value: string): string => {
  const document = parseDocument(yaml);
  document.set(name, value);
  return document.toString(written);
};

/** Take something out of the mapping, and what it leaves empty. */
export const removeAt = (yaml: string, path: FieldPath): string => {
  const document = parseDocument(yaml);
  if (!document.hasIn(path)) return yaml;
  document.deleteIn(path);
  for (let outer = path.slice(0, -1); outer.length > 0; outer = outer.slice(0, -1)) {
    const left = document.getIn(outer);
    if (isMap(left) && left.items.length === 0) document.deleteIn(outer);
  }
  return document.toString(written);
};

/** Paths that can be read from a row: of its values, and of the values of what is nested in it. */
export const pathsIn = (row: unknown, before = '', depth = 0): string[] => {
  if (typeof row !== 'object' || row === null || depth > 4) return [];
  const inner: unknown = Array.isArray(row) ? row[0] : row;
  if (typeof inner !== 'object' || inner === null) return [];
  return Object.entries(inner).flatMap(([name, value]) => {
    const path = before ? `${before}.${name}` : name;
    return typeof value === 'object' && value !== null ? [path, ...pathsIn(value, path, depth + 1)] : [path];
  });
};

/** What a canonical path leads to in what was mapped, as a person reads it. */
export const valueAt = (mapped: unknown, names: readonly string[]): string => {
  const found = names.reduce<readonly unknown[]>(
    (values, name) =>
      values.flatMap((value) => {
        const next = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
        return Array.isArray(next) ? next : next === undefined ? [] : [next];
      }),
    [mapped],
  );
  return [...new Set(found.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))))].join(
    '、',
  );
};

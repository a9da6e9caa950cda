import { claimedCharset, decodeText } from '../charset.ts';
import type { RawMessage } from '../connector.ts';
import type { DecodeStep } from './decode-schema.ts';
import { parseJson } from './json.ts';
import { parseXml, scrubXml } from './xml.ts';

/** A message read without a mapping: by what it looks like. */
export interface Sniffed {
  /** The decode chain that reads it. */
  readonly decode: readonly DecodeStep[];
  readonly document: unknown;
}

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): Sniffed | undefined => {
  const begin = text.trimStart().slice(0, 1);
  try {
    if (begin === '{' || begin === '[') return { decode: ['json'], document: parseJson(text) };
    if (begin === '<') return { decode: ['xml'], document: parseXml(text) };
  } catch {
    if (begin !== '<') return undefined;
  }
  try {
    if (begin === '<') return { decode: ['scrub', 'xml'], document: parseXml(scrubXml(text)) };
  } catch {
    // It looks like XML and is none.
  }
  return undefined;
};

const urlDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/** Read a message by its looks: charset, URL-encoding of the whole, XML or JSON. @returns undefined when it is neither */
export const sniff = (message: RawMessage): Sniffed | undefined => {
  const claimed = claimedCharset(message.body, message.contentType);
  for (const charset of [claimed, 'gb18030', 'utf-8'] as const) {
    let text: string;
    try {
      text = decodeText(message.body, charset);
    } catch {
      continue;
    }
    const lead: DecodeStep[] = charset === claimed ? [] : [{ charset }];
    const plain = parse(text);
    if (plain) return { ...plain, decode: [...lead, ...plain.decode] };
    const decoded = /^\s*%(3C|7B|5B)/i.test(text) ? urlDecoded(text) : undefined;
    const encoded = decoded === undefined ? undefined : parse(decoded);
    if (encoded) return { ...encoded, decode: [...lead, { urlDecode: 'whole' }, ...encoded.decode] };
  }
  return undefined;
};

/** Rows found in a document, and the path that leads to them. */
export interface FoundRows {
  readonly path: string;
  readonly rows: readonly Row[];
}

const deepest = 8;
const speakable = /^[^.[\]/{}$]+$/;

/** What stands where: every list of objects, and every object with values of its own. */
const places = (
  value: unknown,
  path: readonly string[],
  found: { lists: FoundRows[]; objects: FoundRows[]; isEmpty: boolean },
) => {
  if (path.length > deepest) return found;
  if (Array.isArray(value)) {
    if (value.length === 0) found.isEmpty = true;
    if (value.length > 0 && value.every(isRow)) found.lists.push({ path: path.join('.') || '.', rows: value });
    return found;
  }
  if (!isRow(value)) return found;
  if (path.length > 0 || Object.values(value).some((one) => !isRow(one)))
    found.objects.push({ path: path.join('.') || '.', rows: [value] });
  for (const [name, child] of Object.entries(value)) if (speakable.test(name)) places(child, [...path, name], found);
  return found;
};

const fieldsOf = (rows: readonly Row[]): number =>
  Object.values(rows[0] ?? {}).filter((value) => value !== null && typeof value !== 'object').length;

/**
 * Where the rows of a document most likely are: the list with the most values in it, or else the object with the most
 * fields. An empty list says that there are none now.
 */
export const findRows = (document: unknown): FoundRows => {
  const { lists, objects, isEmpty } = places(document, [], { lists: [], objects: [], isEmpty: false });
  const best = (found: readonly FoundRows[]): FoundRows | undefined =>
    [...found].sort((a, b) => b.rows.length * fieldsOf(b.rows) - a.rows.length * fieldsOf(a.rows))[0];
  const list = best(lists);
  if (list && fieldsOf(list.rows) > 0) return list;
  if (isEmpty) return { path: '.', rows: [] };
  return best(objects) ?? { path: '.', rows: [] };
};

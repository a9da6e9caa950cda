import { Parser } from 'xml2js';
import { RecordError } from '../../hub/core/errors.ts';
import { guard, type Sax } from '../../hub/core/mapping/xml.ts';

/** An element; names are local names, prefixes are gone. */
export interface XmlElement {
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
  /** Its own character data, CDATA included. */
  text: string;
}

interface ParsedNode {
  _?: string;
  $?: Record<string, { local: string; value: string }>;
  $$?: ParsedNode[];
  $ns: { uri: string; local: string };
}

const fromParsed = (node: ParsedNode): XmlElement => ({
  name: node.$ns.local,
  namespace: node.$ns.uri,
  attributes: Object.fromEntries(Object.values(node.$ ?? {}).map(({ local, value }) => [local, value])),
  children: (node.$$ ?? []).map(fromParsed),
  text: node._ ?? '',
});

const refuse = (scope: string, reason: string, cause?: unknown): RecordError =>
  new RecordError(`[hub] [${scope}] the XML cannot be read: ${reason}`, { cause, remedy: 'send well-formed XML' });

/**
 * Parse XML of a stranger into a tree that keeps order and namespaces, which envelopes need and messages do not. The
 * declaration is taken for a label: `text` is decoded already. Bounds are those of every XML the hub reads.
 *
 * @throws RecordError when it is not well-formed, too deep, too large, or holds a DOCTYPE (entities come with it)
 */
export const parseXml = (scope: string, text: string): XmlElement => {
  const parser = new Parser({ explicitRoot: false, xmlns: true, explicitChildren: true, preserveChildrenOrder: true });
  guard((parser as unknown as { saxParser: Sax }).saxParser);
  let root: ParsedNode | undefined;
  let failure: unknown;
  try {
    parser.parseString(text.replace(/^\uFEFF/, '').trim(), (error: Error | null, parsed: ParsedNode | undefined) => {
      failure ??= error ?? undefined;
      root = parsed;
    });
  } catch (error) {
    failure ??= error;
  }
  if (failure instanceof RecordError) throw failure;
  if (failure !== undefined)
    throw refuse(scope, failure instanceof Error ? (failure.message.split('\n')[0] ?? '') : '', failure);
  if (!root?.$ns) throw refuse(scope, 'it is empty');
  return fromParsed(root);
};

/** The first child of that local name. */
export const childNamed = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** For text and attribute values; characters XML cannot hold at all are left out. */
export const escapeXml = (text: string): string =>
  text.replace(forbidden, '').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

import { parseStringPromise } from 'xml2js';

/** An element with its namespace resolved; `text` is its own character data. */
export interface XmlElement {
  name: string;
  namespace: string;
  attributes: { name: string; namespace: string; value: string }[];
  children: XmlElement[];
  text: string;
}

interface ParsedAttribute {
  local: string;
  uri: string;
  value: string;
}

interface ParsedNode {
  _?: string;
  $?: Record<string, ParsedAttribute>;
  $$?: ParsedNode[];
  $ns: { uri: string; local: string };
}

const fromParsed = (node: ParsedNode): XmlElement => ({
  name: node.$ns.local,
  namespace: node.$ns.uri,
  attributes: Object.values(node.$ ?? {}).map(({ local, uri, value }) => ({ name: local, namespace: uri, value })),
  children: (node.$$ ?? []).map(fromParsed),
  text: node._ ?? '',
});

/** Throws an Error for text that is not well-formed, and for any DOCTYPE: none of these systems has a use for one. */
export const parseXml = async (text: string): Promise<XmlElement> => {
  if (/<!DOCTYPE/i.test(text)) throw new Error('DOCTYPE is disallowed');
  const parsed: unknown = await parseStringPromise(text, {
    explicitRoot: false,
    xmlns: true,
    explicitChildren: true,
    preserveChildrenOrder: true,
  });
  if (!parsed) throw new Error('Premature end of file.');
  return fromParsed(parsed as ParsedNode);
};

export const childNamed = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** All elements of that name below `element`, in document order. */
export const allNamed = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...allNamed(child, name)]);

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** For text, attribute values and HTML alike. */
export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

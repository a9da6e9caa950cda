import { escapeXml, parseXml, type XmlElement } from '../_kit/xml.ts';
import type { TrafficRow } from './rows.ts';
import { urlDecode } from './url-text.ts';

/** A business answer other than success: told inside HTTP 200 as head/code (interfaces 1.11). */
export class TrafficError extends Error {
  override name = 'TrafficError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The values are URL-encoded one by one, so the GBK of the declaration never matters (1.2). */
const fieldsOf = (element: XmlElement): TrafficRow =>
  Object.fromEntries(element.children.map(({ name, text }) => [name.toLowerCase(), urlDecode(text).trim()]));

/** The fields of the one element of that name below `root`. Throws TrafficError -100 when the document is not so. */
export const readDocument = async (text: string, elementName: string): Promise<TrafficRow> => {
  let root: XmlElement;
  try {
    root = await parseXml(text);
  } catch {
    throw new TrafficError('-100', 'XML格式错误，无法解析');
  }
  const element = root.children.find(({ name }) => name.toLowerCase() === elementName.toLowerCase());
  if (root.name !== 'root' || !element) throw new TrafficError('-100', `XML格式错误，缺少${elementName}节点`);
  return fieldsOf(element);
};

const document = (head: Record<string, string>, body = ''): string =>
  `<?xml version="1.0" encoding="GBK"?><root><head>${Object.entries(head)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('')}</head>${body}</root>`;

/** Old rows got into the database without escaping, and that is how they come out again. */
const valueText = (value: string): string => (/<\d+>/.test(value) ? value : escapeXml(value));

export const rowsDocument = (element: string, rows: readonly TrafficRow[]): string => {
  const list = rows.map((row, id) => {
    const fields = Object.entries(row).map(([name, value]) => `<${name}>${valueText(value)}</${name}>`);
    return `<${element} id="${id}">${fields.join('')}</${element}>`;
  });
  return document(
    { code: '1', message: '数据下载成功！', rownum: String(rows.length) },
    `<body>${list.join('')}</body>`,
  );
};

export const writtenDocument = (value: string): string => document({ code: '1', message: '正确', value });

export const errorDocument = ({ code, message }: TrafficError): string => document({ code, message });

import iconv from 'iconv-lite';
import type { Receipt } from '../_kit/outbox.ts';
import type { Answer } from '../_kit/post.ts';
import { allNamed, escapeXml, parseXml, type XmlElement } from '../_kit/xml.ts';
import type { ReportRow } from './rows.ts';

const serviceNamespace = 'http://server.tcwebservice.tc.com';

const rowElement = ({ table, state, columns }: ReportRow): string => {
  const attributes = Object.entries(columns).map(([name, value]) => ` ${name}="${escapeXml(value)}"`);
  return `<Row tablename="${table}" state="${state}"><Data${attributes.join('')}/></Row>`;
};

/** The RBSPMessage of interfaces 3.6. */
export const reportMessage = (requesterId: string, alias: string, rows: readonly ReportRow[]): string =>
  `<?xml version="1.0" encoding="GB2312"?><RBSPMessage><RequesterID>${requesterId}</RequesterID><Method><Name>Report</Name><Security><Signature/><Encrypt Algorithm=""/></Security><Items><Item><Name>SysAlias</Name><Value Type="string"><Data>${alias}</Data></Value></Item><Item><Name>Recorders</Name><Value Type="arrayOfArrayOf_string">${rows.map(rowElement).join('')}</Value></Item></Items></Method></RBSPMessage>`;

/** The call of reportservice(xml), all of it GB2312 bytes: the message stands in it as escaped text. */
export const reportEnvelope = (message: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    iconv.encode(
      `<?xml version="1.0" encoding="GB2312"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ser="${serviceNamespace}"><soapenv:Header/><soapenv:Body><ser:reportservice><ser:xml>${escapeXml(message)}</ser:xml></ser:reportservice></soapenv:Body></soapenv:Envelope>`,
      'gb2312',
    ),
  );

export const reportHeaders = { 'content-type': 'text/xml; charset=GB2312', soapaction: '"urn:reportservice"' };

/** The text of the return part, whatever it and its wrapper are called. */
const returnText = (envelope: XmlElement): string | undefined => {
  const [body] = allNamed(envelope, 'Body');
  let element = body?.children[0];
  while (element?.children[0]) element = element.children[0];
  return element?.text.trim();
};

/** "000" alone, or in Row 0 of an RBSPMessage as the query service answers (4.1); anything else is a refusal. */
const resultCode = async (text: string): Promise<string> => {
  if (!text.includes('<RBSPMessage')) return text;
  const [first] = allNamed(await parseXml(text), 'Data');
  return first?.text.trim() ?? '';
};

/** Judges the answer to a report: HTTP 200 alone proves nothing. */
export const receiptOf = async ({ status, body, waitMs }: Answer): Promise<Receipt> => {
  const wait = waitMs === undefined ? {} : { waitMs };
  let envelope: XmlElement;
  try {
    envelope = await parseXml(body);
  } catch {
    return { kind: 'later', reason: `HTTP ${status} without a SOAP envelope: ${body.slice(0, 120)}`, ...wait };
  }
  const [fault] = allNamed(envelope, 'Fault');
  if (fault) {
    const reason = fault.children.map(({ text }) => text).join(' ');
    const callersFault = /Client/.test(fault.children.find(({ name }) => name === 'faultcode')?.text ?? '');
    return callersFault ? { kind: 'refused', reason } : { kind: 'later', reason, ...wait };
  }
  const text = returnText(envelope);
  if (status !== 200 || text === undefined)
    return { kind: 'later', reason: `HTTP ${status} without a result`, ...wait };
  try {
    const code = await resultCode(text);
    return code === '000' ? { kind: 'accepted' } : { kind: 'refused', reason: `result ${text.slice(0, 200)}` };
  } catch {
    return { kind: 'later', reason: `a result that is not well-formed: ${text.slice(0, 120)}`, ...wait };
  }
};

import { RecordError } from '../../hub/core/errors.ts';
import type { Receipt } from '../_kit/receipt.ts';
import { childNamed, escapeXml, parseXml, type XmlElement } from '../_kit/xml.ts';

/** What the connector itself reads of a report; the rows are the mapping's. */
export interface ReportHead {
  requesterId: string;
  /** The table of the first row, e.g. AGZX_TB_JCJXX. */
  table?: string;
}

const firstNamed = (element: XmlElement, name: string): XmlElement | undefined => {
  for (const child of element.children) {
    const found = child.name === name ? child : firstNamed(child, name);
    if (found) return found;
  }
  return undefined;
};

/** @throws RecordError when the text is no RBSPMessage */
export const readReportHead = (scope: string, xml: string): ReportHead => {
  const root = parseXml(scope, xml);
  if (root.name !== 'RBSPMessage') {
    throw new RecordError(`[hub] [${scope}] the argument is no RBSPMessage but <${root.name}>`, {
      remedy: 'send the RBSPMessage as escaped text or CDATA in the one argument',
    });
  }
  const table = firstNamed(root, 'Row')?.attributes.tablename;
  return {
    // A known sender closes RequesterID only after everything else: its own text is the same either way.
    requesterId: childNamed(root, 'RequesterID')?.text.trim() ?? '',
    ...(table ? { table } : {}),
  };
};

const row = (cells: readonly (string | number)[]): string =>
  `<Row>${cells.map((cell) => `<Data>${escapeXml(String(cell))}</Data>`).join('')}</Row>`;

const reply = (code: string, names: readonly string[], values: readonly (string | number)[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><RBSPMessage><Version/><ServiceID/><TimeStamp/><Validity/>` +
  `<Security><Signature Algorithm=""/><CheckCode Algorithm=""/></Security><Method><Name>Report</Name><Items><Item><Name/>` +
  `<Value Type="arrayOfArrayOf_string">${row([code])}${row(names)}${row(values)}</Value></Item></Items></Method></RBSPMessage>`;

/** Row 0 "000", then what became of the rows by name. Rows put aside are in the hub's keeping too: they count as taken. */
export const acceptedReply = ({ accepted, unchanged, deadLettered }: Receipt): string =>
  reply('000', ['ACCEPTED', 'UNCHANGED', 'DEADLETTERED'], [accepted, unchanged, deadLettered]);

/** A report that could not be read as a whole. */
export const refusedReply = (reason: string): string => reply('001', ['MESSAGE'], [reason]);

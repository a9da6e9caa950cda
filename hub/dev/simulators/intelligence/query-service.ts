import { knownAt, type Revision } from '../_kit/timeline.ts';
import { escapeXml } from '../_kit/xml.ts';
import type { ClueRow } from './clues.ts';
import { parseCondition, QueryRefused } from './condition.ts';

export interface QueryServiceSettings {
  /** The one service that is open, and who may call it. */
  serviceId: string;
  senderId: string;
  dataObjectCode: string;
  now(): number;
  clues(): Revision<ClueRow>[];
}

const mostRowsPerPage = 200;

const matrixRow = (cells: readonly string[]): string =>
  `<Row>${cells.map((cell) => (cell ? `<Data>${escapeXml(cell)}</Data>` : '<Data/>')).join('')}</Row>`;

const message = (serviceId: string, rows: readonly (readonly string[])[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><RBSPMessage><Version/><ServiceID>${escapeXml(serviceId)}</ServiceID><TimeStamp/><Validity/><Security><Signature Algorithm=""/><CheckCode Algorithm=""/><Encrypt/></Security><Method><Name>Query</Name><Items><Item><Name/><Value Type="arrayOfArrayOf_string">${rows
    .map(matrixRow)
    .join('')}</Value></Item></Items></Method></RBSPMessage>`;

const wholeNumber = (text: string | undefined, fallback: number): number => {
  const value = Number(text || fallback);
  if (!Number.isInteger(value) || value < 1) throw new QueryRefused(`分页参数不合法：${text}`);
  return value;
};

export interface QueryAnswer {
  contentType: string;
  body: string;
}

/** Answers a query given as form fields. A service that is not open is told in plain text, not in XML (4.1). */
export const queryService = ({ serviceId, senderId, dataObjectCode, now, clues }: QueryServiceSettings) => {
  const find = (fields: Record<string, string>): string[][] => {
    const callers = ['UserCardId', 'UserName', 'UserDept'].filter((name) => !fields[name]);
    if (callers.length > 0) throw new QueryRefused(`缺少使用人信息：${callers.join('、')}`);
    if (!['Query', 'PageQuery'].includes(fields.Method ?? '')) throw new QueryRefused(`方法不支持：${fields.Method}`);
    if (fields.DataObjectCode !== dataObjectCode) throw new QueryRefused(`数据对象不存在：${fields.DataObjectCode}`);
    const all = clues();
    const columns = Object.keys(all[0]?.row ?? {});
    const required = (fields.RequiredItems ?? '')
      .split(',')
      .map((name) => name.trim().toUpperCase())
      .filter(Boolean);
    const unknown = required.filter((name) => !columns.includes(name));
    if (unknown.length > 0) throw new QueryRefused(`返回项不存在：${unknown.join(',')}`);
    const names = required.length > 0 ? required : columns;
    const matches = parseCondition(fields.Condition ?? '', columns);
    const perPage = Math.min(wholeNumber(fields.RowsPerPage, mostRowsPerPage), mostRowsPerPage);
    const from = (wholeNumber(fields.PageNum, 1) - 1) * perPage;
    const rows = knownAt(all, now()).filter(({ row }) => matches(row));
    return [names, ...rows.slice(from, from + perPage).map(({ row }) => names.map((name) => row[name] ?? ''))];
  };

  return (fields: Record<string, string>): QueryAnswer => {
    const plain = (text: string): QueryAnswer => ({ contentType: 'text/plain;charset=UTF-8', body: text });
    const { SenderID = '', ServiceID = '' } = fields;
    if (ServiceID !== serviceId) return plain(`SrcReceiver:服务${ServiceID}未开通`);
    if (SenderID !== senderId) return plain(`SrcReceiver:请求方${SenderID}未获授权`);
    const xml = (rows: readonly (readonly string[])[]): QueryAnswer => ({
      contentType: 'text/xml;charset=UTF-8',
      body: message(serviceId, rows),
    });
    try {
      const [names = [], ...rows] = find(fields);
      // Row 0 is as wide as the others, with the state in its first cell.
      return xml([names.map((_, index) => (index === 0 ? '000' : '')), names, ...rows]);
    } catch (error) {
      if (error instanceof QueryRefused) return xml([['999', error.message]]);
      throw error;
    }
  };
};

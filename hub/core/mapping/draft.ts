import { stringify } from 'yaml';
import type { RawMessage } from '../connector.ts';
import { BadRequestError } from '../errors.ts';
import { normaliseOrg } from '../org.ts';
import { readPoliceId } from '../police-id.ts';
import { timeParser } from '../time.ts';
import type { System } from '../vocabulary.ts';
import { findRows, sniff } from './find-rows.ts';

export interface DraftRequest {
  readonly name: string;
  readonly title: string;
  readonly connector: string;
  readonly target: 'record' | 'footage';
  /** Of a record. */
  readonly system?: System;
}

const usualTimes = ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm:ss.S', 'yyyy-MM-dd HH:mm', 'yyyyMMddHHmmss', 'iso'];
const otherTimes = [
  'yyyy/MM/dd HH:mm:ss',
  'yyyy/MM/dd HH:mm',
  'yyyyMMdd HHmmss',
  'java',
  'epochMs',
  'yyyy-MM-dd',
  'yyyy/MM/dd',
];

/** A number may be a moment or an organisation: as a moment only thirteen digits of this age are taken. */
const recentMs = /^1\d{12}$/;

const readers = [...usualTimes, ...otherTimes].map((format) => {
  const parse = timeParser([format]);
  return { format, read: (text: string) => (format === 'epochMs' && !recentMs.test(text) ? undefined : parse(text)) };
});

/** A sample may hold a row that is broken: what most values are counts. */
const isMost = (texts: readonly string[], test: (text: string) => unknown): boolean =>
  texts.length > 0 && texts.filter((text) => test(text)).length > texts.length * 0.6;

/** Of each message; a page has as many. */
const mostRowsEach = 100;

/** One column of the sample with the texts found in it. */
interface Column {
  readonly name: string;
  readonly texts: readonly string[];
  /** Of its times, when it holds times. */
  readonly format: string | undefined;
}

const columnsOf = (rows: readonly Record<string, unknown>[]): Column[] => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => /^[^.[\]/{}$=]+$/.test(name));
  return names.map((name) => {
    const texts = rows
      .map((row) => row[name])
      .filter((value) => typeof value === 'string' || typeof value === 'number')
      .map(String)
      .filter((text) => text.trim() !== '');
    const format = readers.find(({ read }) => isMost(texts, read))?.format;
    return { name, texts, format };
  });
};

interface Wish {
  readonly called: RegExp;
  readonly fits?: (column: Column) => boolean;
}

const isNumber = ({ texts }: Column): boolean => isMost(texts, (text) => /^-?\d+(\.\d+)?$/.test(text));
const isTime = ({ format }: Column): boolean => format !== undefined;
const mostly =
  (test: (text: string) => unknown) =>
  ({ texts }: Column): boolean =>
    isMost(texts, test);

/** Several in one text, by what usually parts them. */
const partsOf = (text: string): string[] => text.split(/[,，、;；|]/).filter((part) => part.trim() !== '');

/** How the columns of the trade are called, in pinyin initials, English and Chinese; what they hold decides with it. */
const wishes = {
  externalId: {
    called: /^(id|guid|uuid|xh|wjbh|jjdbh|ajbh|jdsbh|.*(bh|no|number|num|code|_id|id)|.*(编号|登记号|流水号|单号))$/i,
  },
  title: { called: /(title|headline|subject|ajmc|btmc|^bt$|^mc$|^sy$|caption|name$|标题|名称|事由|案由)/i },
  summary: { called: /(summary|desc|content|jyaq|nr$|remark|detail|text|memo|内容|简要|情况)/i },
  org: {
    called: /(org|dept|dwdm|bmdm|gxdw|unit|station|jgdm|单位|机构|部门|派出所|分局|支队|大队)/i,
    fits: mostly((text) => normaliseOrg(text)),
  },
  start: {
    called: /(start|begin|kssj|jjsj|bjsj|fasj|pssj|wfsj|occur|happen|created|time|sj$|date|时间)/i,
    fits: isTime,
  },
  end: { called: /(end|finish|closed|jssj|zzsj|lksj|lcsj|wcsj|结束|离开|离场|完成)/i, fits: isTime },
  updatedAt: { called: /(updat|modif|chang|gxsj|gxrq|xgsj|xgrq|last|更新|修改)/i, fits: isTime },
  lon: { called: /(lon|lng|jd$|zbx|^x$|经度)/i, fits: isNumber },
  lat: { called: /(lat|wd$|zby|^y$|纬度)/i, fits: isNumber },
  address: { called: /(addr|dz$|^(xx|sf|fs)dd$|place|location|where|地址|地点)/i },
  policeId: {
    called: /(police|officer|jh$|jybh|badge|cdry|mj(bh)?$|jy$|警号|民警|警员|出警人|处警人|办案人|承办人|执勤)/i,
    fits: mostly((text) => partsOf(text).every(readPoliceId)),
  },
  officerName: {
    called: /(police|officer|mj(xm)?$|jy(xm)?$|cjr|民警|警员|出警人|处警人|办案人|承办人|执勤)/i,
    fits: mostly((text) => /^\p{Script=Han}[\p{Script=Han}·]{1,7}$/u.test(text)),
  },
  plate: { called: /(plate|hphm|cph|车牌|号牌)/i },
  deviceId: { called: /(device|cpxh|sbbh|camera|设备)/i },
  url: { called: /(url|uri|path|bflj|地址)/i, fits: mostly((text) => /^(https?|ftp|file):\/\//i.test(text)) },
} as const satisfies Record<string, Wish>;

const isCalledTime = (name: string): boolean =>
  [wishes.start, wishes.end, wishes.updatedAt].some(({ called }) => called.test(name));

/** Each column serves once, the wishes in their order. */
const choose = (columns: readonly Column[]) => {
  const taken = new Set<string>();
  return (name: keyof typeof wishes): string | undefined => {
    const { called, fits }: Wish = wishes[name];
    const found = columns.find(
      (column) =>
        !taken.has(column.name) && called.test(column.name) && (fits ? fits(column) : column.format === undefined),
    );
    if (found) taken.add(found.name);
    return found?.name;
  };
};

/** Of several numbers in one text each is an officer; whose name is whose cannot be told then. */
const officerOf = (columns: readonly Column[], policeId: string | undefined, name: string | undefined) => {
  if (policeId === undefined) return name === undefined ? undefined : { name };
  const isList = columns.some(
    (column) => column.name === policeId && column.texts.some((text) => partsOf(text).length > 1),
  );
  return isList ? { split: policeId, policeId: '.' } : { policeId, ...given({ name }) };
};

const recordFields = (columns: readonly Column[], system: System | undefined) => {
  const take = choose(columns);
  const externalId = take('externalId') ?? columns[0]?.name ?? '?';
  const updatedAt = take('updatedAt');
  const end = take('end');
  const start =
    take('start') ??
    columns.find(
      (column) => isTime(column) && isCalledTime(column.name) && column.name !== updatedAt && column.name !== end,
    )?.name;
  const officer = officerOf(columns, take('policeId'), take('officerName'));
  const plate = take('plate');
  const [lon, lat] = [take('lon'), take('lat')];
  const place = { ...(lon && lat ? { lon, lat } : {}), ...given({ address: take('address') }) };
  const kinds: Partial<Record<System, string>> = {
    dispatch: 'call',
    case: 'case',
    incident: 'incident',
    intelligence: 'warning',
  };
  return {
    externalId,
    kind: `=${(system && kinds[system]) ?? 'record'}`,
    ...given({ org: take('org'), title: take('title'), summary: take('summary') }),
    time: { start: start ?? updatedAt ?? '?', ...given({ end }) },
    ...(officer ? { officers: [officer] } : {}),
    ...(plate ? { vehicles: [{ plate }] } : {}),
    ...(Object.keys(place).length > 0 ? { place } : {}),
    ...given({ updatedAt }),
    attributes: { rest: true },
  };
};

const footageFields = (columns: readonly Column[]) => {
  const take = choose(columns);
  const externalId = take('externalId') ?? columns[0]?.name ?? '?';
  const end = take('end');
  const start = take('start') ?? '?';
  const url = take('url');
  return {
    externalId,
    deviceKind: '=body-camera',
    mediaType: '=video',
    ...given({ deviceId: take('deviceId'), policeId: take('policeId'), org: take('org') }),
    start,
    end: end ?? '?',
    ...(url ? { media: { url } } : {}),
    attributes: { rest: true },
  };
};

const given = (members: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(members).filter((pair): pair is [string, string] => pair[1] !== undefined));

/**
 * A mapping to begin with, guessed from messages of one kind: how they are decoded, where their rows are, which column is
 * what. The message with most rows says how all are read, the rows of all say what the columns hold: one alone may lack
 * what others have. What is guessed is for a person to look over; `?` stands where nothing was found.
 *
 * @throws BadRequestError when none of the messages is JSON or XML
 */
export const draftMapping = (request: DraftRequest, messages: readonly RawMessage[]): string => {
  const read = messages.flatMap((message) => {
    const sniffed = sniff(message);
    return sniffed ? [{ ...sniffed, ...findRows(sniffed.document) }] : [];
  });
  const [best] = read.toSorted((one, other) => other.rows.length - one.rows.length);
  if (!best) {
    throw new BadRequestError('[hub] [mapping] the message is neither JSON nor XML', {
      remedy: 'begin from the mapping of a similar system, or send the message as JSON or XML',
    });
  }
  const rows = read.filter(({ path }) => path === best.path).flatMap((one) => one.rows.slice(0, mostRowsEach));
  const columns = columnsOf(rows);
  const fields = request.target === 'record' ? recordFields(columns, request.system) : footageFields(columns);
  const used = JSON.stringify(fields);
  const formats = columns.filter(
    ({ name, format }) => format && used.includes(JSON.stringify(name)) && isCalledTime(name),
  );
  const unusual = otherTimes.filter((one) => formats.some(({ format }) => format === one));
  const definition = {
    name: request.name,
    title: { zh: request.title, en: request.title },
    connector: request.connector,
    ...(request.target === 'record' ? { system: request.system ?? 'incident' } : {}),
    target: request.target,
    decode: best.decode,
    rows: best.path,
    ...(unusual.length > 0 ? { times: [...unusual, ...usualTimes] } : {}),
    fields,
  };
  const text = stringify(definition, { lineWidth: 120, flowCollectionPadding: true });
  return `# yaml-language-server: $schema=./mapping.schema.json\n# Guessed from a sample: look over every line, "?" most of all.\n${text}`;
};

import { wallTime } from '../../city/time.ts';
import { parseLocal, wholeSecond } from '../_kit/time-text.ts';
import { knownAt, type Revision } from '../_kit/timeline.ts';
import { errorDocument, readDocument, rowsDocument, TrafficError, writtenDocument } from './documents.ts';
import { queryables, queryRows } from './queries.ts';
import type { TrafficRow, TrafficTables } from './rows.ts';

/** The 备案 of the one client: its key, and the addresses and interfaces the key is bound to (interfaces 1.1). */
export interface TrafficRegistration {
  jkxlh: string;
  jkids: readonly string[];
  addresses: readonly string[];
}

export interface TrafficGatewaySettings {
  registration: TrafficRegistration;
  now(): number;
  tables(): TrafficTables;
}

/** Interfaces that exist here at all (1.6); of these only some can be registered for, and fewer are. */
const known = /^(?:01C2[01]|02C0[56]|04C(?:0[1-46]|10|5[345])|05C0[245]|60W01|62C01|64W0[23])$/;

/**
 * 写入 by jkid: the element, the field that names the row, and the fields without which a new one is refused. A row that
 * is there already takes a new 视频地址 and nothing else; 04C54 takes one too, which is a variant of this city.
 */
const writables: Record<string, { element: keyof TrafficTables; key: string; needs: readonly string[] }> = {
  '04C53': { element: 'viosurveil', key: 'xh', needs: ['xh', 'cjjg', 'wfsj', 'wfxw'] },
  '04C54': { element: 'violation', key: 'jdsbh', needs: ['jdsbh', 'jszh', 'wfsj', 'wfxw', 'zqmj'] },
};

/** 视频地址 that others wrote into rows of this platform: they stay with the row through its later changes. */
interface Video {
  at: number;
  spdz: string;
}

/** Revisions of a row from the moment on at which an address was written into it, and that moment as one of its own. */
const withVideos = (
  revisions: readonly Revision<TrafficRow>[],
  videos: ReadonlyMap<string, readonly Video[]>,
): Revision<TrafficRow>[] => {
  const all = [...revisions];
  for (const [key, list] of videos) {
    for (const { at, spdz } of list) {
      const [known] = knownAt(
        all.filter((one) => one.key === key),
        at,
      );
      if (known) all.push({ key, at, row: { ...known.row, gxsj: wallTime(at) } });
      for (const one of all) if (one.key === key && one.at >= at) one.row = { ...one.row, spdz };
    }
  }
  return all;
};

export interface TrafficRequest {
  write: boolean;
  parameters: Record<string, string>;
  address: string;
}

const checkAccess = (registration: TrafficRegistration, { parameters, address }: TrafficRequest): string => {
  const { jkxlh = '', jkid = '' } = parameters;
  if (!jkxlh) throw new TrafficError('-401', '接口序列号不能为空');
  if (!jkid) throw new TrafficError('-402', '接口标识不能为空');
  if (jkxlh !== registration.jkxlh) throw new TrafficError('-403', '接口序列号不存在');
  if (!registration.addresses.includes(address)) throw new TrafficError('-411', `IP地址${address}不在授权范围内`);
  if (!known.test(jkid)) throw new TrafficError('-414', `接口${jkid}不存在`);
  if (!registration.jkids.includes(jkid)) throw new TrafficError('-408', `无权调用接口${jkid}`);
  return jkid;
};

/** Answers calls as the business layer behind Axis does: always a document, with success or failure in its head. */
export const trafficGateway = ({ registration, now, tables }: TrafficGatewaySettings) => {
  const written: TrafficTables = { violation: [], viosurveil: [] };
  const videos: Record<keyof TrafficTables, Map<string, Video[]>> = { violation: new Map(), viosurveil: new Map() };
  const revisionsOf = (table: keyof TrafficTables): Revision<TrafficRow>[] =>
    withVideos(
      [...tables()[table], ...written[table]].map((one) => ({ ...one })),
      videos[table],
    );
  let answered = 0;

  const query = async (jkid: string, text: string): Promise<string> => {
    if (jkid !== '04C01' && jkid !== '04C03') throw new TrafficError('-414', `接口${jkid}不支持查询`);
    const { table } = queryables[jkid];
    const condition = await readDocument(text, 'QueryCondition');
    const rows = queryRows(revisionsOf(table), jkid, condition, now());
    answered += 1;
    // One node of the cluster runs another release, which spells this one element in camel case (1.4).
    const element = table === 'viosurveil' && answered % 3 === 0 ? 'vioSurveil' : table;
    return rowsDocument(element, rows);
  };

  const write = async (jkid: string, text: string): Promise<string> => {
    const target = writables[jkid];
    if (!target) throw new TrafficError('-414', `接口${jkid}不支持写入`);
    const row = await readDocument(text, target.element);
    const key = row[target.key] ?? '';
    const known = knownAt(revisionsOf(target.element), now()).find(
      ({ row: other }) => key && other[target.key] === key,
    );
    if (known && row.spdz !== undefined && row.spdz !== (known.row.spdz ?? '')) {
      const own = videos[target.element];
      own.set(known.key, [...(own.get(known.key) ?? []), { at: wholeSecond(now()), spdz: row.spdz }]);
      return writtenDocument(key);
    }
    if (known) throw new TrafficError('-104', '数据重复上传');
    const missing = target.needs.filter((name) => !row[name]);
    if (missing.length > 0) throw new TrafficError('0', `${missing.join('、')}不能为空`);
    if (parseLocal(row.wfsj ?? '') === undefined) throw new TrafficError('-614', 'wfsj时间格式错误');
    const at = wholeSecond(now());
    written[target.element].push({ key, at, row: { ...row, gxsj: wallTime(at) } });
    return writtenDocument(key);
  };

  const videosNow = (table: keyof TrafficTables): Record<string, string> =>
    Object.fromEntries(
      knownAt(revisionsOf(table), now()).flatMap(({ key, row }) => (row.spdz ? [[key, row.spdz]] : [])),
    );

  const answer = async (request: TrafficRequest): Promise<string> => {
    try {
      const jkid = checkAccess(registration, request);
      const text = request.parameters.UTF8XmlDoc ?? '';
      return await (request.write ? write(jkid, text) : query(jkid, text));
    } catch (error) {
      if (error instanceof TrafficError) return errorDocument(error);
      throw error;
    }
  };
  return {
    answer,
    /** Where the video of each row is that has one now, by table and number. */
    videos: (): Record<keyof TrafficTables, Record<string, string>> => ({
      violation: videosNow('violation'),
      viosurveil: videosNow('viosurveil'),
    }),
  };
};

import type { City, CityDay, IncidentEntry } from '../../city/model.ts';
import { personOf } from '../../city/people.ts';
import { randomOf } from '../../city/random.ts';
import { compactTime, minute, second } from '../../city/time.ts';
import { compactMs } from '../_kit/time-text.ts';
import { type Revision, revisionsOf } from '../_kit/timeline.ts';

/** One row of a report: its table, whether it is new or changed, and its columns, written as attributes. */
export interface ReportRow {
  table: IncidentEntry['table'];
  state: 'i' | 'u';
  columns: Record<string, string>;
}

/** 警号 of ten digits: four of the city and the six that other systems know (interfaces 3.1). */
const long = (city: City, policeId: string): string => `${city.areaCode.slice(0, 4)}${policeId}`;

/** Who typed the row last, where and when; CZSJ has milliseconds. */
const operated = (city: City, { org, officers }: IncidentEntry, at: number): Record<string, string> => ({
  CZDW: org,
  CZR: long(city, officers[0] ?? '000000'),
  CZSJ: compactMs(at),
});

const callEntry = (city: City, entry: IncidentEntry): Revision<ReportRow>[] => {
  const random = randomOf('incident', entry.number);
  const enteredAt = entry.receivedAt + random.int(60, 180) * second + random.int(0, 999);
  const closedAt = entry.finishedAt + random.int(3, 15) * minute + random.int(0, 999);
  const { table } = entry;
  const columns: Record<string, string> = {
    JCJBH: entry.number,
    BJXS: '14',
    GXD: entry.org,
    SFCFBJ: '0',
    CJSJ: compactTime(entry.receivedAt + 30 * second),
    JJDW: entry.org,
    JJR: entry.officers.map((id) => long(city, id)).join(','),
    JJSJ: compactTime(entry.receivedAt),
    BJNR: entry.text,
    CJBS: '1',
    CJLB: entry.category,
    DDXCSJ: '',
    XZQH: entry.org.slice(0, 6),
    CDJLS: String(entry.officers.length),
    CJXQ: '',
    CJJG: '',
    // Seen and not explained (3.6); where this site fills it in, it is the number of the 110 call.
    WB_ZCBS: entry.callNumber && random.chance(0.7) ? entry.callNumber : '',
    ...operated(city, entry, enteredAt),
    CZBS: '1',
    DJDW: entry.org,
    DJR: long(city, entry.officers[0] ?? '000000'),
    DJRQ: compactTime(enteredAt),
  };
  const closed = {
    DDXCSJ: entry.arrivedAt ? compactTime(entry.arrivedAt) : '',
    CJXQ: `民警到场处置。${entry.text}`,
    CZTXSJ: compactTime(entry.finishedAt),
    CJJG: '00',
    ...operated(city, entry, closedAt),
    CZBS: '2',
  };
  return revisionsOf<ReportRow>(entry.number, { at: enteredAt, row: { table, state: 'i', columns } }, [
    { at: closedAt, change: { state: 'u', columns: { ...columns, ...closed } } },
  ]);
};

const reportEntry = (city: City, entry: IncidentEntry, callEntries: Map<string, string>): Revision<ReportRow>[] => {
  const random = randomOf('incident', entry.number);
  const enteredAt = entry.finishedAt + random.int(30, 300) * second + random.int(0, 999);
  const { table } = entry;
  const columns: Record<string, string> = {
    JBABH: entry.number,
    JCJBH: callEntries.get(entry.callNumber ?? '') ?? '',
    BAFS: entry.callNumber ? '01' : '02',
    BASJ: compactTime(entry.receivedAt),
    BARXM: personOf(random).name,
    BANR: entry.text,
    JBDW: entry.org,
    JBMJ: entry.officers.map((id) => long(city, id)).join(','),
    JBSJ: compactTime(entry.receivedAt),
    LYBS: entry.callNumber ? '110' : '窗口',
    WB_ZCBS: entry.callNumber ?? '',
    ...operated(city, entry, enteredAt),
  };
  const filedAt = enteredAt + random.int(20, 120) * minute;
  const change = {
    state: 'u' as const,
    columns: { ...columns, AJBH: entry.caseNumber ?? '', ...operated(city, entry, filedAt) },
  };
  return revisionsOf<ReportRow>(
    entry.number,
    { at: enteredAt, row: { table, state: 'i', columns } },
    entry.caseNumber ? [{ at: filedAt, change }] : [],
  );
};

/** 接处警 and 接报案 as the station's clerks enter and later complete them. */
export const reportRevisions = (city: City, days: readonly CityDay[]): Revision<ReportRow>[] => {
  const entries = days.flatMap(({ incidents }) => incidents);
  const callEntries = new Map(
    entries.filter(({ table }) => table === 'AGZX_TB_JCJXX').map((entry) => [entry.callNumber ?? '', entry.number]),
  );
  return entries.flatMap((entry) =>
    entry.table === 'AGZX_TB_JCJXX' ? callEntry(city, entry) : reportEntry(city, entry, callEntries),
  );
};

import type { City, CityDay, TrafficCase } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { dateOf, hour, minute, wallTime } from '../../city/time.ts';
import { toMinute, wholeSecond } from '../_kit/time-text.ts';
import { type Revision, revisionsOf } from '../_kit/timeline.ts';

/** Field name to text, in the order in which the reply writes them. */
export type TrafficRow = Record<string, string>;

export interface TrafficTables {
  violation: Revision<TrafficRow>[];
  viosurveil: Revision<TrafficRow>[];
}

/** 违法时间 as three generations of the writing clients left it behind (interfaces 1.7). */
const violationTime = (at: number, draw: number): string => {
  if (draw < 0.15) return toMinute(at);
  return draw < 0.35 ? `${wallTime(at)}.0` : wallTime(at);
};

/** What typists leave in addresses: full-width spaces, a pasted control character, raw angle brackets (1.2). */
const typedAddress = (address: string, draw: number): string => {
  if (draw < 0.02) return `${address}\u3000\u3000`;
  if (draw < 0.03) return `${address}\u0002`;
  return draw < 0.04 ? `${address}<161>` : address;
};

const sharedFields = (city: City, item: TrafficCase): TrafficRow => {
  const random = randomOf('traffic-row', item.number);
  return {
    hpzl: item.plateType,
    hphm: item.plate,
    jtfs: item.plateType === '01' ? 'K11' : 'K33',
    wfsj: violationTime(wholeSecond(item.at), random.next()),
    xzqh: item.org.slice(0, 6),
    wfdd: random.digits(5),
    lddm: random.digits(4),
    ddms: random.digits(3),
    wfdz: typedAddress(item.address, random.next()),
    wfxw: item.behaviour.code,
    scz: '0',
    bzz: '0',
    zqmj: item.officer,
    zsxzqh: city.areaCode,
    zsxxdz: '',
    dh: item.driver.phone,
    lxfs: '',
    fzjg: '苏A',
  };
};

/** 04C01: the row appears when the decision is handled, and changes when the fine has been paid. */
const violationRevisions = (city: City, item: TrafficCase): Revision<TrafficRow>[] => {
  const random = randomOf('violation', item.number);
  const licensed = !random.chance(0.04);
  const entered = wholeSecond(item.handledAt + random.int(10, 240) * 1000);
  const paid = wholeSecond(entered + random.int(1, 60) * hour);
  const row: TrafficRow = {
    wfbh: item.number,
    jdsbh: item.decision,
    jdslb: '1',
    ryfl: '4',
    jszh: item.driver.idNumber,
    dabh: licensed ? `${city.areaCode}${random.digits(6)}` : '无',
    zjcx: licensed ? random.pick(['C1', 'C1', 'C2', 'B2', 'A1']) : '',
    dsr: item.driver.name,
    clfl: '3',
    jdcsyr: item.driver.name,
    syxz: 'A',
    ...sharedFields(city, item),
    cfzl: item.fine > 20 ? '2' : '1',
    fkje: String(item.fine),
    jkfs: '2',
    jkbj: '0',
    jkrq: '',
    fxjg: item.org,
    clsj: toMinute(item.handledAt),
    jsjqbj: '0',
    sgdj: '',
    jd: random.chance(0.3) ? '' : item.lon.toFixed(6),
    wd: '',
    gxsj: wallTime(entered),
  };
  if (row.jd) row.wd = item.lat.toFixed(6);
  if (!licensed) row.fzjg = '无';
  const change = { jkbj: '1', jkrq: dateOf(paid), gxsj: wallTime(paid) };
  return revisionsOf(item.number, { at: entered, row }, random.chance(0.6) ? [{ at: paid, change }] : []);
};

/** 04C03: captured by a fixed camera, in the list once an officer has confirmed it, handled (clbj) days later. */
const surveilRevisions = (city: City, item: TrafficCase): Revision<TrafficRow>[] => {
  const random = randomOf('viosurveil', item.number);
  const entered = wholeSecond(item.handledAt + random.int(10, 600) * 1000);
  const notified = wholeSecond(entered + random.int(8, 50) * hour + random.int(0, 59) * minute);
  const row: TrafficRow = {
    xh: item.number,
    cjjg: item.org,
    clfl: '3',
    jdcsyr: item.driver.name,
    syxz: 'A',
    fdjh: '',
    clsbdh: '',
    csys: random.pick(['A', 'B', 'J']),
    clpp: '',
    ...sharedFields(city, item),
    tzsh: '',
    tzrq: '',
    cjfs: '1',
    spdz: '',
    sbbh: `${item.org.slice(0, 6)}${random.digits(12)}`,
    clbj: '0',
    gxsj: wallTime(entered),
  };
  const change = { tzsh: item.decision, tzrq: dateOf(notified), clbj: '1', gxsj: wallTime(notified) };
  return revisionsOf(item.number, { at: entered, row }, [{ at: notified, change }]);
};

export const trafficTables = (city: City, days: readonly CityDay[]): TrafficTables => {
  const tables: TrafficTables = { violation: [], viosurveil: [] };
  for (const item of days.flatMap(({ traffic }) => traffic)) {
    if (item.kind === 'stop') tables.violation.push(...violationRevisions(city, item));
    else tables.viosurveil.push(...surveilRevisions(city, item));
  }
  return tables;
};

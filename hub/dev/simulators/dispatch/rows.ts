import { dispatchPlace } from '../../city/faults.ts';
import type { Call, CaseFile, City, CityDay, Dispatched } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { minute, wallTime } from '../../city/time.ts';
import { type Revision, revisionsOf } from '../_kit/timeline.ts';
import type { IccTableKey } from './tables.ts';

/** Column to value; a column that is not named is NULL. */
export type IccRow = Record<string, string | number | null>;
export type IccRevisions = Record<IccTableKey, Revision<IccRow>[]>;

/** 处理状态 of calls and of dispatches. */
const state = { taken: '01', sent: '02', acknowledged: '03', arrived: '04', reported: '05', closed: '06' };

/**
 * The exchange copy is filled by a job that runs every five seconds and stamps all rows of a run with one gxsj, in
 * whole seconds: so there are ties, as there are wherever a copy is kept this way.
 */
export const exchangeRunMs = 5000;
const run = (at: number): number => Math.ceil(at / exchangeRunMs) * exchangeRunMs;

const stamped = (key: string, changes: { at: number; row: IccRow }[]): Revision<IccRow>[] => {
  const [first, ...rest] = changes.map(({ at, row }) => ({ at: run(at), row: { ...row, gxsj: wallTime(run(at)) } }));
  return first
    ? revisionsOf(
        key,
        first,
        rest.map(({ at, row }) => ({ at, change: row })),
      )
    : [];
};

/** Four levels in one number: each level is the number up to its own pair of digits. */
const levels = (code: string): IccRow => ({
  jqlbdm: `${code.slice(0, 2)}000000`,
  jqlxdm: `${code.slice(0, 4)}0000`,
  jqxldm: code.slice(0, 8),
});

const nameOf = (city: City, policeId: string | undefined): string | null =>
  city.officers.find((officer) => officer.policeId === policeId)?.name ?? null;
const orgName = (city: City, code: string): string | null => city.orgs.find((org) => org.code === code)?.name ?? null;

const callRevisions = (city: City, call: Call): Revision<IccRow>[] => {
  const random = randomOf('dispatch-call', call.number);
  const centre = city.orgs.find(({ kind }) => kind === 'command-centre');
  const taker = random.pick(city.officers.filter(({ duty }) => duty === 'command'));
  const place = dispatchPlace(call);
  const located = random.chance(0.5);
  const anonymous = random.chance(0.25);
  const closedAt = Math.max(call.finishedAt, ...call.units.map(({ feedbackAt }) => feedbackAt)) + 5 * minute;
  const taken: IccRow = {
    jjdbh: call.number,
    xzqhdm: `${city.areaCode}000000`,
    jjdwdm: centre?.code ?? null,
    jjdwmc: centre?.name ?? null,
    gljjdbh: call.duplicateOf ?? null,
    gllx: call.duplicateOf ? '1' : null,
    jjlx: call.category.code.startsWith('03') ? '02' : '01',
    jqlyfs: '01',
    lhlx: '01',
    jjlyh: `LY${call.number.slice(6)}`,
    jjybh: taker.policeId,
    jjyxm: taker.name,
    bjsj: wallTime(call.reportedAt),
    jjsj: wallTime(call.answeredAt),
    bjdh: call.caller.phone,
    bjrmc: anonymous ? '匿名' : call.caller.name,
    lxdh: call.caller.phone,
    bjrzjdm: anonymous ? null : '111',
    bjrzjhm: anonymous ? null : call.caller.idNumber,
    jqclztdm: state.taken,
    sfja: '0',
    rksj: wallTime(run(call.answeredAt)),
  };
  const finished: IccRow = {
    jjwcsj: wallTime(call.finishedAt),
    bjdz: call.address,
    jqdz: call.address,
    bjnr: call.text,
    gxdwdm: call.station,
    gxdwmc: orgName(city, call.station),
    ...levels(call.category.code),
    bjrxzb: place.lon,
    bjryzb: place.lat,
    fxdwjd: located ? place.lon : null,
    fxdwwd: located ? place.lat : null,
    jqdjdm: '03',
    bjjjdbm: `${call.number}00`,
  };
  const first = (pick: (unit: Dispatched) => number): number => Math.min(...call.units.map(pick));
  const progress = call.units.length
    ? [
        { at: first(({ sentAt }) => sentAt), row: { jqclztdm: state.sent } },
        { at: first(({ arrivedAt }) => arrivedAt), row: { jqclztdm: state.arrived } },
      ]
    : [];
  return stamped(call.number, [
    { at: call.answeredAt, row: taken },
    { at: call.finishedAt, row: finished },
    ...progress,
    { at: closedAt, row: { jqclztdm: state.closed, sfja: '1', jasj: wallTime(closedAt) } },
  ]);
};

/** 出动人员 as written at some time: an empty string at some desks and NULL at others when nobody typed them in. */
const crew = (unit: Dispatched, officers: readonly string[], emptyText: boolean): string | null => {
  if (unit.officersUnknown) return emptyText ? '' : null;
  return officers.join(',');
};

const dispatchRevisions = (city: City, call: Call, unit: Dispatched): Revision<IccRow>[] => {
  const random = randomOf('dispatch-unit', unit.number);
  const sender = random.pick(city.officers.filter(({ duty }) => duty === 'command'));
  const emptyText = random.chance(0.5);
  const atFirst = unit.officersAtFirst ?? unit.officers;
  const sent: IccRow = {
    pjdbh: unit.number,
    jjdbh: call.number,
    pjdwdm: sender.org,
    pjybh: sender.policeId,
    pjyxm: sender.name,
    pjlyh: `LY${unit.number.slice(6)}`,
    pjyj: '请速到现场处置',
    cjdwdm: unit.org,
    pjsj: wallTime(unit.sentAt),
    cdry: crew(unit, atFirst, emptyText),
    cdcl: `苏A0${random.digits(3)}警`,
    jqclztdm: state.sent,
    cjdxlx: '1',
    cjdxdm: unit.org,
    cjdxmc: orgName(city, unit.org),
  };
  const signed: IccRow = {
    pdqssj: wallTime(unit.acknowledgedAt),
    qsryxm: unit.officersUnknown ? null : nameOf(city, atFirst[0]),
    jqclztdm: state.acknowledged,
  };
  const arrived: IccRow = {
    xtzdddsj: unit.arrivalUnknown ? null : wallTime(unit.arrivedAt),
    jqclztdm: state.arrived,
  };
  const edited = unit.editedAt ? [{ at: unit.editedAt, row: { cdry: crew(unit, unit.officers, emptyText) } }] : [];
  return stamped(unit.number, [
    { at: unit.sentAt, row: sent },
    { at: unit.acknowledgedAt, row: signed },
    { at: unit.arrivedAt, row: arrived },
    ...edited,
    { at: unit.feedbackAt, row: { jqclztdm: state.reported } },
  ]);
};

const feedbackRevisions = (
  city: City,
  call: Call,
  unit: Dispatched,
  file: Pick<CaseFile, 'number' | 'filedAt'> | undefined,
): Revision<IccRow>[] => {
  const random = randomOf('dispatch-feedback', unit.number);
  const place = dispatchPlace(call);
  const reporter = unit.officersUnknown ? undefined : unit.officers[0];
  const reported: IccRow = {
    pjdbh: unit.number,
    fkdbh: unit.feedbackNumber,
    jjdbh: call.number,
    fkdwdm: unit.org,
    fkybh: reporter ?? null,
    fkyxm: nameOf(city, reporter),
    fksj: wallTime(unit.feedbackAt),
    cjsj01: wallTime(unit.departedAt),
    ddxcsj: unit.arrivalUnknown ? null : wallTime(unit.arrivedAt),
    xcclwbsj: wallTime(unit.clearedAt),
    ...levels(call.category.code),
    jqfssj: wallTime(call.reportedAt),
    jqdz: call.address,
    fkdwxzb: place.lon,
    fkdwyzb: place.lat,
    cjczqk: `民警到达现场后了解情况：${call.text}。已处置完毕。`,
    cdcc: 1,
    cdrc: unit.officersUnknown ? null : unit.officers.length,
    jzrs: 0,
    ssrs: 0,
    swrs: 0,
    jqcljgdm: file ? '02' : '01',
    jqcljgsm: file ? '受案调查' : '现场处理完毕',
    zhrs: 0,
    sars: file ? 1 : 0,
    tprs: 0,
    sfqz: random.chance(0.7) ? '1' : '0',
    gcfkbs: '0',
  };
  const withCase = file ? [{ at: file.filedAt + 2 * minute, row: { ajbh: file.number } }] : [];
  return stamped(unit.feedbackNumber, [{ at: unit.feedbackAt, row: reported }, ...withCase]);
};

/** All that the three tables will ever say about the calls. A case stands in the feedback once it is filed. */
export const revisionsOfCalls = (
  city: City,
  calls: readonly Call[],
  files: readonly Pick<CaseFile, 'number' | 'filedAt'>[],
): IccRevisions => {
  const fileOf = new Map(files.map((file) => [file.number, file]));
  return {
    calls: calls.flatMap((call) => callRevisions(city, call)),
    dispatches: calls.flatMap((call) => call.units.flatMap((unit) => dispatchRevisions(city, call, unit))),
    feedbacks: calls.flatMap((call) => {
      const file = call.caseNumber ? fileOf.get(call.caseNumber) : undefined;
      return call.units.flatMap((unit) => feedbackRevisions(city, call, unit, file));
    }),
  };
};

export const revisionsOfDays = (city: City, days: readonly CityDay[]): IccRevisions =>
  revisionsOfCalls(
    city,
    days.flatMap(({ calls }) => calls),
    days.flatMap(({ cases }) => cases),
  );

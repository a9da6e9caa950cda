import type { CityDay, Warning } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { minute, second, wallTime } from '../../city/time.ts';
import { type Revision, revisionsOf } from '../_kit/timeline.ts';

/** A warning as it is pushed; members that nobody has filled in yet are null. */
export type WarningRow = Record<string, unknown>;

const status = { issued: '1', signed: '2', answered: '3' };

/** 预警 from issue over signing (签收) to what the officers found (处置反馈); names as in 64W02 where it has them. */
const warningRevisions = (warning: Warning): Revision<WarningRow>[] => {
  const random = randomOf('warning', warning.number);
  const issuedAt = warning.issuedAt + random.int(100, 900);
  const signedAt = Math.max(issuedAt + 1, warning.signedAt + random.int(0, 5) * second);
  const answeredAt = Math.max(signedAt + 1, warning.checkedUntil + random.int(1, 20) * minute);
  const issued: WarningRow = {
    yjxh: warning.number,
    yjlx: warning.type.code,
    yjlxmc: warning.type.label,
    yjjb: random.pick(['1', '2', '3']),
    yjsj: wallTime(warning.issuedAt),
    yjdd: warning.address,
    jd: warning.lon,
    wd: warning.lat,
    yjdx: { xm: warning.person.name, sfzh: warning.person.idNumber },
    ywlx: '01',
    zt: status.issued,
    qsjg: null,
    qssj: null,
    qsry: null,
    sfcjlj: null,
    ljclqk: null,
    czqkms: null,
    czdw: null,
    czr: null,
    czkssj: null,
    czsj: null,
    ajbh: null,
    gxsj: wallTime(issuedAt),
  };
  const officers = warning.officers.join(',');
  const signed = {
    zt: status.signed,
    qsjg: warning.org,
    qssj: wallTime(warning.signedAt),
    qsry: warning.officers[0] ?? null,
    gxsj: wallTime(signedAt),
  };
  const answered = {
    zt: status.answered,
    sfcjlj: '1',
    ljclqk: '01',
    czqkms: warning.result,
    czdw: warning.org,
    czr: officers,
    czkssj: wallTime(warning.checkedAt),
    czsj: wallTime(warning.checkedUntil),
    ajbh: warning.caseNumber ?? null,
    gxsj: wallTime(answeredAt),
  };
  return revisionsOf(warning.number, { at: issuedAt, row: issued }, [
    { at: signedAt, change: signed },
    { at: answeredAt, change: answered },
  ]);
};

export const warningRevisionsOf = (days: readonly CityDay[]): Revision<WarningRow>[] =>
  days.flatMap(({ warnings }) => warnings.filter(({ kind }) => kind === 'warning').flatMap(warningRevisions));

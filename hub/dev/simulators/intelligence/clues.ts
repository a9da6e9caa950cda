import type { CityDay, Warning } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { compactTime, minute } from '../../city/time.ts';
import { type Revision, revisionsOf } from '../_kit/timeline.ts';

/** Column name to text, in the order in which all columns are answered. */
export type ClueRow = Record<string, string>;

/** 线索 from issue over 签收 to what the detectives found. There is no public schema (4.2): the names are this site's. */
const clueRevisions = (clue: Warning): Revision<ClueRow>[] => {
  const random = randomOf('clue', clue.number);
  const answeredAt = clue.checkedUntil + random.int(2, 40) * minute;
  const issued: ClueRow = {
    XSBH: clue.number,
    XSLX: clue.type.code,
    XSLXMC: clue.type.label,
    XSNR: `${clue.type.label}，涉及${clue.person.name}，地点${clue.address}`,
    FBSJ: compactTime(clue.issuedAt),
    XM: clue.person.name,
    SFZH: clue.person.idNumber,
    XSDD: clue.address,
    JD: clue.lon.toFixed(6),
    WD: clue.lat.toFixed(6),
    ZT: '1',
    QSDW: '',
    QSSJ: '',
    HCR: '',
    HCKSSJ: '',
    HCJSSJ: '',
    HCJG: '',
    AJBH: '',
    GXSJ: compactTime(clue.issuedAt),
  };
  const signed = { ZT: '2', QSDW: clue.org, QSSJ: compactTime(clue.signedAt), GXSJ: compactTime(clue.signedAt) };
  const answered = {
    ZT: '3',
    HCR: clue.officers.join(','),
    HCKSSJ: compactTime(clue.checkedAt),
    HCJSSJ: compactTime(clue.checkedUntil),
    HCJG: clue.result,
    AJBH: clue.caseNumber ?? '',
    GXSJ: compactTime(answeredAt),
  };
  return revisionsOf(clue.number, { at: clue.issuedAt, row: issued }, [
    { at: clue.signedAt, change: signed },
    { at: answeredAt, change: answered },
  ]);
};

export const clueRevisionsOf = (days: readonly CityDay[]): Revision<ClueRow>[] =>
  days.flatMap(({ warnings }) => warnings.filter(({ kind }) => kind === 'clue').flatMap(clueRevisions));

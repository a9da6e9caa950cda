import type { CaseFile, City, CityDay, Interview } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { dateOf, minute, second, wallTime } from '../../city/time.ts';
import { wholeSecond } from '../_kit/time-text.ts';
import { type Revision, revisionsOf } from '../_kit/timeline.ts';

/** A row of the resource 案件信息, in the names of interfaces 3.3. */
export type CaseRow = Record<string, string>;

const statuses = {
  accepted: { anjztdm: '10', anjztmc: '已受理' },
  filed: { anjztdm: '20', anjztmc: '已立案' },
  punished: { anjztdm: '60', anjztmc: '已处罚' },
  concluded: { anjztdm: '50', anjztmc: '侦查终结' },
};

/** What the platform's own pages say for a status; only the resource service leaves labels unresolved. */
export const statusLabel = (anjztdm: string | undefined): string =>
  Object.values(statuses).find((status) => status.anjztdm === anjztdm)?.anjztmc ?? '';

/** Some rows come out with the name of the code table where the label should be. */
const labelOr = (label: string, table: string, unresolved: boolean): string => (unresolved ? `:dict.${table}` : label);

const officerNames = (city: City, policeIds: readonly string[]): string =>
  policeIds.map((id) => city.officers.find(({ policeId }) => policeId === id)?.name ?? id).join(',');

const stamp = (at: number): CaseRow => ({ zuihxgsj: wallTime(at), gxsj: wallTime(at) });

/** A case from acceptance over filing and each interview to its conclusion. */
export const caseRevisions = (city: City, file: CaseFile, interviews: readonly Interview[]): Revision<CaseRow>[] => {
  const random = randomOf('case', file.number);
  const criminal = file.category.code.startsWith('05');
  const acceptedAt = wholeSecond(file.filedAt - random.int(5, 30) * minute);
  const accepted: CaseRow = {
    ajbh: file.number,
    ajmc: file.name,
    abdm: file.category.code,
    ab: labelOr(file.category.label, 'AB', random.chance(0.1)),
    anjlxdm: criminal ? '01' : '02',
    anjlxmc: criminal ? '刑事' : '行政',
    ...statuses.accepted,
    faasjcz: wallTime(file.from),
    faasjzz: wallTime(file.to),
    bjsj: wallTime(file.to),
    slsj: wallTime(acceptedAt),
    larq: '',
    fadqhnxxdz: file.address,
    fadssxqdm: file.org.slice(0, 6),
    zbdwbh: file.org,
    zbdwdwmc: city.orgs.find(({ code }) => code === file.org)?.name ?? '',
    zhuybaryjh: file.leadOfficer,
    zbzcyxm: officerNames(city, [file.leadOfficer]),
    xbrjh: file.assistants.map((id) => `,${id}`).join(''),
    xbxcyxm: officerNames(city, file.assistants),
    shouldwbh: file.org,
    jjfsdm: '02',
    jjfsmc: '110指令',
    jjshoulbh: file.callNumber,
    jyaq: file.brief,
    zagjdm: random.pick(['', '01', '03']),
    zhjdm: random.pick(['', '01', '01,05']),
    ...stamp(acceptedAt),
  };
  const filedAt = wholeSecond(file.filedAt);
  const concludedAt = Math.max(filedAt + second, wholeSecond(file.updatedAt));
  const heard = interviews
    .filter(({ caseNumber, to }) => caseNumber === file.number && to < concludedAt)
    .map(({ to, subject }) => {
      const at = wholeSecond(to) + 5 * minute;
      return { at, change: { jyaq: `${file.brief}已对${subject.name}制作笔录。`, ...stamp(at) } };
    });
  const conclusion = criminal ? statuses.concluded : statuses.punished;
  const anjztmc = labelOr(conclusion.anjztmc, 'AJZT', random.chance(0.1));
  return revisionsOf(file.number, { at: acceptedAt, row: accepted }, [
    { at: filedAt, change: { ...statuses.filed, larq: dateOf(filedAt), ...stamp(filedAt) } },
    ...heard,
    { at: concludedAt, change: { ...conclusion, anjztmc, ...stamp(concludedAt) } },
  ]);
};

export const caseRevisionsOf = (city: City, days: readonly CityDay[]): Revision<CaseRow>[] => {
  const interviews = days.flatMap((day) => day.interviews);
  return days.flatMap(({ cases }) => cases.flatMap((file) => caseRevisions(city, file, interviews)));
};

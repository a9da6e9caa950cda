import type { Call, City, CityDay } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { compactDate, minute, wallTime } from '../../city/time.ts';
import { wholeSecond } from '../_kit/time-text.ts';
import type { Revision } from '../_kit/timeline.ts';

/** A row of /fsga/distribute/jqxx (interfaces 3.3). */
export type CallRow = Record<string, string | number>;

/** Calls that the platform took over: those that became cases, and a third of the others. */
const takenOver = (call: Call): boolean =>
  call.units.length > 0 && (call.caseNumber !== undefined || randomOf('jqxx', call.number).chance(0.3));

const callRow = (city: City, call: Call, index: number, acceptanceNumber: string | undefined): Revision<CallRow> => {
  const random = randomOf('jqxx-row', call.number);
  const [unit] = call.units;
  const feedbackAt = unit?.feedbackAt ?? call.finishedAt;
  const at = wholeSecond(feedbackAt + random.int(1, 10) * minute);
  const today = compactDate(call.reportedAt);
  const sequence = `${today.slice(6)}${String(index).padStart(4, '0')}`;
  const row: CallRow = {
    ajbh: `J${call.station}${today.slice(0, 6)}${sequence}`,
    sl_bjslh: acceptanceNumber ?? `${call.org.slice(0, 6)}${today}${random.digits(11)}`,
    fadd: call.address,
    fasjzz: wallTime(call.reportedAt),
    sljjsj: wallTime(call.answeredAt),
    sljjry: random.pick(city.officers.filter(({ duty }) => duty === 'command')).policeId,
    sl_cjry: unit && !unit.officersUnknown ? unit.officers.join(',') : '',
    sl_cljg: call.caseNumber ? '02' : '01',
    sl_cljg_cn: call.caseNumber ? '受案' : '现场处理',
    jqlb: call.category.code,
    jqlb_cn: call.category.label,
    ab: call.caseNumber ? call.category.code.slice(0, 6) : '',
    ab_cn: call.caseNumber ? ':dict.AB' : '',
    zyaq: call.text,
    reserver3: call.lon.toFixed(6),
    reserver4: call.lat.toFixed(6),
    reserver14: call.reportedAt,
    reserver20: feedbackAt,
    createdtime: wallTime(at),
    lastupdatedtime: wallTime(at),
    departmentcode: call.station,
    deleteflag: '0',
    cq_gxsj: wallTime(at),
  };
  return { key: call.number, at, row };
};

export const callRevisionsOf = (city: City, days: readonly CityDay[]): Revision<CallRow>[] =>
  days.flatMap(({ calls, cases }) => {
    const acceptance = new Map(cases.map((file) => [file.callNumber, file.acceptanceNumber]));
    return calls.flatMap((call, index) =>
      takenOver(call) ? [callRow(city, call, index, acceptance.get(call.number))] : [],
    );
  });

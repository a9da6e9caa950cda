import { cityOf } from '../../../hub/dev/city/city.ts';
import { dayOf } from '../../../hub/dev/city/day.ts';
import { knownAt } from '../../../hub/dev/simulators/_kit/timeline.ts';
import { revisionsOfDays } from '../../../hub/dev/simulators/dispatch/rows.ts';
import { iccTables } from '../../../hub/dev/simulators/dispatch/tables.ts';
import { fileObject } from '../../../hub/dev/simulators/docking-station/file-object.ts';
import { reportMessage } from '../../../hub/dev/simulators/incident/report.ts';
import { reportRevisions } from '../../../hub/dev/simulators/incident/rows.ts';
import { pushBody } from '../../../hub/dev/simulators/intelligence/push.ts';
import { warningRevisionsOf } from '../../../hub/dev/simulators/intelligence/warnings.ts';
import { caseRevisionsOf } from '../../../hub/dev/simulators/police-platform/case-rows.ts';
import { rowsDocument } from '../../../hub/dev/simulators/traffic/documents.ts';
import { type TrafficRow, trafficTables } from '../../../hub/dev/simulators/traffic/rows.ts';
import { urlEncode } from '../../../hub/dev/simulators/traffic/url-text.ts';

const city = cityOf(11, '2026-03-02');
const day = dayOf(city, '2026-03-02');
const later = Date.parse('2026-03-09T00:00:00+08:00');
/** So many different messages of a dialect: enough that no text is met twice in a short while. */
const most = 200;

type Row = Record<string, unknown>;

/** Calls as `sql-table` reads them: every column of the tables is there, most of them null. */
const calls = (): string[] => {
  const revisions = revisionsOfDays(city, [day]);
  const full = (key: keyof typeof iccTables): Row[] =>
    knownAt(revisions[key], later).map(({ row }) => ({
      ...Object.fromEntries(Object.keys(iccTables[key].columns).map((column) => [column, null])),
      ...row,
    }));
  const [dispatches, feedbacks] = [full('dispatches'), full('feedbacks')];
  return full('calls').map((call) =>
    JSON.stringify({
      icc_t_jjdb: call,
      icc_t_pjdb: dispatches.filter(({ jjdbh }) => jjdbh === call.jjdbh),
      icc_t_fkdb: feedbacks.filter(({ jjdbh }) => jjdbh === call.jjdbh),
    }),
  );
};

const replies = (element: string, rows: readonly { row: TrafficRow }[]): string[] =>
  rows.map(({ row }) => urlEncode(rowsDocument(element, [row])));

const traffic = trafficTables(city, [day]);

/** Different messages of one row each, by the mapping they are for. */
export const messages: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    'dispatch-icc': calls(),
    'traffic-violation': replies('violation', traffic.violation),
    'traffic-surveillance': replies('vioSurveil', traffic.viosurveil),
    'police-platform-case': caseRevisionsOf(city, [day]).map(({ row }) =>
      JSON.stringify({ code: '10000', message: '成功', data: [{ totalSize: 1 }, row] }),
    ),
    'incident-rbsp': reportRevisions(city, [day]).map(({ row }) =>
      reportMessage('C990100-00000000-0001', 'TEST', [row]),
    ),
    'intelligence-push': warningRevisionsOf([day]).map((revision) => pushBody([revision])),
    'docking-station-v3': day.clips
      .filter(({ via }) => via === 'docking-station')
      .map((clip) => JSON.stringify([fileObject(city, clip, 'http://127.0.0.1:1')])),
  }).map(([name, all]) => [name, all.slice(0, most)]),
);

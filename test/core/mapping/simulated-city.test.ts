import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadMappings } from '../../../hub/core/mapping/folder.ts';
import { cityOf } from '../../../hub/dev/city/city.ts';
import { dayOf } from '../../../hub/dev/city/day.ts';
import { knownAt } from '../../../hub/dev/simulators/_kit/timeline.ts';
import { revisionsOfDays } from '../../../hub/dev/simulators/dispatch/rows.ts';
import { iccTables } from '../../../hub/dev/simulators/dispatch/tables.ts';
import { fileInfoBody, fileObject } from '../../../hub/dev/simulators/docking-station/file-object.ts';
import { reportMessage } from '../../../hub/dev/simulators/incident/report.ts';
import { reportRevisions } from '../../../hub/dev/simulators/incident/rows.ts';
import { clueRevisionsOf } from '../../../hub/dev/simulators/intelligence/clues.ts';
import { pushBody } from '../../../hub/dev/simulators/intelligence/push.ts';
import { queryService } from '../../../hub/dev/simulators/intelligence/query-service.ts';
import { warningRevisionsOf } from '../../../hub/dev/simulators/intelligence/warnings.ts';
import { sidecarOf } from '../../../hub/dev/simulators/interview-room/sidecar.ts';
import { caseRevisionsOf } from '../../../hub/dev/simulators/police-platform/case-rows.ts';
import { rowsDocument } from '../../../hub/dev/simulators/traffic/documents.ts';
import { trafficTables } from '../../../hub/dev/simulators/traffic/rows.ts';
import { urlEncode } from '../../../hub/dev/simulators/traffic/url-text.ts';

// What the simulators write for a day of the city, in their own code, goes through the shipped mappings.

const city = cityOf(7, '2026-03-02');
const day = dayOf(city, '2026-03-02');
const later = Date.parse('2026-03-09T00:00:00+08:00');
const mappings = await loadMappings(join(import.meta.dirname, '../../../mappings'));

/** Every revision of a table as it stood when it was written. */
const traffic = trafficTables(city, [day]);
const surveil = rowsDocument(
  'vioSurveil',
  traffic.viosurveil.map(({ row }) => row),
);
const violations = rowsDocument(
  'violation',
  traffic.violation.map(({ row }) => row),
);

const calls = (): string => {
  const revisions = revisionsOfDays(city, [day]);
  const full = (key: keyof typeof iccTables) =>
    knownAt(revisions[key], later).map(({ row }) => ({
      ...Object.fromEntries(Object.keys(iccTables[key].columns).map((column) => [column, null])),
      ...row,
    }));
  const [dispatches, feedbacks] = [full('dispatches'), full('feedbacks')];
  return JSON.stringify(
    full('calls').map((call: Record<string, unknown>) => ({
      icc_t_jjdb: call,
      icc_t_pjdb: dispatches.filter((row: Record<string, unknown>) => row.jjdbh === call.jjdbh),
      icc_t_fkdb: feedbacks.filter((row: Record<string, unknown>) => row.jjdbh === call.jjdbh),
    })),
  );
};

const cases = (): string => {
  const rows = caseRevisionsOf(city, [day]).map(({ row }) => row);
  return JSON.stringify({ code: '10000', message: '成功', data: [{ totalSize: rows.length }, ...rows] });
};

const clues = (): string => {
  const answer = queryService({
    serviceId: 'S99-00000001',
    senderId: 'C99-00000001',
    dataObjectCode: 'QB_XS',
    now: () => later,
    clues: () => clueRevisionsOf([day]),
  });
  return answer({
    ServiceID: 'S99-00000001',
    SenderID: 'C99-00000001',
    UserCardId: '1',
    UserName: '测试',
    UserDept: '990100000000',
    Method: 'Query',
    DataObjectCode: 'QB_XS',
  }).body;
};

const sidecars = (): string =>
  JSON.stringify(
    day.interviews.flatMap((interview) => {
      const clip = day.clips.find(({ device, from }) => device === interview.room && from === interview.from);
      return clip ? [sidecarOf(city, interview, clip, { name: `${clip.id}.mp4`, size: 1, md5: '0'.repeat(32) })] : [];
    }),
  );

const docked = (): string =>
  fileInfoBody(
    day.clips
      .filter(({ via }) => via === 'docking-station')
      .map((clip) => fileObject(city, clip, 'http://127.0.0.1:1')),
  );

const messages: Record<string, { text: string; rows: number }> = {
  'traffic-violation': { text: urlEncode(violations), rows: traffic.violation.length },
  'traffic-surveillance': { text: urlEncode(surveil), rows: traffic.viosurveil.length },
  'dispatch-icc': { text: calls(), rows: day.calls.length },
  'police-platform-case': { text: cases(), rows: caseRevisionsOf(city, [day]).length },
  'incident-rbsp': {
    text: reportMessage(
      'C990100-00000000-0001',
      'TEST',
      reportRevisions(city, [day]).map(({ row }) => row),
    ),
    rows: reportRevisions(city, [day]).length,
  },
  'intelligence-push': { text: pushBody(warningRevisionsOf([day])), rows: warningRevisionsOf([day]).length },
  'intelligence-clue': { text: clues(), rows: day.warnings.filter(({ kind }) => kind === 'clue').length },
  'interview-room': { text: sidecars(), rows: day.interviews.length },
  'docking-station-v3': {
    text: docked(),
    rows: day.clips.filter(({ via }) => via === 'docking-station').length,
  },
};

const opened = (name: string) => {
  const mapping = mappings.get(name);
  if (!mapping) throw new Error(`there is no mapping ${name}`);
  const text = messages[name]?.text ?? '';
  const message = {
    body: Buffer.from(text),
    contentType: text.startsWith('{') ? 'application/json' : 'text/xml; charset=utf-8',
  };
  return { mapping, ...mapping.open(message) };
};

test.each(Object.keys(messages))('%s takes every row of the city, and none of its fields is news', async (name) => {
  const { mapping, rows } = opened(name);
  expect(rows.length).toBe(messages[name]?.rows);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const mapped = await mapping.map(row, name);
    expect(mapped.target).toBe(mapping.target);
    expect(mapping.driftOf(row).unknown).toEqual([]);
  }
});

test('a call names the officers who went, with its milestones and its case', async () => {
  const call = day.calls.find(({ caseNumber, units }) => caseNumber && units.some((unit) => !unit.officersUnknown));
  if (!call) throw new Error('the day has no such call');
  const { mapping, rows } = opened('dispatch-icc');
  const all = await Promise.all(rows.map(async (row) => mapping.map(row, 'dispatch')));
  const records = all.flatMap((mapped) => (mapped.target === 'record' ? [mapped.record] : []));
  const record = records.find(({ externalId }) => externalId === call.number);
  const officers = call.units.flatMap((unit) => (unit.officersUnknown ? [] : unit.officers));
  expect(record?.officers.map(({ policeId }) => policeId).sort()).toEqual([...new Set(officers)].sort());
  expect(record?.references).toContainEqual({ kind: 'case', id: call.caseNumber });
  const at = (name: string) => record?.milestones.filter((one) => one.name === name).map((one) => Date.parse(one.at));
  const seconds = (moments: number[]) => moments.map((moment) => Math.floor(moment / 1000) * 1000).sort();
  expect(at('dispatched')).toEqual(seconds(call.units.map(({ sentAt }) => sentAt)));
  expect(at('cleared')).toEqual(seconds(call.units.map(({ clearedAt }) => clearedAt)));
});

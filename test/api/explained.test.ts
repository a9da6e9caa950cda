import { expect, test } from 'vitest';
import { bodyOf, north, openWorld, origin, south } from './world.ts';

const world = await openWorld();
const analyst = await world.signedIn('analyst', 'analyst', [north]);
const province = await world.signedIn('province', 'analyst', ['990000000000']);

interface Via {
  recordId: number;
  path: { recordId?: number; externalId?: string }[];
}
interface Links {
  items: { via?: Via; evidence: { comparison: string; detail?: Record<string, unknown> }[] }[];
}
const linksOf = (id: number, who: Record<string, string>) =>
  bodyOf<Links>(world.ask(`/api/v1/records/${id}/links`, who));

const call = await world.makeRecord(north, { externalId: 'CALL-NEAR' });
const between = await world.makeRecord(south, { externalId: 'CASE-BETWEEN' });
const heir = await world.makeRecord(north, { externalId: 'CLUE-HEIR' });
const clip = await world.makeClip(north);
await world.makeLink(heir, clip, {
  viaRecordId: call,
  evidence: [
    {
      comparison: 'inherited',
      level: 'reference',
      weight: 0,
      detail: { via: 'dispatch-icc/CALL-NEAR', path: ['dispatch-icc/CASE-BETWEEN', 'dispatch-icc/CALL-NEAR'] },
    },
    { comparison: 'rivals', level: 'ahead', weight: -0.1, detail: { record: 'dispatch-icc/CASE-BETWEEN', margin: 6 } },
  ],
});

test('an inherited link names the records on the way', async () => {
  const [link] = (await linksOf(heir, province)).items;
  expect(link?.via).toMatchObject({
    recordId: call,
    path: [
      { recordId: between, externalId: 'CASE-BETWEEN' },
      { recordId: call, externalId: 'CALL-NEAR' },
    ],
  });
});

test('nothing in the reasons names what the reader may not see', async () => {
  const answer = await linksOf(heir, analyst);
  expect(JSON.stringify(answer)).not.toContain('CASE-BETWEEN');
  const [link] = answer.items;
  expect(link?.via).toMatchObject({ recordId: call, path: [{}, { recordId: call }] });
  expect(link?.evidence.map(({ detail }) => detail)).toEqual([
    { via: 'dispatch-icc/CALL-NEAR', path: ['dispatch-icc/CALL-NEAR'] },
    { margin: 6 },
  ]);
});

test('stations in the reasons are given with their names', async () => {
  const record = await world.makeRecord(north, { externalId: 'CALL-LENT' });
  const at = { officersServedAt: [south, '999999990000'], wearerServedAt: north };
  await world.makeLink(record, await world.makeClip(north), {
    evidence: [
      { comparison: 'officer', level: 'colleague', weight: 1, detail: { officers: ['009901'], ...at } },
      { comparison: 'organisation', level: 'same', weight: 1, detail: { record: '999999990000', footage: south } },
      { comparison: 'suitability', level: 'suits', weight: 1, detail: { kind: 'call' } },
    ],
  });
  const [link] = (await linksOf(record, analyst)).items;
  expect(link?.evidence.map(({ detail }) => detail)).toEqual([
    { officers: ['009901'], ...at, orgNames: { [south]: '南站派出所', [north]: '北站派出所' } },
    { record: '999999990000', footage: south, orgNames: { [south]: '南站派出所' } },
    { kind: 'call' },
  ]);
});

test('a case handler who sees nothing is told why, in short', async () => {
  const recordId = await world.makeRecord(north, {
    externalId: 'CALL-EMPTY',
    officers: [],
    time: { start: '2024-02-05T08:48:00+08:00' },
    milestones: [],
  });
  const grant = await bodyOf<{ token: string }>(
    world.send(
      'POST',
      '/api/v1/grants',
      { authorization: `Bearer ${world.caseKey}` },
      { system: 'dispatch', record: 'CALL-EMPTY', person: { policeId: '009901' }, origin, purpose: '办案' },
    ),
    201,
  );
  const { playback } = await bodyOf<{ playback: string }>(
    world.send('POST', '/embed/v1/session', { origin }, { token: grant.token }),
  );
  const read = () =>
    bodyOf<{ diagnosis?: unknown[] }>(
      world.ask('/embed/v1/records/dispatch/CALL-EMPTY', { authorization: `Bearer ${playback}`, origin }),
    );
  const { diagnosis } = await read();
  expect(diagnosis).toEqual([
    {
      code: 'officer-unknown',
      text: {
        zh: '记录没有写明出警民警，只能按时间、地点和单位推断。',
        en: 'The record names no officer, so only time, place and station can tell.',
      },
    },
  ]);
  await world.makeLink(recordId, clip);
  expect((await read()).diagnosis).toBeUndefined();
});

import { expect, test } from 'vitest';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const analyst = await world.signedIn('analyst', 'analyst', [north]);
const call = await world.makeRecord(north, { externalId: 'CALL-1' });
const theCase = await world.makeRecord(north, {
  source: 'police-platform-case',
  system: 'case',
  kind: 'case',
  externalId: 'A9901065900002024010001',
  title: '测试盗窃案',
  references: [
    { kind: 'dispatch', id: 'CALL-1' },
    { kind: 'dispatch', id: 'CALL-NOT-HERE' },
  ],
  time: { start: '2024-01-05T10:00:00+08:00', end: '2024-01-05T11:00:00+08:00' },
});
const clip = await world.makeClip(north, undefined, { track: [[1_704_415_680_000, 113.31, 23.12, 5]] });
const spare = await world.makeClip(north, undefined, {
  start: '2024-01-05T09:30:00+08:00',
  end: '2024-01-05T10:30:00+08:00',
});
await world.makeLink(call, clip);
await world.makeLink(theCase, clip, { viaRecordId: call });
await world.makeLink(call, spare, { decision: 'review', probability: 0.6 });

const get = <T>(path: string) => bodyOf<T>(world.ask(`/api/v1${path}`, analyst));
interface Items {
  items: { id: number }[];
  next?: string;
}
const ids = async (path: string) => (await get<Items>(path)).items.map(({ id }) => id);

test('a record in a list', async () => {
  const { items } = await get<{ items: unknown[] }>('/records?system=dispatch');
  expect(items).toEqual([
    {
      id: call,
      source: 'dispatch-icc',
      system: 'dispatch',
      kind: 'call',
      externalId: 'CALL-1',
      title: `警情 ${north}`,
      org: north,
      orgName: '北站派出所',
      officers: [{ policeId: '009901', name: '北甲' }],
      time: { start: '2024-01-05T08:48:00+08:00', end: '2024-01-05T08:50:00+08:00', precision: 'second' },
      linkCount: 1,
    },
  ]);
});

test('lists are narrowed by everything the address says', async () => {
  expect(await ids('/records')).toEqual([theCase, call]);
  expect(await ids('/records?kind=case')).toEqual([theCase]);
  expect(await ids('/records?source=dispatch-icc')).toEqual([call]);
  expect(await ids('/records?officer=009902')).toEqual([]);
  expect(await ids('/records?from=2024-01-05T09:00:00%2B08:00')).toEqual([theCase]);
  // A plus sign that was not encoded arrives as a space.
  expect(await ids('/records?to=2024-01-05T09:00:00+08:00')).toEqual([call]);
  expect(await ids('/records?from=2024-01-05&to=2024-01-06')).toEqual([theCase, call]);
  expect(await ids('/records?linked=false')).toEqual([]);
  expect(await ids('/records?org=&system=&linked=')).toEqual([theCase, call]);
  expect(await ids('/footage?device=x')).toEqual([]);
  expect(await ids('/footage?deviceKind=body-camera&linked=true')).toEqual([clip]);
  expect(await ids(`/footage?org=${north.slice(0, 6)}`)).toEqual([spare, clip]);
});

test('pages follow each other without a gap', async () => {
  const first = await get<Items>('/records?limit=1');
  const second = await get<Items>(`/records?limit=1&cursor=${first.next}`);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([theCase, call]);
  expect(second.next).toBeUndefined();
});

test('one record with what it refers to and who refers to it', async () => {
  expect(await get(`/records/${theCase}`)).toMatchObject({
    id: theCase,
    time: { start: '2024-01-05T10:00:00+08:00', end: '2024-01-05T11:00:00+08:00' },
    record: { externalId: 'A9901065900002024010001', references: expect.any(Array) },
    milestones: [{ name: 'arrived', at: '2024-01-05T08:50:00+08:00' }],
    references: expect.arrayContaining([
      { kind: 'dispatch', id: 'CALL-1', recordId: call, title: `警情 ${north}` },
      { kind: 'dispatch', id: 'CALL-NOT-HERE' },
    ]),
    version: 1,
  });
  expect(await get(`/records/${call}`)).toMatchObject({
    referredBy: [
      { recordId: theCase, system: 'case', kind: 'case', externalId: 'A9901065900002024010001', title: '测试盗窃案' },
    ],
  });
});

test('links say which seconds, why, and from where they were inherited', async () => {
  const { items } = await get<{ items: Record<string, unknown>[] }>(`/records/${theCase}/links`);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    decision: 'linked',
    decidedBy: 'rule',
    probability: 0.998,
    weight: 12.5,
    segment: {
      start: '2024-01-05T08:48:00+08:00',
      end: '2024-01-05T08:50:00+08:00',
      startSeconds: 60,
      endSeconds: 180,
    },
    evidence: [{ comparison: 'officer', level: 'exact', weight: 8.1 }],
    via: { recordId: call, system: 'dispatch', externalId: 'CALL-1' },
    footage: {
      id: clip,
      seconds: 600,
      hasTrack: true,
      officerName: '北甲',
      media: { state: 'none', rendition: 'none' },
    },
  });
});

test('one recording with its track and the records it shows', async () => {
  expect(await get(`/footage/${clip}`)).toMatchObject({
    id: clip,
    track: [[1_704_415_680_000, 113.31, 23.12, 5]],
    footage: { deviceKind: 'body-camera' },
    links: [{ record: { id: call } }, { record: { id: theCase } }].map((link) =>
      expect.objectContaining({ ...link, record: expect.objectContaining(link.record) }),
    ),
  });
});

test('near misses name the clip and what failed', async () => {
  const misses = await get<{ items: unknown[]; diagnosis: unknown[] }>(`/records/${theCase}/misses`);
  for (const item of misses.items) {
    expect(item).toMatchObject({ footage: { id: expect.any(Number) }, failed: { comparison: expect.any(String) } });
  }
  expect(misses).toHaveProperty('diagnosis');
});

test('search finds Chinese text, marks it, and shows what is linked to it', async () => {
  const found = await get<{ items: { highlights: { text: string; ranges: [number, number][] }[] }[] }>(
    '/search?q=盗窃',
  );
  expect(found).toMatchObject({
    total: 1,
    interpreted: expect.any(String),
    facets: { type: { record: 1 }, system: { case: 1 } },
    items: [
      {
        type: 'record',
        recordId: theCase,
        orgName: '北站派出所',
        related: [{ type: 'footage', id: clip, segment: { startSeconds: 60 } }],
      },
    ],
  });
  const [mark] = found.items[0]?.highlights ?? [];
  const [range] = mark?.ranges ?? [];
  expect(mark?.text.slice(range?.[0], range?.[1])).toBe('盗窃');
  const broken = await get<{ problems: { at: number; message: string }[] }>(
    `/search?q=${encodeURIComponent('(盗窃 and')}`,
  );
  expect(broken.problems[0]).toMatchObject({ at: expect.any(Number), message: expect.any(String) });
});

test('the review queue shows both sides; a decision moves a pair out of it and is logged', async () => {
  const queue = await get<{
    items: { id: number; version: number; record: { id: number }; footage: { id: number } }[];
  }>('/links?decision=review');
  expect(queue.items).toMatchObject([{ record: { id: call }, footage: { id: spare } }]);
  const [pair] = queue.items;
  const decide = (body: unknown) => world.send('POST', `/api/v1/links/${pair?.id}/decision`, analyst, body);
  const confirmed = await bodyOf<{ version: number }>(
    decide({ decision: 'confirmed', version: pair?.version, note: '看过' }),
  );
  expect(confirmed).toMatchObject({ decision: 'confirmed', decidedBy: 'analyst' });
  expect(await bodyOf(decide({ decision: 'rejected', version: pair?.version }), 409)).toMatchObject({
    type: expect.stringMatching(/conflict$/),
  });
  expect(await bodyOf(decide({ decision: 'maybe', version: 1 }), 400)).toMatchObject({
    problems: [{ setting: 'decision' }],
  });
  expect(await ids('/links?decision=review')).not.toContain(pair?.id);
  const { items } = await get<{ items: { id: number; decision: string }[] }>(`/records/${call}/links`);
  expect(items.find(({ id }) => id === pair?.id)?.decision).toBe('confirmed');
});

test('what no rule found is linked by hand', async () => {
  const lone = await world.makeRecord(north, { externalId: 'CALL-LONE', time: { start: '2024-01-05T10:00:00+08:00' } });
  const made = await bodyOf<{ id: number }>(
    world.send('POST', '/api/v1/links', analyst, { recordId: lone, footageId: spare }),
    201,
  );
  expect(made).toMatchObject({ decision: 'confirmed', decidedBy: 'analyst', footage: { id: spare } });
  expect(await ids(`/records/${lone}/links`)).toContain(made.id);
});

test('numbers for the overview, hours by when it happened', async () => {
  const now = new Date().toISOString();
  await world.makeClip(north, undefined, { externalId: 'NOW', start: now, end: now });
  expect(await get('/stats')).toMatchObject({
    records: { bySystem: expect.arrayContaining([expect.objectContaining({ system: 'case', total: 1, linked: 1 })]) },
    footage: { total: 3, stored: 0, bytes: 0 },
    byHour: [{ hour: expect.stringMatching(/:00:00\+08:00$/), records: 0, footage: 1, links: 0 }],
  });
});

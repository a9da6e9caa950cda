import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cityOf } from '../../../hub/dev/city/city.ts';
import { dayOf } from '../../../hub/dev/city/day.ts';
import { wallTime } from '../../../hub/dev/city/time.ts';
import type { FileObject } from '../../../hub/dev/simulators/docking-station/file-object.ts';
import { type PlatformRequest, platformStandIn } from './platform-stand-in.ts';
import { cityFile, type StartedSimulator, startSimulator } from './start-simulator.ts';

const begins = '2026-03-04T10:00:00+08:00';
const media = mkdtempSync(join(tmpdir(), 'hub-dock-'));
afterAll(() => rmSync(media, { recursive: true, force: true }));

/** The station that is refused twice, in both ways in which a platform refuses. */
const unlucky = '99010200071280000002';
let refusals = 0;
let platform: Awaited<ReturnType<typeof platformStandIn>>;
let dock: StartedSimulator;

const refuse = ({ operation, query }: PlatformRequest) => {
  if (operation !== 'fileinfo' || query.get('gzz_xh') !== unlucky || refusals === 2) return undefined;
  refusals += 1;
  return refusals === 1 ? { status: 503 } : { code: 1 };
};

beforeAll(async () => {
  platform = await platformStandIn(refuse);
  const environment = { CITY_FILE: cityFile(begins), CITY_MEDIA: media, HUB_RECEIVE_URL: platform.url };
  dock = await startSimulator('docking-station', { ...environment, DOCK_AUTHKEY: 'synthetic-key' });
});

const batches = (): PlatformRequest[] => platform.requests.filter(({ operation }) => operation === 'fileinfo');
const filesOf = ({ body }: PlatformRequest): FileObject[] => JSON.parse(body) as FileObject[];
const files = (): Map<string, FileObject> =>
  new Map(
    batches()
      .flatMap(filesOf)
      .map((file) => [file.wjbh, file]),
  );

const known = () => {
  const city = cityOf(7, '2026-03-02');
  const clips = ['2026-03-02', '2026-03-03', '2026-03-04'].flatMap((date) => dayOf(city, date).clips);
  return clips.filter(({ via, uploadedAt }) => via === 'docking-station' && uploadedAt <= Date.parse(begins));
};

const wholeHistory = () => vi.waitFor(() => expect(files().size).toBeGreaterThanOrEqual(known().length), 30_000);

test('every clip uploaded so far is reported once the platform takes it, and no later one', async () => {
  await wholeHistory();
  const reported = [...files().keys()];
  const expected = known().map(({ id }) => id);
  expect(reported).toEqual(expect.arrayContaining(expected));
  expect(reported.length - expected.length).toBeLessThan(20);
});

test('a refused batch is sent again, byte for byte, until code 0', async () => {
  await wholeHistory();
  await vi.waitFor(() => expect(refusals).toBe(2), 30_000);
  const sent = () => batches().filter(({ query }) => query.get('gzz_xh') === unlucky);
  await vi.waitFor(() => expect(sent().length).toBeGreaterThanOrEqual(3), 30_000);
  const [first, second, third] = sent();
  expect(second?.body).toBe(first?.body);
  expect(third?.body).toBe(first?.body);
});

test('requests name their station, key and domain; batches hold at most 50 files', async () => {
  await wholeHistory();
  for (const { query } of platform.requests) {
    expect(query.get('gzz_xh')).toMatch(/^\d{20}$/);
    expect(query.get('authkey')).toBe('synthetic-key');
    expect(query.get('domain')).toBe('99010000');
  }
  for (const batch of batches()) expect(filesOf(batch).length).toBeLessThanOrEqual(50);
});

test('each station signs in and beats', async () => {
  const operations = (name: string) =>
    new Set(platform.requests.filter(({ operation }) => operation === name).map(({ query }) => query.get('gzz_xh')));
  await vi.waitFor(() => {
    for (const name of ['suborg', 'userinfo', 'wsinfo/heartbeat']) expect(operations(name).size).toBe(12);
  }, 30_000);
});

test('a file object has the fields of the interface and the quirks of its vendors', async () => {
  await wholeHistory();
  const truth = new Map(known().map((clip) => [clip.id, clip]));
  expect(batches()[0]?.body).toMatch(/"wjdx":\d+\.0,/);
  const lengths = new Set<number>();
  for (const file of files().values()) {
    const clip = truth.get(file.wjbh);
    if (!clip) continue;
    lengths.add(file.jgdm.length);
    expect(file.wjbh).toHaveLength(65);
    expect(file.pssj).toBe(wallTime(clip.from + clip.clockErrorMs));
    expect(file.wjsc).toBe((clip.to - clip.from) / 1000);
    expect(file.jybh).toBe(clip.claimedOfficer ?? '');
    expect(file.ccwz).toMatch(/^media\\\d{8}\\(MP4|M4A)\\TM\d{5}@\d{14}00\d\d\.(MP4|M4A)$/);
    expect(file.gpswz !== undefined).toBe(clip.track !== undefined);
  }
  expect([...lengths].sort()).toEqual([12, 8]);
});

test('the bytes and the track stand where the file object says, with Range', async () => {
  await wholeHistory();
  const [clip] = known()
    .filter((one) => one.track && one.mediaType === 'video')
    .sort((a, b) => a.to - a.from - (b.to - b.from));
  const file = files().get(clip?.id ?? '');
  const whole = Buffer.from(await (await fetch(file?.bfwz ?? '')).arrayBuffer());
  expect(whole.subarray(4, 8).toString()).toBe('ftyp');
  expect(whole.length / (file?.wjdx ?? 0)).toBeGreaterThan(0.5);
  const part = await fetch(file?.bfwz ?? '', { headers: { range: 'bytes=100-199' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 100-199/${whole.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(100, 200));
  const tail = await fetch(file?.bfwz ?? '', { headers: { range: 'bytes=-10' } });
  expect(Buffer.from(await tail.arrayBuffer())).toEqual(whole.subarray(-10));
  expect((await fetch(file?.bfwz ?? '', { headers: { range: 'bytes=999999999-' } })).status).toBe(416);
  const head = await fetch(file?.bfwz ?? '', { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe(String(whole.length));
  const lines = (await (await fetch(file?.gpswz ?? '')).text()).trim().split('\n');
  expect(lines.length).toBe(clip?.track?.length);
  expect(lines[0]).toMatch(/^\d{13},82\.\d+,3[89]\.\d+,\d+$/);
  expect((await fetch(`${dock.url}/media/20260304/MP4/none.MP4`)).status).toBe(404);
});

test('a clip recorded on request is reported at once and plays', async () => {
  const record = (body: unknown) =>
    fetch(`${dock.url}/sim/clips`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const wanted = {
    policeId: '009911',
    start: '2026-03-04T09:50:00+08:00',
    seconds: 6,
    org: '990102590000',
    device: '99010200071510000099',
  };
  const response = await record({ ...wanted, label: 'CALL 42' });
  expect(response.status).toBe(201);
  const { wjbh, bfwz } = (await response.json()) as { wjbh: string; bfwz: string };
  await vi.waitFor(
    () => expect(files().get(wjbh)).toMatchObject({ bfwz, jybh: '009911', pssj: '2026-03-04 09:50:00' }),
    30_000,
  );
  const duration = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', bfwz]);
  expect(Number(duration)).toBeCloseTo(6, 0);
  const refused = await record({ ...wanted, org: '990100000000' });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('no docking station at 990100000000');
  expect((await record({ policeId: 'x' })).status).toBe(400);
});

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { cityOf } from '../../../hub/dev/city/city.ts';
import { dayOf } from '../../../hub/dev/city/day.ts';
import { compactTime } from '../../../hub/dev/city/time.ts';
import { freePort } from '../../../hub/dev/servers/free-port.ts';
import type { Sidecar } from '../../../hub/dev/simulators/interview-room/sidecar.ts';
import { cityFile, startSimulator } from './start-simulator.ts';

const begins = '2026-03-02T20:00:00+08:00';
const base = mkdtempSync(join(tmpdir(), 'hub-rooms-'));
const folder = join(base, 'rooms');
afterAll(() => rmSync(base, { recursive: true, force: true }));

const ended = dayOf(cityOf(7, '2026-03-02'), '2026-03-02').clips.filter(
  ({ via, uploadedAt }) => via === 'interview-room' && uploadedAt <= Date.parse(begins),
);
const environment = { CITY_FILE: cityFile(begins), CITY_MEDIA: join(base, 'media'), ROOM_FOLDER: folder };
const sidecars = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.json'));

test('a recording of each interview lies in the folder with a sidecar that is true', async () => {
  const room = await startSimulator('interview-room', environment);
  expect(room.url).toBe(`file:${folder}`);
  expect(ended.length).toBeGreaterThan(1);
  await vi.waitFor(() => expect(sidecars().length).toBe(ended.length), 50_000);
  for (const clip of ended) {
    const sidecar = JSON.parse(readFileSync(join(folder, `${clip.id}.json`), 'utf8')) as Sidecar;
    const bytes = readFileSync(join(folder, sidecar.fileName));
    expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
    expect(sidecar.fileSize).toBe(bytes.length);
    expect(sidecar.md5).toBe(createHash('md5').update(bytes).digest('hex'));
    expect(sidecar.beginTime).toBe(compactTime(clip.from + clip.clockErrorMs));
    expect(`case/${sidecar.caseNo}`).toBe(clip.shows[0]?.event);
    expect(sidecar.officers[0]?.policeNo).toBe(clip.officer);
  }
  await room.orphan();
});

test('after a restart nothing is dropped again, even what a reader took away', async () => {
  const [taken, left] = sidecars() as [string, string];
  rmSync(join(folder, taken));
  const { mtimeMs } = statSync(join(folder, left));
  const port = await freePort();
  await startSimulator('interview-room', { ...environment, PORT: String(port) });
  await vi.waitFor(async () => {
    const state = (await (await fetch(`http://127.0.0.1:${port}`)).json()) as { dropped: number; rounds: number };
    expect(state.rounds).toBeGreaterThan(1);
    expect(state.dropped).toBe(0);
  }, 30_000);
  expect(sidecars()).not.toContain(taken);
  expect(statSync(join(folder, left)).mtimeMs).toBe(mtimeMs);
});

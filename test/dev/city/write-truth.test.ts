import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cityOf } from '../../../hub/dev/city/city.ts';
import { dayOf } from '../../../hub/dev/city/day.ts';
import { type Truth, truthKey, truthOf } from '../../../hub/dev/city/truth.ts';
import { cityFile, startSimulator } from '../simulators/start-simulator.ts';

const begins = Date.parse('2026-03-03T12:00:00+08:00');
const city = cityOf(7, '2026-03-02');
const history = dayOf(city, '2026-03-02');
const today = dayOf(city, '2026-03-03');

const folder = mkdtempSync(join(tmpdir(), 'hub-truth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the truth of a day grows with the clock and tells of every event once', () => {
  const whole = truthOf(history, Number.POSITIVE_INFINITY);
  const soFar = truthOf(today, begins);
  expect(soFar.length).toBeGreaterThan(10);
  expect(soFar.length).toBeLessThan(truthOf(today, Number.POSITIVE_INFINITY).length);
  const shown = new Set(whole.flatMap((truth) => ('clip' in truth ? truth.shows.map(({ event }) => event) : [])));
  const unfilmed = whole.flatMap((truth) => ('clip' in truth ? [] : [truth.event]));
  expect(unfilmed.filter((event) => shown.has(event))).toEqual([]);
  const events =
    history.calls.length +
    history.cases.length +
    history.incidents.length +
    history.traffic.length +
    history.warnings.length;
  expect(shown.size + unfilmed.length).toBe(events);
});

test('the file has the truth so far, and a restart mends a torn line and repeats nothing', async () => {
  const file = join(folder, 'truth.jsonl');
  const environment = { CITY_FILE: cityFile('2026-03-03T12:00:00+08:00'), CITY_TRUTH: file };
  const writer = await startSimulator('../city/write-truth', environment);
  expect(writer.url).toBe(`file:${file}`);
  await writer.orphan();
  appendFileSync(file, '{"clip":"99010000_torn');
  await (await startSimulator('../city/write-truth', environment)).orphan();
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth);
  const keys = lines.map(truthKey);
  expect(new Set(keys).size).toBe(keys.length);
  const expected = [...truthOf(history, begins), ...truthOf(today, begins)].map(truthKey);
  expect(keys).toEqual(expect.arrayContaining(expected));
  expect(keys.length - expected.length).toBeLessThan(20);
});

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { clockErrorAt } from '../../../hub/dev/city/camera-clock.ts';
import { cityOf } from '../../../hub/dev/city/city.ts';
import { dayOf } from '../../../hub/dev/city/day.ts';
import { directoryOf } from '../../../hub/dev/city/directory.ts';
import { dispatchPlace, faults } from '../../../hub/dev/city/faults.ts';
import type { Clip } from '../../../hub/dev/city/model.ts';
import { distanceM } from '../../../hub/dev/city/place.ts';
import { compactTime, dateOf, day, midnight, minute } from '../../../hub/dev/city/time.ts';

const firstDay = '2026-03-02';
const city = cityOf(7, firstDay);
const dates = Array.from({ length: 12 }, (_, index) => dateOf(midnight(firstDay) + index * day));
const days = dates.map((date) => dayOf(city, date));
const clips = days.flatMap((one) => one.clips);
const docked = clips.filter(({ via }) => via === 'docking-station');
const units = days.flatMap(({ calls }) => calls.flatMap((call) => call.units));

/** The share of those for which the condition holds. */
const share = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.filter(holds).length / items.length;

/** That share is near the parameter: within four standard deviations of a draw of that many. */
const expectShare = <T>(items: readonly T[], holds: (item: T) => boolean, parameter: number): void => {
  const tolerance = 4 * Math.sqrt((parameter * (1 - parameter)) / items.length);
  expect(Math.abs(share(items, holds) - parameter)).toBeLessThan(tolerance);
};

test('the same seed gives the same day in another process, in whatever order days are asked for', () => {
  const script = `
    import { cityOf } from './hub/dev/city/city.ts';
    import { dayOf } from './hub/dev/city/day.ts';
    const city = cityOf(7, '${firstDay}');
    dayOf(city, '${dates[5]}');
    process.stdout.write(JSON.stringify([city, dayOf(city, '${dates[1]}')]));`;
  const options = { cwd: new URL('../../..', import.meta.url).pathname, maxBuffer: 1e8 };
  const other = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], options);
  expect(other.stderr.toString()).toBe('');
  expect(JSON.parse(other.stdout.toString())).toEqual(JSON.parse(JSON.stringify([city, days[1]])));
});

test('another seed gives another day, and a day is made once', () => {
  expect(dayOf(cityOf(8, firstDay), firstDay).calls[0]).not.toEqual(days[0]?.calls[0]);
  expect(dayOf(city, firstDay)).toBe(days[0]);
});

test('each day has about the work that a small city has', () => {
  for (const one of days) {
    expect(one.calls.length).toBeGreaterThan(110);
    expect(one.calls.length).toBeLessThan(155);
    expect(one.cases).toHaveLength(12);
    expect(one.incidents.length).toBeGreaterThan(12);
    expect(one.traffic.filter(({ kind }) => kind === 'stop').length).toBe(45);
    expect(one.warnings.length).toBe(22);
    expect(one.interviews.length).toBeGreaterThan(2);
    expect(one.clips.length).toBeGreaterThan(140);
  }
});

test('numbers have the length that their systems give them, and none occurs twice', () => {
  const lengths = (items: { number: string }[]): number[] => [...new Set(items.map(({ number }) => number.length))];
  expect(lengths(days.flatMap(({ calls }) => calls))).toEqual([30]);
  expect(lengths(days.flatMap(({ cases }) => cases))).toEqual([23]);
  expect(lengths(days.flatMap(({ traffic }) => traffic.filter(({ kind }) => kind === 'stop')))).toEqual([22]);
  expect(lengths(days.flatMap(({ traffic }) => traffic.filter(({ kind }) => kind === 'capture')))).toEqual([16]);
  expect(lengths(days.flatMap(({ warnings }) => warnings.filter(({ kind }) => kind === 'warning')))).toEqual([16]);
  const numbers = days.flatMap((one) =>
    [...one.calls, ...one.cases, ...one.incidents, ...one.traffic, ...one.warnings].map(({ number }) => number),
  );
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(clips.map(({ id }) => id)).size).toBe(clips.length);
});

test('a unit sets out, arrives and leaves in that order, and is at one place at a time', () => {
  for (const unit of units) {
    const { sentAt, acknowledgedAt, departedAt, arrivedAt, clearedAt, feedbackAt } = unit;
    const order = [sentAt, acknowledgedAt, departedAt, arrivedAt, clearedAt, feedbackAt];
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  }
  const clearedAt = new Map<string, number>();
  for (const unit of [...units].sort((a, b) => a.sentAt - b.sentAt)) {
    const crew = unit.officers.join();
    expect(unit.sentAt).toBeGreaterThanOrEqual(clearedAt.get(crew) ?? 0);
    clearedAt.set(crew, unit.clearedAt);
  }
});

test('every event that a clip shows lies inside the clip and exists', () => {
  const events = new Set(
    days.flatMap((one) => [
      ...one.calls.map(({ number }) => `call/${number}`),
      ...one.cases.map(({ number }) => `case/${number}`),
      ...one.incidents.map(({ number }) => `incident/${number}`),
      ...one.traffic.map(({ number }) => `traffic/${number}`),
      ...one.warnings.map(({ number }) => `warning/${number}`),
    ]),
  );
  for (const clip of clips) {
    for (const { event, from, to, through } of clip.shows) {
      expect(events).toContain(event);
      if (through) expect(events).toContain(through);
      expect(from).toBeGreaterThanOrEqual(clip.from);
      expect(to).toBeLessThanOrEqual(clip.to);
      expect(to - from).toBeGreaterThanOrEqual(3000);
    }
  }
});

test('a docked clip has the 65-character number of its camera, clock and import', () => {
  for (const clip of docked) {
    expect(clip.id).toHaveLength(65);
    const [, device, recorded, type, mark, imported] =
      /^\d{8}_(\d{20})(\d{14})(\d\d)(\d\d)(\d{14})\d{4}$/.exec(clip.id) ?? [];
    expect(device).toBe(clip.device);
    expect(recorded).toBe(compactTime(clip.from + clip.clockErrorMs));
    expect(type).toBe(clip.mediaType === 'audio' ? '01' : '00');
    expect(mark).toBe(clip.keyMark ? '01' : '00');
    expect(imported).toBe(compactTime(clip.uploadedAt));
    expect(clip.uploadedAt).toBeGreaterThan(clip.to);
  }
});

test('no camera records two clips at once', () => {
  const ends = new Map<string, number>();
  for (const clip of [...docked].sort((a, b) => a.from - b.from)) {
    if (dateOf(clip.from) === dateOf(ends.get(clip.device) ?? 0))
      expect(clip.from).toBeGreaterThan(ends.get(clip.device) ?? 0);
    ends.set(clip.device, clip.to);
  }
});

test('dispatch data has its faults about as often as the parameters say', () => {
  const calls = days.flatMap((one) => one.calls);
  expectShare(units, (unit) => unit.officersUnknown, faults.unitWithoutOfficers);
  expectShare(units, (unit) => unit.officersAtFirst !== undefined, faults.unitEdited);
  expectShare(units, (unit) => unit.arrivalUnknown, faults.arrivalBlank);
  expect(calls.some(({ duplicateOf }) => duplicateOf)).toBe(true);
  for (const unit of units) if (unit.officersAtFirst) expect(unit.officersAtFirst).not.toEqual(unit.officers);
});

test('footage has its faults about as often as the parameters say', () => {
  expectShare(docked, ({ shows }) => shows.length === 0, faults.clipWithoutEvent);
  expectShare(docked, ({ claimedOfficer }) => claimedOfficer === undefined, faults.nobodySignedIn);
  expectShare(docked, ({ officer, claimedOfficer = officer }) => claimedOfficer !== officer, faults.borrowedCamera);
  expectShare(docked, ({ to, uploadedAt }) => uploadedAt - to > 60 * minute, faults.lateUpload);
  expect(share(docked, ({ codec }) => codec === 'hevc')).toBeGreaterThan(0.005);
  const called = days.flatMap(({ calls }) => calls.filter(({ duplicateOf }) => !duplicateOf));
  const shown = new Set(clips.flatMap(({ shows }) => shows.map(({ event }) => event)));
  const covered = share(called, ({ number }) => shown.has(`call/${number}`));
  expect(covered).toBeGreaterThan(0.6);
  expect(covered).toBeLessThan(0.8);
});

test('two cameras may start in one second, and one clip may run over two calls', () => {
  const starts = new Set(docked.map(({ from }) => from));
  expect(starts.size).toBeLessThan(docked.length);
  const callsIn = (clip: Clip): number =>
    clip.shows.filter(({ event, through }) => event.startsWith('call/') && !through).length;
  expect(docked.some((clip) => callsIn(clip) > 1)).toBe(true);
});

test('camera clocks are off by seconds and drift within the standard; one is off by a time zone, one was reset', () => {
  const errors = city.cameras.map((camera) => clockErrorAt(city, camera, midnight(firstDay)));
  expect(errors).toContain(8 * 60 * minute);
  const begin = midnight(firstDay);
  expect(errors.map((error) => dateOf(begin + error))).toContain('2000-01-01');
  for (const { driftMsPerDay } of city.cameras) expect(Math.abs(driftMsPerDay)).toBeLessThanOrEqual(3000);
  expect(errors.filter((error) => Math.abs(error) < 5 * minute).length).toBe(errors.length - 2);
});

test('tracks stay near what is filmed, and cameras without GPS have none', () => {
  const withGps = new Set(city.cameras.filter(({ hasGps }) => hasGps).map(({ id }) => id));
  const calls = new Map(days.flatMap((one) => one.calls.map((call) => [`call/${call.number}`, call])));
  for (const clip of docked) {
    expect(clip.track !== undefined).toBe(withGps.has(clip.device));
    const call = calls.get(clip.shows[0]?.event ?? '');
    for (const [at, lon, lat] of clip.track ?? []) {
      expect(at).toBeGreaterThanOrEqual(clip.from);
      expect(at).toBeLessThanOrEqual(clip.to);
      if (call) expect(distanceM(call, { lon, lat })).toBeLessThan(400);
    }
  }
});

test('dispatch rounds a place to a hundred metres', () => {
  const place = { lon: 82.512345, lat: 39.012345 };
  expect(distanceM(place, dispatchPlace(place))).toBeGreaterThan(0);
  expect(distanceM(place, dispatchPlace(place))).toBeLessThan(71);
});

test('the directory has every organisation with its parent and every officer with a unit', () => {
  const { orgs, people } = directoryOf(city);
  const codes = new Set(orgs.map(({ code }) => code));
  expect(people).toHaveLength(62);
  for (const { code, parent } of orgs) {
    expect(code).toMatch(/^99\d{10}$/);
    expect(parent === undefined ? code : codes.has(parent)).toBeTruthy();
  }
  for (const { policeId, org } of people) {
    expect(policeId).toMatch(/^\d{6}$/);
    expect(codes).toContain(org);
  }
});

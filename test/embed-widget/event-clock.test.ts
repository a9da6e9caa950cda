import { expect, test } from 'vitest';
import type { FootageItem } from '../../embed-widget/client/footage.ts';
import type { LinkItem } from '../../embed-widget/client/link.ts';
import { clipAt, lanesOf, momentAt, secondsAt, windowOf } from '../../embed-widget/player/event-clock.ts';
import { fixAt, projection } from '../../embed-widget/player/footage-map.ts';
import { barsOf } from '../../embed-widget/player/footage-waveform.ts';
import { paceOf } from '../../embed-widget/player/keep-pace.ts';
import { readStoryboard, stillAt } from '../../embed-widget/player/storyboard.ts';
import { readTimecode, withTimecode } from '../../embed-widget/player/timecode.ts';
import { cutStoryboard, storyboardCues } from '../../hub/media/stills.ts';
import { footage, linksOf, records } from './fixture/data.ts';

const [first, second] = footage as [FootageItem, FootageItem];
const links = records[0] ? linksOf(records[0]) : [];

test('a clock that is fast is put right: cameras that began together are together', () => {
  // The second camera wrote down six seconds more, because its clock is six seconds fast.
  expect(Date.parse(second.start) - Date.parse(first.start)).toBe(6_000);
  expect(momentAt(second, 10)).toBe(momentAt(first, 10));
  expect(secondsAt(second, momentAt(first, 31.5))).toBeCloseTo(31.5);
});

test('clips of one device share a lane, in the order they were taken; what has no course of time has none', () => {
  const later = { ...first, id: 77, start: '2026-03-02T08:50:00+08:00' };
  const picture = { ...first, id: 78, mediaType: 'image', deviceId: 'PHOTO' };
  const all = [{ ...links[0], footage: later }, ...links, { ...links[0], footage: picture }] as LinkItem[];
  const lanes = lanesOf(all);
  expect(lanes.map(({ clips }) => clips.map((clip) => clip.footage.id))).toEqual([[1, 77], [2], [3]]);
  const lane = lanes[0];
  if (!lane) throw new Error('there is no lane');
  expect(clipAt(lane, momentAt(first, 95))?.footage.id).toBe(1);
  expect(clipAt(lane, momentAt(first, 97))).toBeUndefined();
  expect(clipAt(lane, momentAt(later, 0))?.footage.id).toBe(77);
});

test('the window holds linked parts and milestones near them, not the day a case was closed', () => {
  const lanes = lanesOf(links);
  const arrived = { name: 'arrived', at: '2026-03-02T08:40:00+08:00' };
  const near = windowOf(lanes, [arrived, { name: 'closed', at: '2026-05-01T08:00:00+08:00' }]);
  expect(near.from).toBeLessThan(Date.parse(arrived.at));
  expect(near.to).toBeLessThan(Date.parse('2026-03-02T08:50:00+08:00'));
});

test('a follower is nudged towards its place and made to jump when it is far away', () => {
  expect(paceOf(0.005, 1, false)).toEqual({ jump: false, rate: 1 });
  expect(paceOf(-0.1, 1, false).rate).toBeCloseTo(1.2);
  expect(paceOf(0.1, 2, false).rate).toBeCloseTo(1.8);
  expect(paceOf(3, 1, false).jump).toBe(true);
  expect(paceOf(1.5, 4, false).jump).toBe(false);
  // A voice that somebody listens to is bent less.
  expect(paceOf(-0.6, 1, false).rate).toBeCloseTo(1.5);
  expect(paceOf(-0.6, 1, true).rate).toBeCloseTo(1.2);
});

test('a drift dies away by the pace alone', () => {
  for (let drift = -0.6, looks = 0; Math.abs(drift) >= 0.012; looks += 1) {
    drift += (paceOf(drift, 1, true).rate - 1) * 0.1;
    expect(looks).toBeLessThan(100);
  }
});

test('the storyboard the hub writes is read: a picture for every second', () => {
  const stills = readStoryboard(storyboardCues(96_000, 90), 'https://hub.example/media/1/p/token/storyboard.vtt');
  expect(stills).toHaveLength(48);
  expect(stillAt(stills, 53)).toMatchObject({
    sheet: 'https://hub.example/media/1/p/token/storyboard-2.jpg',
    ...{ box: { x: 160, y: 0, width: 160, height: 90 }, from: 52 },
  });
  expect(stillAt(stills, 500)).toBe(stills.at(-1));
  expect(stillAt([], 1)).toBeUndefined();
});

test('so is one of parts, whose pictures are files of their own', () => {
  const words = cutStoryboard([
    { from: 9.5, to: 16.2 },
    { from: 30, to: 33 },
  ]);
  const stills = readStoryboard(words, 'https://hub.example/media/1/p/token/storyboard.vtt');
  expect(stills.map(({ sheet }) => Number(/still-(\d+)\.jpg$/.exec(sheet)?.[1]))).toEqual([10, 12, 14, 16, 30, 32]);
  expect(stillAt(stills, 9.6)?.sheet).toBe('https://hub.example/media/1/p/token/still-10.jpg');
  expect(stillAt(stills, 32.9)?.sheet).toBe('https://hub.example/media/1/p/token/still-32.jpg');
});

test('bars of a waveform keep what is loudest', () => {
  const peaks = Array.from({ length: 1000 }, (_, i) => (i === 777 ? 255 : 10));
  const bars = barsOf({ every: 0.1, peaks }, 50, 100, 100);
  expect(bars).toHaveLength(100);
  expect(bars.indexOf(255)).toBe(55);
});

test('a map keeps all points inside and a metre as long either way', () => {
  const { xy, scale } = projection([
    [113.31, 23.12],
    [113.32, 23.12],
  ]);
  const [x0, y0] = xy(113.31, 23.12);
  const [x1] = xy(113.32, 23.12);
  const [, y1] = xy(113.31, 23.13);
  expect(x0).toBeCloseTo(22);
  expect(x1).toBeCloseTo(298);
  expect((y0 - y1) / scale).toBeCloseTo(1113.2, 0);
  expect((x1 - x0) / scale).toBeCloseTo(1113.2 * Math.cos((23.12 * Math.PI) / 180), 0);
  expect(
    fixAt(
      [
        [5, 1, 1],
        [9, 2, 2],
      ],
      7,
    )?.[1],
  ).toBe(1);
});

test('a timecode survives the address of a page and leaves the rest of it alone', () => {
  const link = withTimecode('https://case.example/a?b=1#tab=2', { footageId: 12, seconds: 34.256 });
  expect(link).toBe('https://case.example/a?b=1#tab=2&footage=12&t=34.26');
  expect(readTimecode(new URL(link).hash)).toEqual({ footageId: 12, seconds: 34.26 });
  for (const other of ['', '#top', '#footage=x&t=1', '#footage=1&t=-4', '#footage=1&t=abc'])
    expect(readTimecode(other)).toBeUndefined();
});

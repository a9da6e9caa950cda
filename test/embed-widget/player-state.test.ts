import { expect, test } from 'vitest';
import { momentText, secondsBetween, shortMoment, timeText } from '../../embed-widget/player/clock.ts';
import { playableOf } from '../../embed-widget/player/engine/playable.ts';
import { initialState, shownSpan, ticksOf } from '../../embed-widget/player/player-state.ts';
import { milestoneWord, percentText, probabilityWord } from '../../embed-widget/player/words.ts';

const start = '2026-03-02T08:44:10+08:00';

test('the clock reads as the wall clock where the moment was written, whatever the zone of the viewer', () => {
  expect(timeText(start)).toBe('08:44:10');
  expect(timeText(start, 55)).toBe('08:45:05');
  expect(momentText('2026-03-02T23:59:59+08:00', 2)).toBe('2026-03-03 00:00:01');
  expect(timeText('2026-03-02T00:44:10Z')).toBe('00:44:10');
  expect(shortMoment(start)).toBe('03-02 08:44');
  expect(secondsBetween(start, '2026-03-02T00:45:10Z')).toBe(60);
});

test('milestones stand where the camera recorded them: a fast clock moves them on', () => {
  const milestones = [
    { name: 'dispatched', at: '2026-03-02T08:43:00+08:00' },
    { name: 'arrived', at: '2026-03-02T08:44:22+08:00' },
  ];
  expect(ticksOf(milestones, { start, seconds: 96 }).map(({ name, seconds }) => [name, seconds])).toEqual([
    ['arrived', 12],
  ]);
  expect(ticksOf(milestones, { start, seconds: 96, clockErrorMs: 6_000 }).map(({ seconds }) => seconds)).toEqual([18]);
  expect(ticksOf([{ name: 'arrived', at: 'no time' }], { start, seconds: 96 })).toEqual([]);
});

test('the bar shows the segment when only that is wanted', () => {
  const state = { ...initialState, duration: 96 };
  const segment = { from: 12, to: 70 };
  expect(shownSpan({ ...state, segmentOnly: true }, segment)).toEqual(segment);
  expect(shownSpan({ ...state, segmentOnly: false }, segment)).toEqual({ from: 0, to: 96 });
  expect(shownSpan({ ...state, segmentOnly: true }, undefined)).toEqual({ from: 0, to: 96 });
});

test('a rendition, made or being made, is played before the original, and nothing before the bytes are here', () => {
  const original = '/media/1/original';
  const manifest = '/media/1/master.m3u8';
  const hub = 'https://hub.example';
  const made = playableOf({ state: 'stored', rendition: 'ready', manifest, original }, hub);
  expect(made).toEqual({ kind: 'manifest', url: `${hub}${manifest}` });
  const now = playableOf({ state: 'stored', rendition: 'making', manifest: '/media/1/now.m3u8', original }, hub);
  expect(now).toEqual({ kind: 'manifest', url: `${hub}/media/1/now.m3u8` });
  const direct = playableOf({ state: 'stored', rendition: 'direct', original }, hub);
  expect(direct).toEqual({ kind: 'file', url: `${hub}${original}` });
  expect(playableOf({ state: 'fetching', rendition: 'none', original }, hub)).toBeUndefined();
  expect(playableOf({ state: 'stored', rendition: 'none' }, hub)).toBeUndefined();
});

test('probabilities in words never promise certainty; unknown words are shown as they came', () => {
  expect(percentText(0.99999)).toBe('99.9%');
  expect(percentText(0.62)).toBe('62.0%');
  expect(probabilityWord(0.998, 'zh')).toBe('几乎确定');
  expect(probabilityWord(0.2, 'en')).toBe('Unlikely');
  expect(milestoneWord('arrived', 'zh')).toBe('到达现场');
  expect(milestoneWord('handed-over', 'zh')).toBe('handed-over');
});

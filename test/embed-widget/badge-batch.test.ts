import { afterEach, expect, test, vi } from 'vitest';
import { followBadge } from '../../embed-widget/player/badge-batch.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a badge that comes while others are being asked for does not wait for the next round', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('location', { href: 'http://host/', origin: 'http://host' });
  vi.stubGlobal('parent', globalThis);
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.endsWith('/session')) return Response.json({ playback: 'p' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const asked = new URL(url).searchParams.get('records')?.split(',') ?? [];
    return Response.json({ items: asked.map((externalId) => ({ externalId, count: 1, seconds: 1, review: 0 })) });
  });
  const heard: string[] = [];
  followBadge('http://hub', 'g', 'case', 'A', () => heard.push('A'));
  await vi.advanceTimersByTimeAsync(60);
  followBadge('http://hub', 'g', 'case', 'B', () => heard.push('B'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard).toEqual(expect.arrayContaining(['A', 'B']));
  let before = heard.length;
  await vi.advanceTimersByTimeAsync(16_000);
  expect(heard.slice(before)).toEqual(['A', 'B']);

  // One that is stopped twice takes nobody else with it.
  const stop = followBadge('http://hub', 'g', 'case', 'C', () => heard.push('C'));
  stop();
  followBadge('http://hub', 'g', 'case', 'C', () => heard.push('another C'));
  stop();
  before = heard.length;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard.slice(before)).toEqual(['A', 'B', 'another C']);
});

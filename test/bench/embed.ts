import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ensureBuild } from '../../hub/dev/bare.mjs';
import { openBrowser } from '../kit/browser.ts';
import { report, table } from './_goals.ts';
import { type Bench, firstFrames, openHost } from './embed/first-frame.ts';
import { players, startHostPages } from './embed/host-page.ts';
import { thinLine } from './embed/thin-line.ts';
import type { Seen } from './embed/watch-video.ts';
import { startHubWithClip } from './media/hub-with-clip.ts';
import { cameraClip } from './media/make-clip.ts';

/** Within a segment, as most linked parts begin. */
const start = 13;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const medianOf = (seen: readonly Seen[], what: 'picture' | 'frame' | 'playing'): number =>
  median(seen.map((one) => one[what]));

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

/** What a host page with a badge costs before anybody clicks: bytes of code, and requests for media. */
const costOfBadge = async (bench: Bench): Promise<{ bytes: number; media: number }> => {
  const cost = { bytes: 0, media: 0 };
  const code: Promise<unknown>[] = [];
  bench.context.on('response', (response) => {
    const { pathname, origin } = new URL(response.url());
    if (origin !== bench.hub.url) return;
    if (pathname.startsWith('/media/')) cost.media += 1;
    if (pathname.startsWith('/embed/') && /\.(js|css)$/.test(pathname))
      code.push(
        response.body().then((body) => {
          cost.bytes += gzipSync(body, { level: 9 }).length;
        }),
      );
  });
  const page = await openHost(bench, 'hub');
  await pause(2_000);
  await Promise.all(code);
  await page.close();
  bench.context.removeAllListeners('response');
  return cost;
};

/**
 * A click in a business system's page until the first frame of the linked part: the badge beside shaka-player and hls.js
 * alone with the same manifest, which are handed the address without a grant. And the badge on a thin line.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: { runs: { type: 'string', default: '9' }, short: { type: 'boolean', default: false } },
  });
  await ensureBuild();
  // Three steps of a third of a minute each; five such rounds.
  const [stepSeconds, rounds] = [20, values.short ? 1 : 5];
  const seconds = values.short ? 90 : 330;
  const urls = { hub: '' };
  const host = await startHostPages(() => urls.hub);
  const hub = await startHubWithClip({
    ...{ file: await cameraClip(seconds), seconds, rendition: true, origins: [host.origin] },
    linked: { from: start, to: seconds },
  });
  urls.hub = hub.url;
  const { context, close } = await openBrowser();
  try {
    const bench: Bench = { context, hub, host, start };
    const badge = await costOfBadge(bench);
    // Before the others: segments they leave in the browser's cache would pass for a fast line.
    const fresh = await thinLine(bench, { stepSeconds: 0, rounds: 0, isFirstVisit: true });
    const thin = await thinLine(bench, { stepSeconds, rounds, isFirstVisit: false });
    const first = await firstFrames(bench, Number(values.runs), true);
    const later = await firstFrames(bench, Number(values.runs), false);
    const line = (what: string, visit: typeof later) =>
      players.map((player) => [
        ...[player === 'hub' ? 'badge' : player, what],
        ...(['frame', 'playing'] as const).map((moment) => medianOf(visit[player], moment).toFixed(0)),
        Math.min(...visit[player].map(({ frame }) => frame)).toFixed(0),
        Math.min(...visit[player].map(({ second }) => second)).toFixed(2),
      ]);
    const body = [
      `Clip of ${seconds} s, 720p and rungs of 480 and 240 lines, linked from second ${start}; medians of ${values.runs} clicks in turns. A first visit has no code in the browser's cache.`,
      '',
      table(
        ['player', 'visit', 'first frame, ms', 'playing, ms', 'least, ms', 'at second'],
        [...line('first', first), ...line('later', later)],
      ),
      '',
      `Thin line (700 kbit/s, 150 ms): first visit: picture ${fresh.picture.toFixed(0)} ms, playing ${fresh.playing.toFixed(0)} ms, after ${kilobytes(fresh.sent.code)} of code and ${kilobytes(fresh.sent.media)} of media. Later visit: picture ${thin.picture.toFixed(0)} ms, frame ${thin.frame.toFixed(0)} ms, playing ${thin.playing.toFixed(0)} ms, after ${kilobytes(thin.sent.media)} of media.`,
      `700, 250, 2,000 kbit/s in turns, ${stepSeconds} s each, ${rounds} rounds: ${thin.played.toFixed(1)} s played, ${thin.stalls} stalls (${thin.stalledMs.toFixed(0)} ms); lines of the picture at the end of each step: ${thin.heights.join(', ')}.`,
    ].join('\n');
    const ratio = (peer: 'shaka' | 'hls', visit: typeof later) =>
      medianOf(visit.hub, 'frame') / medianOf(visit[peer], 'frame');
    await report('embed', `npm run -s bench -- embed${args.map((arg) => ` ${arg}`).join('')}`, body, [
      { name: 'embed-badge-gzip-bytes', value: badge.bytes, atMost: 10_000, digits: 0 },
      { name: 'embed-media-requests-before-click', value: badge.media, atMost: 0, digits: 0 },
      { name: 'embed-first-frame-of-shaka', value: ratio('shaka', later), atMost: 1.15, digits: 2 },
      { name: 'embed-first-frame-of-hls', value: ratio('hls', later), atMost: 1, digits: 2 },
      { name: 'embed-first-visit-frame-of-shaka', value: ratio('shaka', first), atMost: 1.15, digits: 2 },
      { name: 'embed-first-visit-frame-of-hls', value: ratio('hls', first), atMost: 1, digits: 2 },
      { name: 'embed-thin-first-picture-ms', value: thin.picture, atMost: 1_000, digits: 0 },
      { name: 'embed-thin-playing-ms', value: thin.playing, atMost: 3_000, digits: 0 },
      { name: 'embed-thin-first-visit-playing-ms', value: fresh.playing, atMost: 3_000, digits: 0 },
      { name: 'embed-thin-stalls', value: thin.stalls, atMost: 0, digits: 0 },
    ]);
  } finally {
    await close();
    host.close();
    await hub.close();
  }
};

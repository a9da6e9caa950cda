import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';
import { type Bench, click, openHost } from './first-frame.ts';
import { type Seen, seenOf } from './watch-video.ts';

/** kbit/s, in this order again and again. */
const steps = [700, 250, 2_000] as const;
const latencyMs = 150;

const shape = (session: CDPSession, kbit: number): Promise<unknown> =>
  session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: (kbit * 1000) / 8,
    uploadThroughput: (kbit * 1000) / 8,
  });

/** Bytes over the line since the click, as they were sent, zipped or not. */
export interface Sent {
  readonly code: number;
  readonly media: number;
}

/** Count from now on. */
const countBytes = (session: CDPSession): Sent => {
  const sent = { code: 0, media: 0 };
  const kinds = new Map<string, keyof Sent>();
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url);
    if (pathname.startsWith('/media/')) kinds.set(requestId, 'media');
    else if (pathname.endsWith('.js')) kinds.set(requestId, 'code');
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind) sent[kind] += encodedDataLength;
  });
  return sent;
};

export interface ThinLine extends Seen {
  /** Until it played. */
  readonly sent: Sent;
  /** Times the playhead stood still for a quarter of a second and more, and ms of them all. */
  readonly stalls: number;
  readonly stalledMs: number;
  /** Seconds of the clip that passed meanwhile. */
  readonly played: number;
  /** Lines of the picture at the end of each step. */
  readonly heights: readonly number[];
}

/** Looks at the playhead at every frame of the page. */
const watchPlayhead = `window.playhead = { stalls: 0, stalledMs: 0 };
(() => {
  let [at, since, counted] = [-1, 0, false];
  const look = (now) => {
    const { currentTime, ended } = window.watched;
    if (currentTime !== at || ended) [at, since, counted] = [currentTime, now, false];
    else if (now - since > 250) {
      if (!counted) { playhead.stalls += 1; playhead.stalledMs += now - since; counted = true; }
      else playhead.stalledMs += now - playhead.last;
    }
    playhead.last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame((now) => { since = now; look(now); });
})()`;

/** The badge is there already; the line is thin from the click on. */
export const thinLine = async (
  bench: Bench,
  { stepSeconds, rounds, isFirstVisit }: { stepSeconds: number; rounds: number; isFirstVisit: boolean },
): Promise<ThinLine> => {
  const page = await openHost(bench, 'hub');
  try {
    const session = await bench.context.newCDPSession(page);
    await session.send('Network.enable');
    if (isFirstVisit) await session.send('Network.clearBrowserCache');
    // What an earlier line was like is none of this one's business.
    await page.evaluate("localStorage.removeItem('footage-bandwidth')");
    await shape(session, steps[0]);
    const counted = countBytes(session);
    await click(page, 'hub');
    const seen = await seenOf(page);
    const sent = { ...counted };
    await page.evaluate(watchPlayhead);
    const from = (await page.evaluate('window.watched.currentTime')) as number;
    const heights: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      for (const kbit of steps) {
        await shape(session, kbit);
        await pause(stepSeconds * 1000);
        heights.push((await page.evaluate('window.watched.videoHeight')) as number);
      }
    const { stalls, stalledMs } = (await page.evaluate('window.playhead')) as ThinLine;
    const played = ((await page.evaluate('window.watched.currentTime')) as number) - from;
    return { ...seen, sent, stalls, stalledMs, played, heights };
  } finally {
    await page.close();
  }
};

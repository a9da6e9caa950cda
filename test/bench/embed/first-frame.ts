import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { HubWithClip } from '../media/hub-with-clip.ts';
import { type Player, players, type startHostPages } from './host-page.ts';
import { type Seen, seenOf, watchVideo } from './watch-video.ts';

export type HostPages = Awaited<ReturnType<typeof startHostPages>>;

export interface Bench {
  readonly context: BrowserContext;
  readonly hub: HubWithClip;
  readonly host: HostPages;
  /** Second of the clip where the linked part begins. */
  readonly start: number;
}

/** Open a host page, ready to be clicked, with nothing of the player asked for yet. */
export const openHost = async ({ context, hub, host, start }: Bench, player: Player): Promise<Page> => {
  const page = await context.newPage();
  await watchVideo(page);
  const manifest = `${hub.url}/media/${hub.footageId}/p/${await hub.playback(host.origin)}/master.m3u8`;
  await page.addInitScript({ content: `window.order = ${JSON.stringify({ manifest, start })};` });
  await page.goto(host.addressOf(player, player === 'hub' ? await hub.grant(host.origin) : undefined));
  if (player === 'hub') await page.locator('footage-badge button.some').waitFor();
  else await page.locator('#open').waitFor();
  // Nothing of opening the page shall be under way any more.
  await page.waitForLoadState('networkidle');
  return page;
};

/** A hand comes before it presses. */
const handMs = 200;

export const click = async (page: Page, player: Player): Promise<void> => {
  const button = page.locator(player === 'hub' ? 'footage-badge button' : '#open');
  await button.hover();
  await pause(handMs);
  await button.click();
};

/** One click in a page of its own. @param isFirstVisit nothing of the player's code is in the browser yet */
const once = async (bench: Bench, player: Player, isFirstVisit: boolean): Promise<Seen> => {
  const page = await openHost(bench, player);
  try {
    if (isFirstVisit) {
      const session = await bench.context.newCDPSession(page);
      await session.send('Network.clearBrowserCache');
    }
    await click(page, player);
    return await seenOf(page);
  } finally {
    await page.close();
  }
};

/** In turns, so that all are measured in the same weather. */
export const firstFrames = async (
  bench: Bench,
  runs: number,
  isFirstVisit: boolean,
): Promise<Record<Player, Seen[]>> => {
  const seen: Record<Player, Seen[]> = { hub: [], shaka: [], hls: [] };
  for (const player of players) await once(bench, player, isFirstVisit);
  for (let run = 0; run < runs; run += 1)
    for (let turn = 0; turn < players.length; turn += 1) {
      const player = players[(run + turn) % players.length] as Player;
      seen[player].push(await once(bench, player, isFirstVisit));
    }
  return seen;
};

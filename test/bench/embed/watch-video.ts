import type { Page } from 'playwright-core';

/** What was seen of the one video of a page, in ms since the click. */
export interface Seen {
  /** Any picture of the clip: a still, or the first frame. */
  readonly picture: number;
  /** The first frame on the screen. */
  readonly frame: number;
  /** Its second in the clip. */
  readonly second: number;
  /** The playhead moves. */
  readonly playing: number;
}

/**
 * Runs in the page before its own scripts: finds the first `<video>` wherever it stands, and notes what happens to it.
 * Pictures count when they are decoded and laid out, frames when the compositor shows them.
 */
const watcher = `window.seen = {};
const deep = (selector, root = document) => [...root.querySelectorAll('*')].flatMap((node) => [
  ...(node.matches(selector) ? [node] : []), ...(node.shadowRoot ? deep(selector, node.shadowRoot) : [])]);
const since = () => performance.now() - window.clickedAt;
const note = (name) => { seen[name] ??= since(); };
let video;
const look = () => {
  if (window.clickedAt !== undefined) {
    if (!video && (video = deep('video')[0])) {
      video.requestVideoFrameCallback((_, { mediaTime }) => { note('frame'); note('picture'); seen.second ??= mediaTime; });
      window.watched = video;
    }
    if (seen.picture === undefined && video?.poster && performance.getEntriesByName(video.poster)[0]?.responseEnd > 0) note('picture');
    if (video && seen.frame !== undefined && !video.paused && video.currentTime > seen.second + 0.2) note('playing');
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
addEventListener('click', () => { window.clickedAt ??= performance.now(); }, { capture: true });`;

export const watchVideo = async (page: Page): Promise<void> => {
  await page.addInitScript({ content: watcher });
};

/** Wait until it plays. @throws after a minute */
export const seenOf = async (page: Page): Promise<Seen> => {
  await page.waitForFunction('window.seen.playing !== undefined', undefined, { timeout: 60_000, polling: 100 });
  return (await page.evaluate('window.seen')) as Seen;
};

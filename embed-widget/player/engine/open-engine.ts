import { expectedBandwidth } from './bandwidth.ts';
import type { Engine, EngineListener, PictureSize } from './engine.ts';
import { LightFirst, type OpenLibrary } from './light-first.ts';
import { prepareLight } from './light-opening.ts';
import type { Playable } from './playable.ts';

let streaming: typeof import('./shaka-engine.ts') | undefined;
let playerCode = '';

/** Bits per second at which a script came, undefined where it came from the browser's cache or nothing can be told. */
const lineOfScript = (url: string): number | undefined => {
  const [loaded] = performance.getEntriesByName(url) as PerformanceResourceTiming[];
  if (!loaded?.transferSize) return undefined;
  return (loaded.encodedBodySize * 8_000) / Math.max(1, loaded.responseEnd - loaded.responseStart);
};

/** What the first rung is chosen by: no more than the script has shown, which has just come over the same line. */
const lightLine = (): number => Math.min(lineOfScript(playerCode) ?? Number.POSITIVE_INFINITY, expectedBandwidth());

/** Note the player's script, by its address: how it came tells of the line. */
export const noteScript = (url: string): void => {
  playerCode = url;
};

const canBeLight = (): boolean => typeof MediaSource === 'function';

const library = async (): Promise<typeof import('./shaka-engine.ts')> => {
  streaming ??= await import('./shaka-engine.ts');
  return streaming;
};

const openLibrary: OpenLibrary = async (video, listener) => {
  const { ShakaEngine } = await library();
  return new ShakaEngine(video, listener, 'full');
};

/**
 * Begin to load what will be opened large in a moment, from `startTime` seconds on, before there is a `<video>`; if the
 * code is here already. Troubles are told when it is opened. Files browsers begin by themselves.
 */
export const prepareOpening = (playable: Playable | undefined, startTime: number): void => {
  if (playable?.kind !== 'manifest') return;
  if (streaming) streaming.prepareManifest(playable.url, startTime);
  // What does not come is asked for again when it is opened.
  else if (canBeLight()) prepareLight(playable.url, startTime, lightLine()).catch(() => undefined);
};

/**
 * The engine for a kind of media. What is played first is begun by little code, for the streaming library takes longer to
 * come, and to start, than the picture; it comes behind, for all that is played after.
 */
export const openEngine = async (
  kind: Playable['kind'],
  video: HTMLVideoElement,
  listener: EngineListener,
  size: PictureSize = 'full',
): Promise<Engine> => {
  if (kind === 'manifest') {
    if (canBeLight() && !streaming && size === 'full') {
      return new LightFirst(video, listener, { fetch: library, open: openLibrary }, lightLine());
    }
    const { ShakaEngine } = await library();
    return new ShakaEngine(video, listener, size);
  }
  const { FileEngine } = await import('./file-engine.ts');
  return new FileEngine(video, listener);
};

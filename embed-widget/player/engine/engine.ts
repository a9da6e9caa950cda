import type { Media } from '../../client/footage.ts';
import { hasHeldLibrary, holdLibrary } from './held-library.ts';
import { LightFirst, type OpenLibrary } from './light-first.ts';

/** What to play and how: a manifest by the streaming engine, or a file as it is. */
export interface Playable {
  readonly kind: 'manifest' | 'file';
  readonly url: string;
}

/** Why waiting will not help: `format` the browser cannot decode it, `missing` it is not there, `refused` may not look. */
export type FailureReason = 'format' | 'missing' | 'refused' | 'broken';

/** What an engine tells of its troubles. `interrupted`: the line is down, it keeps trying by itself. */
export interface EngineListener {
  interrupted(): void;
  recovered(): void;
  failed(reason: FailureReason, detail: string): void;
}

/** Hears an engine only while it is the one that counts: what it still reports after another took its place is lost. */
export const heardWhile = (counts: () => boolean, listener: EngineListener): EngineListener => ({
  interrupted: () => {
    if (counts()) listener.interrupted();
  },
  recovered: () => {
    if (counts()) listener.recovered();
  },
  failed: (reason, detail) => {
    if (counts()) listener.failed(reason, detail);
  },
});

/** Brings media into a `<video>`. One engine plays one clip, and is closed before the next one opens. */
export interface Engine {
  /** Load and stand at `startTime` seconds. Resolves when the media can be sought; troubles go to the listener. */
  open(url: string, startTime: number): Promise<void>;
  close(): Promise<void>;
  /** Load nothing beyond a second of the clip; undefined takes it back. Absent where the browser loads as it likes. */
  keepTo?(seconds: number | undefined): void;
}

/** The best that can be played now, if anything: a rendition, made or being made, else the original. */
export const playableOf = (media: Media, hub: string): Playable | undefined => {
  const absolute = (url: string): string => new URL(url, hub || location.href).href;
  if (media.manifest) return { kind: 'manifest', url: absolute(media.manifest) };
  if (media.state === 'stored' && media.original) return { kind: 'file', url: absolute(media.original) };
  return undefined;
};

/**
 * Ask for bytes that are elsewhere: that somebody wants to see them is what brings them to the hub. The answer is that
 * they are on their way; they show up in the clip's state.
 */
export const wantOriginal = ({ state, original }: Media, hub: string): void => {
  if (!original || (state !== 'remote' && state !== 'failed')) return;
  void fetch(new URL(original, hub || location.href).href, { headers: { Range: 'bytes=0-1' } }).catch(() => undefined);
};

/** `small`: a thumbnail beside another picture, which gets the smallest rung and little buffer. */
export type PictureSize = 'full' | 'small';

let streaming: typeof import('./shaka-engine.ts') | undefined;
let isThin = false;
let playerCode = '';
/** Who waits so long for the player would wait several seconds for the library, which is five times as large. */
const longestCodeMs = 350;

/**
 * Begin to load the code of the streaming engine: somebody is about to play. Whether it came shows when it is opened.
 * Where it would be long in coming, a lighter engine begins, and it comes later.
 *
 * @param code address of the script that asks: how long that took tells of the line
 */
export const preloadEngine = async (code: string): Promise<void> => {
  const [loaded] = performance.getEntriesByName(code) as PerformanceResourceTiming[];
  const isKept = loaded !== undefined && loaded.transferSize === 0 && loaded.encodedBodySize > 0;
  const isLong = isKept ? !hasHeldLibrary(code) : (loaded?.duration ?? 0) > longestCodeMs;
  playerCode = code;
  isThin = typeof MediaSource === 'function' && isLong;
  if (!isThin) await library().catch(() => undefined);
};

const library = async (): Promise<typeof import('./shaka-engine.ts')> => {
  streaming ??= await import('./shaka-engine.ts');
  holdLibrary(playerCode);
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
  if (playable?.kind === 'manifest') streaming?.prepareManifest(playable.url, startTime);
};

/** Load the code of the engine for a kind of media; the streaming one is large and comes only when it is needed. */
export const openEngine = async (
  kind: Playable['kind'],
  video: HTMLVideoElement,
  listener: EngineListener,
  size: PictureSize = 'full',
): Promise<Engine> => {
  if (kind === 'manifest') {
    if (isThin && !streaming && size === 'full')
      return new LightFirst(video, listener, { fetch: library, open: openLibrary });
    const { ShakaEngine } = await import('./shaka-engine.ts');
    return new ShakaEngine(video, listener, size);
  }
  const { FileEngine } = await import('./file-engine.ts');
  return new FileEngine(video, listener);
};

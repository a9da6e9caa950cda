import type { Media } from '../../client/footage.ts';

/** What to play and how: a manifest by the streaming engine, or a file as it is. */
export interface Playable {
  readonly kind: 'manifest' | 'file';
  readonly url: string;
}

const absolute = (url: string, hub: string): string => new URL(url, hub || location.href).href;

/** The original as it is, where its bytes are here and may be played whole. */
export const originalOf = ({ state, original }: Media, hub: string): Playable | undefined =>
  state === 'stored' && original ? { kind: 'file', url: absolute(original, hub) } : undefined;

/** The best that can be played now, if anything: a rendition, made or being made, else the original. */
export const playableOf = (media: Media, hub: string): Playable | undefined =>
  media.manifest ? { kind: 'manifest', url: absolute(media.manifest, hub) } : originalOf(media, hub);

/**
 * Ask for bytes that are elsewhere: that somebody wants to see them is what brings them to the hub. The answer is that
 * they are on their way; they show up in the clip's state.
 */
export const wantOriginal = ({ state, original }: Media, hub: string): void => {
  if (!original || (state !== 'remote' && state !== 'failed')) return;
  void fetch(absolute(original, hub), { headers: { Range: 'bytes=0-1' } }).catch(() => undefined);
};

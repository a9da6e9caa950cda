import type { Media } from '../../client/footage.ts';

/** What to play and how: a manifest by the streaming engine, or a file as it is. */
export interface Playable {
  readonly kind: 'manifest' | 'file';
  readonly url: string;
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

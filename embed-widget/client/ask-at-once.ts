import { askEmbedded, type Playback } from './embed.ts';
import { requestJson } from './request.ts';

/**
 * Ask the hub with a right to look, in one journey: with a header of its own a browser would ask first whether it may,
 * which costs a thin line as long as the answer.
 */
export const askEmbeddedAtOnce = <T>(playback: Playback, path: string): Promise<T> =>
  playback.token === undefined
    ? askEmbedded<T>(playback, path)
    : requestJson<T>(`${playback.hub}/embed/v1${path}?p=${encodeURIComponent(playback.token)}`, {
        credentials: 'omit',
      });

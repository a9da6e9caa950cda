import { askEmbedded, type Playback } from './embed.ts';
import { tellEmbedded } from './tell-embedded.ts';

/** A place in a clip that somebody marked for a record. */
export interface Mark {
  readonly id: number;
  readonly footageId: number;
  readonly seconds: number;
  readonly note: string;
  readonly by: string;
  readonly at: string;
}

/** Where in which clip, seen for which record. */
export interface Place {
  readonly recordId: number;
  readonly footageId: number;
  readonly seconds: number;
}

/** The marks people set in the clips of a record. */
export const marksOf = async (playback: Playback, recordId: number): Promise<readonly Mark[]> =>
  (await askEmbedded<{ items: Mark[] }>(playback, `/marks?recordId=${recordId}`)).items;

export const setMark = (playback: Playback, mark: Place & { readonly note: string }): Promise<Mark> =>
  tellEmbedded(playback, '/marks', JSON.stringify(mark), 'application/json');

/**
 * Have a picture written into the log. Its digest is taken by the hub: pages without TLS cannot, and the log need not
 * trust a browser.
 */
export const logSnapshot = (playback: Playback, place: Place, png: Blob): Promise<{ readonly sha256: string }> => {
  const { recordId, footageId, seconds } = place;
  const query = new URLSearchParams({ recordId: `${recordId}`, footageId: `${footageId}`, seconds: `${seconds}` });
  return tellEmbedded(playback, `/snapshots?${query}`, png, 'image/png');
};

import { footageSchema } from '../../hub/core/footage.ts';
import type { MediaDeps } from '../../hub/media/deps.ts';
import type { FootageRow } from '../../hub/store/footage.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { findFootageMedia } from '../../hub/store/media.ts';
import type { Store } from '../../hub/store/open.ts';
import { createSource } from '../../hub/store/sources.ts';

/** A source whose settings allow its media to be fetched from these places. */
export const makeSource = (store: Store, name: string, settings: Record<string, unknown>): Promise<void> =>
  createSource(store.db, { name, connector: 'docking-station', mapping: 'docking-station', settings });

let count = 0;

/** A catalogue entry whose bytes are at `url`. @returns its database id */
export const makeFootage = async (
  store: Store,
  source: string,
  media: { url?: string; sha256?: string },
  more: Record<string, unknown> = {},
): Promise<number> => {
  count += 1;
  const entry = footageSchema.parse({
    source,
    externalId: `clip-${count}`,
    deviceKind: 'body-camera',
    mediaType: 'video',
    policeId: '009901',
    org: '440106590000',
    start: '2024-01-05T08:48:00+08:00',
    end: '2024-01-05T08:48:06+08:00',
    media,
    ...more,
  });
  const { id } = await store.transaction((tx) => saveFootage(tx, entry, { messageId: null, at: Date.now() }));
  return id;
};

export const rowOf = async (store: Store, id: number): Promise<FootageRow> => {
  const row = await findFootageMedia(store.db, id);
  if (!row) throw new Error(`no footage ${id}`);
  return row;
};

export const mediaDeps = (store: Store, mediaDir: string, more: Partial<MediaDeps['environment']> = {}): MediaDeps => ({
  store,
  environment: {
    mediaDir,
    ffmpeg: 'ffmpeg',
    ffprobe: 'ffprobe',
    secret: 'a secret of the tests, long enough',
    ...more,
  },
  log: { warn: () => undefined },
});

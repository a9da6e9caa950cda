import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { beforeEach } from 'vitest';
import type { MediaDeps } from '../../hub/media/deps.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import type { FootageRow } from '../../hub/store/footage.ts';
import type { Store } from '../../hub/store/open.ts';
import { database } from '../kit/database.ts';
import { makeFootage, makeSource, mediaDeps, rowOf } from './catalogue.ts';
import { makeClip, ownFolder } from './clips.ts';
import { type MediaServer, mediaServer } from './media-server.ts';

/** A store, a volume, a docking station that serves `/clip.mp4` (source `dock`) and a watched folder (source `room`). */
export interface Fetching {
  readonly store: Store;
  readonly folder: string;
  readonly watched: string;
  readonly deps: MediaDeps;
  readonly server: MediaServer;
  readonly clip: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  /** Catalogue an entry whose bytes are at `url` and fetch it; `done` is the outcome or what was thrown. */
  fetchUrl(
    url: string,
    source?: string,
    more?: Record<string, unknown>,
  ): Promise<{ id: number; done: unknown; row: FootageRow }>;
}

/** For one test file; nothing has been asked and no line is cut when a test begins. */
export const openFetching = async (): Promise<Fetching> => {
  const { store } = await database();
  const folder = await ownFolder();
  const watched = join(folder, 'watched');
  const deps = mediaDeps(store, join(folder, 'volume'));
  const server = await mediaServer();
  const clip = await makeClip(folder, 'h264.mp4');
  const bytes = await readFile(clip);
  server.file('/clip.mp4', clip);
  await mkdir(watched);
  await makeSource(store, 'dock', { mediaHosts: [server.host] });
  await makeSource(store, 'room', { folder: watched });

  beforeEach(async () => {
    server.asked.length = 0;
    server.cutAfter(undefined);
    await store.db.execute(sql`delete from outbox`);
  });

  return {
    store,
    folder,
    watched,
    deps,
    server,
    clip,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    fetchUrl: async (url, source = 'dock', more = {}) => {
      const id = await makeFootage(store, source, { url }, more);
      return { id, done: await fetchFootage(deps, id).catch((error: unknown) => error), row: await rowOf(store, id) };
    },
  };
};

import { extname } from 'node:path';
import { explain } from '../core/errors.ts';
import type { HubEvent } from '../core/event.ts';
import type { FootageRow } from '../store/footage.ts';
import { type MediaUpdate, updateMedia } from '../store/media.ts';
import type { Db } from '../store/open.ts';
import type { MediaDeps } from './deps.ts';
import { sha256OfFile } from './digest.ts';
import type { Received } from './download.ts';
import { type MediaFacts, probe } from './probe.ts';
import { playsDirectly } from './rendition-plan.ts';
import type { Volume } from './volume.ts';

/**
 * Where the original of a recording lies. Small enough to be a file name, known before the first byte: whoever was
 * killed finds its work again.
 *
 * @param name of the file, for its extension
 */
export const originalPath = (row: Pick<FootageRow, 'id' | 'startAt'>, name: string): string => {
  const day = new Date(row.startAt).toISOString().slice(0, 10).replaceAll('-', '/');
  const extension = /^\.[a-z0-9]{1,5}$/.exec(extname(name).toLowerCase())?.[0] ?? '.bin';
  return `originals/${day}/${row.id}${extension}`;
};

/** Facts are wanted, not needed: bytes that ffprobe cannot read, or cannot read yet, are kept all the same. */
const factsOf = async (deps: MediaDeps, row: FootageRow, file: string): Promise<MediaFacts | string> => {
  if (row.mediaType !== 'video' && row.mediaType !== 'audio') return '';
  try {
    return await probe(deps.environment.ffprobe, file);
  } catch (error) {
    deps.log.warn({ footageId: row.id, error: explain(error) }, 'the facts of a recording could not be read');
    return explain(error);
  }
};

const storedUpdate = (facts: MediaFacts | string, received: Received, volume: Volume, path: string): MediaUpdate => ({
  mediaState: 'stored',
  mediaError: null,
  volume: volume.name,
  path,
  ...received,
  digestCheckedAt: Date.now(),
  ...(typeof facts === 'string'
    ? { renditionState: facts === '' ? 'direct' : 'none', renditionError: facts || null }
    : {
        durationMs: facts.durationMs ?? null,
        videoCodec: facts.video?.codec.slice(0, 20) ?? null,
        audioCodec: facts.audio?.codec.slice(0, 20) ?? null,
        renditionState: playsDirectly(facts) ? 'direct' : 'none',
        renditionError: null,
      }),
});

/**
 * Bytes that are on the volume without their row saying so: a process was killed after the rename. A file with another
 * digest than the promised one is none of ours and is set aside.
 */
export const alreadyThere = async (
  volume: Volume,
  path: string,
  promised: string | undefined,
): Promise<Received | undefined> => {
  const found = await volume.stat(path);
  if (!found) return undefined;
  const sha256 = await sha256OfFile(volume, path);
  if (promised === undefined || promised === sha256) return { bytes: found.bytes, sha256 };
  await volume.setAside(path);
  return undefined;
};

export interface NewOriginal {
  readonly volume: Volume;
  readonly path: string;
  readonly received: Received;
  /** The finished file in the workshop; absent when it is on the volume already. */
  readonly part: string | undefined;
  /** What else becomes true with it, in the same transaction. */
  readonly also?: (tx: Db) => Promise<void>;
}

/** Take the bytes of a recording to the volume and tell of it. The caller holds the lease `fetch:<id>`. */
export const storeOriginal = async (
  deps: MediaDeps,
  row: FootageRow,
  { volume, path, received, part, also }: NewOriginal,
): Promise<void> => {
  const facts = await factsOf(deps, row, part ?? volume.locate(path));
  if (part !== undefined) await volume.take(part, path);
  const events: HubEvent[] = [{ name: 'media.stored', data: { footageId: row.id } }];
  if (row.mediaType === 'video' || row.mediaType === 'audio') {
    events.push({ name: 'rendition.wanted', data: { footageId: row.id } });
  }
  await deps.store.transaction(async (tx) => {
    await updateMedia(tx, row.id, storedUpdate(facts, received, volume, path), events);
    await also?.(tx);
  });
};

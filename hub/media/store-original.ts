import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { explain } from '../core/errors.ts';
import type { HubEvent } from '../core/event.ts';
import type { FootageRow } from '../store/footage.ts';
import { type MediaUpdate, updateMedia } from '../store/media.ts';
import type { Db } from '../store/open.ts';
import { placementsOf, putPlacement } from '../store/placements.ts';
import { homeName } from '../store/volumes.ts';
import type { MediaDeps } from './deps.ts';
import { digestsOnVolume } from './digest.ts';
import type { Received } from './download.ts';
import { type MediaFacts, probe } from './probe.ts';
import { playsDirectly } from './rendition-plan.ts';
import { openVolume, openVolumes } from './volumes/open-volumes.ts';
import { placeOriginal } from './volumes/place-original.ts';

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
const factsOf = async (deps: MediaDeps, row: FootageRow, file: string | undefined): Promise<MediaFacts | string> => {
  if (file === undefined || (row.mediaType !== 'video' && row.mediaType !== 'audio')) return '';
  try {
    return await probe(deps.environment.ffprobe, file);
  } catch (error) {
    deps.log.warn({ footageId: row.id, error: explain(error) }, 'the facts of a recording could not be read');
    return explain(error);
  }
};

const storedUpdate = (facts: MediaFacts | string, received: Received, volume: string, path: string): MediaUpdate => ({
  mediaState: 'stored',
  mediaError: null,
  volume,
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
 * Bytes that are on a volume without their row saying so: a process was killed after they came to lie there. A file with
 * another digest than the promised one is none of ours and is set aside.
 */
export const alreadyThere = async (
  deps: MediaDeps,
  row: Pick<FootageRow, 'id'>,
  path: string,
  promised: string | undefined,
): Promise<{ received: Received; volume: string } | undefined> => {
  const arriving = (await placementsOf(deps.store.db, row.id)).filter(({ state }) => state === 'arriving');
  const names = new Set([homeName, ...arriving.map(({ volume }) => volume)]);
  for (const { volume } of (await openVolumes(deps)).filter(({ row: { name } }) => names.has(name))) {
    const found = await volume.stat(path).catch(() => undefined);
    if (!found) continue;
    const digests = await digestsOnVolume(volume, path);
    if (promised === undefined || promised === digests.sha256) {
      return { received: { bytes: found.bytes, ...digests }, volume: volume.name };
    }
    await volume.setAside(path);
  }
  return undefined;
};

export interface NewOriginal {
  readonly path: string;
  readonly received: Received;
  /** The finished file in the workshop; absent when it is on a volume already. */
  readonly part: string | undefined;
  /** The volume it is on already. */
  readonly volume?: string | undefined;
  /** What else becomes true with it, in the same transaction. */
  readonly also?: (tx: Db) => Promise<void>;
}

/** Take the bytes of a recording to a volume and tell of it. The caller holds the lease `fetch:<id>`. */
export const storeOriginal = async (
  deps: MediaDeps,
  row: FootageRow,
  { path, received, part, volume: there, also }: NewOriginal,
): Promise<void> => {
  const volume = there === undefined ? undefined : (await openVolume(deps, there)).volume;
  const facts = await factsOf(deps, row, part ?? volume?.locate?.(path));
  const { bytes } = received;
  const copy =
    part === undefined
      ? { footageId: row.id, volume: there ?? homeName, path, bytes }
      : await placeOriginal(deps, row, { file: part, path, received });
  const events: HubEvent[] = [
    { name: 'media.stored', data: { footageId: row.id } },
    { name: 'original.tend', data: { footageId: row.id } },
  ];
  if (row.mediaType === 'video' || row.mediaType === 'audio') {
    events.push({ name: 'rendition.wanted', data: { footageId: row.id } });
  }
  await deps.store.transaction(async (tx) => {
    await updateMedia(tx, row.id, storedUpdate(facts, received, copy.volume, path), events);
    await putPlacement(tx, { ...copy, state: 'good' });
    await also?.(tx);
  });
  if (part !== undefined) await rm(part, { force: true });
};

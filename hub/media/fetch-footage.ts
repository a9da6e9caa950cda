import { mkdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ConfigurationError, explain, HubError, nextStep, RetriableError } from '../core/errors.ts';
import type { HubEvent } from '../core/event.ts';
import type { FootageRow } from '../store/footage.ts';
import { withLease } from '../store/lease.ts';
import { findFootageMedia, type MediaUpdate, updateMedia } from '../store/media.ts';
import { MediaLostError } from './answer-error.ts';
import { copyFile } from './copy-file.ts';
import type { MediaDeps } from './deps.ts';
import { sha256OfFile } from './digest.ts';
import { download, type Received } from './download.ts';
import { fetchTrack } from './fetch-track.ts';
import { type MediaFacts, probe } from './probe.ts';
import { playsDirectly } from './rendition-plan.ts';
import { allowFile, readAllowance } from './source-allowance.ts';
import type { Volume } from './volume.ts';
import { currentVolume, volumeNamed } from './volumes.ts';

/** What became of it. `busy`: another process is at it. `nothing`: the catalogue names no bytes. */
export type FetchOutcome = 'stored' | 'already-stored' | 'lost' | 'busy' | 'nothing';

const patience = { answer: 180_000, silence: 30_000 };

/** Small enough to be a file name, known before the first byte: a killed fetch finds its work again. */
const pathOf = (row: FootageRow, address: URL): string => {
  const day = new Date(row.startAt).toISOString().slice(0, 10).replaceAll('-', '/');
  const extension = /^\.[a-z0-9]{1,5}$/.exec(extname(address.pathname).toLowerCase())?.[0] ?? '.bin';
  return `originals/${day}/${row.id}${extension}`;
};

const addressOf = (row: FootageRow): URL => {
  const url = row.data.media.url ?? '';
  if (URL.canParse(url)) return new URL(url);
  throw new ConfigurationError(
    `[hub] [media] footage ${row.id} of ${row.source}: "${url.slice(0, 200)}" is no address`,
    {
      remedy: 'see to media.url in the mapping of the source',
    },
  );
};

const bring = async (
  deps: MediaDeps,
  row: FootageRow,
  address: URL,
  part: string,
  lost: AbortSignal,
): Promise<Received> => {
  const signal = deps.signal ? AbortSignal.any([deps.signal, lost]) : lost;
  const allowance = await readAllowance(deps.store.db, row.source);
  if (address.protocol === 'file:') {
    const file = await allowFile(allowance, address).catch((cause: unknown) => {
      if (cause instanceof HubError) throw cause;
      throw new MediaLostError(`[hub] [media] ${address.pathname} is not there`, { cause });
    });
    return copyFile(file, part, signal);
  }
  const free = () => currentVolume(deps).free();
  return download(address, { part, allowance, signal, free, patienceMs: deps.patienceMs ?? patience });
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
const alreadyThere = async (
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

const fetchLeased = async (deps: MediaDeps, row: FootageRow, lost: AbortSignal): Promise<FetchOutcome> => {
  const volume = currentVolume(deps);
  const address = addressOf(row);
  const path = pathOf(row, address);
  const part = join(volume.workshop, `${row.id}.part`);
  await updateMedia(deps.store.db, row.id, { mediaState: 'fetching' });
  await mkdir(volume.workshop, { recursive: true });
  // What came through the door before outranks what the source says now: an original does not change.
  const promised = row.sha256 ?? row.data.media.sha256?.toLowerCase();
  const found = await alreadyThere(volume, path, promised);
  const received = found ?? (await bring(deps, row, address, part, lost));
  if (promised !== undefined && promised !== received.sha256) {
    await rm(part, { force: true });
    throw new RetriableError(
      `[hub] [media] footage ${row.id}: the bytes are not those of the digest that was promised`,
      {
        remedy: 'compare the file at the source with the digest it reported',
        detail: { promised, received: received.sha256 },
      },
    );
  }
  const facts = await factsOf(deps, row, found ? volume.locate(path) : part);
  if (!found) await volume.take(part, path);
  const events: HubEvent[] = [{ name: 'media.stored', data: { footageId: row.id } }];
  if (row.mediaType === 'video' || row.mediaType === 'audio') {
    events.push({ name: 'rendition.wanted', data: { footageId: row.id } });
  }
  await deps.store.transaction((tx) => updateMedia(tx, row.id, storedUpdate(facts, received, volume, path), events));
  return 'stored';
};

const isHere = async (deps: MediaDeps, row: FootageRow): Promise<boolean> => {
  if (row.mediaState !== 'stored' || row.volume === null || row.path === null) return false;
  return (await volumeNamed(deps, row.volume).stat(row.path))?.bytes === row.bytes;
};

/** The state a failure leaves behind: what may still be brought stays `remote`, with the reason beside it. */
const noteFailure = async (deps: MediaDeps, row: FootageRow, error: unknown): Promise<void> => {
  const mediaState = error instanceof MediaLostError ? 'lost' : nextStep(error) === 'retry' ? 'remote' : 'failed';
  await updateMedia(deps.store.db, row.id, { mediaState, mediaError: explain(error).slice(0, 2_000) });
};

const fetchBytes = async (deps: MediaDeps, row: FootageRow, lost: AbortSignal): Promise<FetchOutcome> => {
  if (row.data.media.url === undefined) return 'nothing';
  if (await isHere(deps, row)) return 'already-stored';
  try {
    return await fetchLeased(deps, row, lost);
  } catch (error) {
    await noteFailure(deps, row, error);
    if (error instanceof MediaLostError) return 'lost';
    throw error;
  }
};

/**
 * Bring the bytes of a recording to a volume, and its track when that is a file of its own: whole, hashed at the door, read-only, on disk before the row says so.
 * May be repeated and killed at any moment; one process at a time.
 *
 * @throws RetriableError when trying again may help (network, HTTP 5xx, full disk, wrong digest)
 * @throws ConfigurationError when the source's settings do not allow the address or its key is refused
 */
export const fetchFootage = async (deps: MediaDeps, footageId: number): Promise<FetchOutcome> => {
  const leased = await withLease(deps.store, `fetch:${footageId}`, async (lost): Promise<FetchOutcome> => {
    const row = await findFootageMedia(deps.store.db, footageId);
    if (!row) return 'nothing';
    // The track is small and matching waits for it. Its failure must not keep the bytes waiting, nor be forgotten.
    const trackFailure = await fetchTrack(deps, row).then(
      () => undefined,
      (error: unknown) => error,
    );
    const outcome = await fetchBytes(deps, row, lost);
    if (trackFailure !== undefined) throw trackFailure;
    return outcome;
  });
  return leased.taken ? leased.value : 'busy';
};

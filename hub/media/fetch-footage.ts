import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError, explain, HubError, NotFoundError, nextStep, RetriableError } from '../core/errors.ts';
import type { FootageRow } from '../store/footage.ts';
import { withLease } from '../store/lease.ts';
import { findFootageMedia, updateMedia } from '../store/media.ts';
import { MediaLostError } from './answer-error.ts';
import { copyFile } from './copy-file.ts';
import type { MediaDeps } from './deps.ts';
import { download, type Received } from './download.ts';
import { fetchTrack } from './fetch-track.ts';
import { homeVolume } from './home-volume.ts';
import { allowFile, readAllowance } from './source-allowance.ts';
import { alreadyThere, originalPath, storeOriginal } from './store-original.ts';
import { openOriginal } from './volumes/read-original.ts';

/** What became of it. `busy`: another process is at it. `nothing`: the catalogue names no bytes. */
export type FetchOutcome = 'stored' | 'already-stored' | 'lost' | 'busy' | 'nothing';

const patience = { answer: 180_000, silence: 30_000 };

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
  const free = () => homeVolume(deps).free();
  return download(address, { part, allowance, signal, free, patienceMs: deps.patienceMs ?? patience });
};

const fetchLeased = async (deps: MediaDeps, row: FootageRow, lost: AbortSignal): Promise<FetchOutcome> => {
  const volume = homeVolume(deps);
  const address = addressOf(row);
  const path = originalPath(row, address.pathname);
  const part = join(volume.workshop, `${row.id}.part`);
  await updateMedia(deps.store.db, row.id, { mediaState: 'fetching' });
  await mkdir(volume.workshop, { recursive: true });
  // What came through the door before outranks what the source says now: an original does not change.
  const promised = row.sha256 ?? row.data.media.sha256?.toLowerCase();
  const found = await alreadyThere(deps, row, path, promised);
  const received = found?.received ?? (await bring(deps, row, address, part, lost));
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
  await storeOriginal(deps, row, { path, received, part: found ? undefined : part, volume: found?.volume });
  return 'stored';
};

const isHere = async (deps: MediaDeps, row: FootageRow): Promise<boolean> => {
  if (row.mediaState !== 'stored') return false;
  return openOriginal(deps, row).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFoundError) return false;
      throw error;
    },
  );
};

/** The state a failure leaves behind: what may still be brought stays `remote`, with the reason beside it. */
const noteFailure = async (deps: MediaDeps, row: FootageRow, error: unknown): Promise<void> => {
  const mediaState = error instanceof MediaLostError ? 'lost' : nextStep(error) === 'retry' ? 'remote' : 'failed';
  await updateMedia(deps.store.db, row.id, { mediaState, mediaError: explain(error).slice(0, 2_000) });
};

const fetchBytes = async (deps: MediaDeps, row: FootageRow, lost: AbortSignal): Promise<FetchOutcome> => {
  if (row.data.media.url === undefined || row.mediaState === 'deleted') return 'nothing';
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

import { rename, rm, stat } from 'node:fs/promises';
import { RetriableError } from '../../core/errors.ts';
import { everything } from '../../core/scope.ts';
import type { FootageRow } from '../../store/footage.ts';
import { findFootage, saveFootage } from '../../store/footage.ts';
import { type FootageUpload, findUpload, settleUpload } from '../../store/footage-uploads.ts';
import { withLease } from '../../store/lease.ts';
import { findFootageMedia } from '../../store/media.ts';
import type { Db } from '../../store/open.ts';
import type { MediaDeps } from '../deps.ts';
import type { Received } from '../download.ts';
import { homeVolume } from '../home-volume.ts';
import { alreadyThere, originalPath, storeOriginal } from '../store-original.ts';
import type { HomeVolume } from '../volume.ts';
import { digestsOfFile } from '../volumes/local-original.ts';
import { DigestMismatchError } from './digest-mismatch-error.ts';
import { gathered, partOf, refusedPartOf } from './upload-parts.ts';
import { mustBeItsBytes, mustNotBeDeleted } from './upload-plan.ts';

const busy = (what: string): RetriableError =>
  new RetriableError(`[hub] [media] another process is at the recording of upload ${what}`, {
    retryAfterMs: 2_000,
    remedy: 'ask again in a moment; nothing needs to be sent again',
  });

/** Something to write down in the transaction that makes the upload true. */
export type NoteUpload = (tx: Db, row: FootageRow) => Promise<void>;

const received = async (part: string): Promise<Received> => {
  const { size } = await stat(part);
  return { bytes: size, ...(await digestsOfFile(part)) };
};

/** @throws DigestMismatchError after the bytes were put aside */
const checked = async (deps: MediaDeps, upload: FootageUpload, volume: HomeVolume): Promise<Received> => {
  const part = partOf(volume, upload.id);
  const found = await received(part);
  if (found.sha256 === upload.sha256) return found;
  const error = `[hub] [media] the bytes of ${upload.fileName} have SHA-256 ${found.sha256}, not ${upload.sha256}`;
  await rename(part, refusedPartOf(volume, upload.id));
  await settleUpload(deps.store.db, upload.id, { state: 'refused', error });
  throw new DigestMismatchError(error);
};

/**
 * The recording the bytes are of. One that nobody had catalogued is catalogued now, once.
 *
 * @returns undefined when there is none and it may not be made yet
 */
const recordingOf = async (
  deps: MediaDeps,
  { footageId, entry }: FootageUpload,
  mayMake: boolean,
): Promise<number | undefined> => {
  if (footageId !== null) return footageId;
  if (entry === null) return undefined;
  return deps.store.transaction(async (tx) => {
    const known = await findFootage(tx, everything, entry.source, entry.externalId);
    if (known || !mayMake) return known?.id;
    return (await saveFootage(tx, entry, { messageId: null, at: Date.now() })).id;
  });
};

/** @returns whether the recording has the bytes now */
const store = async (
  deps: MediaDeps,
  upload: FootageUpload,
  { footageId, whole, note }: { footageId: number; whole: Received | undefined; note: NoteUpload },
): Promise<boolean> => {
  const row = await findFootageMedia(deps.store.db, footageId);
  if (!row) return false;
  const volume = homeVolume(deps);
  const part = partOf(volume, upload.id);
  const also = async (tx: Db): Promise<void> => {
    await settleUpload(tx, upload.id, { state: 'stored', footageId });
    await note(tx, row);
  };
  mustBeItsBytes(row, upload.sha256);
  mustNotBeDeleted(row);
  if (row.mediaState === 'stored') {
    await deps.store.transaction(also);
    await rm(part, { force: true });
    return true;
  }
  const path = originalPath(row, upload.fileName);
  // On the volume without its row saying so: somebody was killed after the rename.
  const there = whole ? undefined : await alreadyThere(deps, row, path, upload.sha256);
  const received = whole ?? there?.received;
  if (!received) return false;
  await storeOriginal(deps, row, { path, received, part: whole && part, volume: there?.volume, also });
  return true;
};

/**
 * Make an upload whose bytes are all here the original of its recording: digest compared, read-only, on disk before the
 * row says so, told and noted together. May be repeated and killed at any moment; one process at a time.
 *
 * @returns the recording, undefined while bytes are missing
 * @throws DigestMismatchError when the bytes are others than was said, ConflictError when the recording has other bytes,
 *   RetriableError while another process is at it
 */
export const finishUpload = async (deps: MediaDeps, id: string, note: NoteUpload): Promise<number | undefined> => {
  const leased = await withLease(deps.store, `upload:${id}`, async () => {
    const upload = await findUpload(deps.store.db, id);
    if (!upload) return undefined;
    if (upload.state === 'refused') throw new DigestMismatchError(upload.error ?? '');
    if (upload.state === 'stored') return upload.footageId ?? undefined;
    const volume = homeVolume(deps);
    const here = await gathered(volume, upload);
    if (here > 0 && here < upload.bytes) return undefined;
    const whole = here > 0 ? await checked(deps, upload, volume) : undefined;
    const footageId = await recordingOf(deps, upload, whole !== undefined);
    if (footageId === undefined) return undefined;
    const stored = await withLease(deps.store, `fetch:${footageId}`, () =>
      store(deps, upload, { footageId, whole, note }),
    );
    if (!stored.taken) throw busy(upload.fileName);
    return stored.value ? footageId : undefined;
  });
  if (leased.taken) return leased.value;
  throw busy(id);
};

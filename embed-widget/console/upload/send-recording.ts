import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { DetailedError, Upload } from 'tus-js-client';
import { errorSays } from '../error-says.ts';

/** Bytes hashed without a breath: the page stays smooth. */
const hashAtOnce = 2 * 2 ** 20;
/** Bytes a request: what the longest patience of a proxy allows on a thin line. */
const sendAtOnce = 16 * 2 ** 20;
/** Counted anew whenever bytes got through. */
const retryDelays = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000];

export interface SendingEvents {
  /** Bytes of the file that are hashed (`digest`) or at the hub (`send`). */
  onProgress(phase: 'digest' | 'send', bytes: number): void;
  onDone(footage: number | undefined): void;
  /** Stopped, with the hub's words; `start` goes on where it stopped. */
  onTrouble(message: string): void;
}

/** One file on its way to the hub. */
export interface Sending {
  start(): void;
  pause(): void;
}

/** SHA-256 of a file, piece by piece; a browser's own takes it only whole. @throws when aborted */
const digestOf = async (file: Blob, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<string> => {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += hashAtOnce) {
    signal.throwIfAborted?.();
    hash.update(new Uint8Array(await file.slice(at, at + hashAtOnce).arrayBuffer()));
    onProgress(Math.min(at + hashAtOnce, file.size));
  }
  return bytesToHex(hash.digest());
};

const messageOf = (error: Error | DetailedError): string => {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined;
  try {
    const { detail, remedy } = JSON.parse(body ?? '') as { detail?: string; remedy?: string };
    return [detail, remedy].flatMap((one) => (one ? [errorSays(one)] : [])).join('；');
  } catch {
    return body?.trim() || error.message.split(', originated')[0] || error.message;
  }
};

/**
 * Send a file by tus. Begun before, also before the page was loaded anew, it goes on where it stopped: the digest says
 * that it is the same file.
 *
 * @param about metadata of the upload, without name and digest
 */
export const openSending = (file: File, about: Readonly<Record<string, string>>, events: SendingEvents): Sending => {
  let upload: Upload | undefined;
  let hashing: AbortController | undefined;
  let footage: number | undefined;

  const begin = async (signal: AbortSignal): Promise<void> => {
    const sha256 = await digestOf(file, (bytes) => events.onProgress('digest', bytes), signal);
    if (signal.aborted) return;
    const sending = new Upload(file, {
      endpoint: '/files',
      headers: { 'X-Hub': '1' },
      metadata: { ...about, filename: file.name, sha256 },
      chunkSize: sendAtOnce,
      retryDelays,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => `hub ${sha256} ${about.footage ?? 'new'}`,
      onProgress: (bytes) => events.onProgress('send', bytes),
      onAfterResponse: (_, response) => {
        const named = response.getHeader('Hub-Footage');
        if (named) footage = Number(named);
      },
      onSuccess: () => events.onDone(footage),
      onError: (error) => events.onTrouble(messageOf(error)),
    });
    const [previous] = await sending.findPreviousUploads();
    if (previous) sending.resumeFromPreviousUpload(previous);
    if (signal.aborted) return;
    upload = sending;
    upload.start();
  };

  return {
    start: () => {
      if (upload) return upload.start();
      hashing = new AbortController();
      const { signal } = hashing;
      begin(signal).catch((error: Error) => {
        if (!signal.aborted) events.onTrouble(error.message);
      });
    },
    pause: () => {
      hashing?.abort();
      void upload?.abort();
    },
  };
};

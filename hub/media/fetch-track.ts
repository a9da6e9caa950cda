import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { RecordError, RetriableError } from '../core/errors.ts';
import type { Fix } from '../core/footage.ts';
import type { FootageRow } from '../store/footage.ts';
import { saveTrack } from '../store/media.ts';
import { answerError, MediaLostError } from './answer-error.ts';
import type { MediaDeps } from './deps.ts';
import { httpGet } from './http-get.ts';
import { allowFile, readAllowance } from './source-allowance.ts';

/** The attribute of a catalogue entry that holds the address of its side file with fixes. */
const attribute = 'gpswz';
const mostBytes = 16 * 2 ** 20;
const patience = { answer: 30_000, silence: 15_000 };

/**
 * Fixes of a side file: a line each, `epochMs,longitude,latitude,accuracyM` in WGS84, accuracy optional. Lines that are
 * none (a heading, a receiver without fix) are left out.
 */
export const parseTrack = (text: string): Fix[] =>
  text.split(/\r?\n/).flatMap((line): Fix[] => {
    if (!/^\s*\d{12,14}\s*,\s*-?\d/.test(line)) return [];
    const [at, lon, lat, accuracy] = line.split(',').map(Number);
    if (at === undefined || lon === undefined || lat === undefined) return [];
    const onEarth = Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && !(lon === 0 && lat === 0);
    if (!onEarth || !Number.isFinite(at)) return [];
    return [accuracy !== undefined && accuracy >= 0 ? [at, lon, lat, accuracy] : [at, lon, lat]];
  });

const readText = async (response: IncomingMessage, what: string): Promise<string> => {
  const error = answerError(response, what);
  if (error) {
    response.destroy();
    throw error;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new RecordError(`[hub] [media] ${what}: the track is larger than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const readSideFile = async (deps: MediaDeps, source: string, address: URL): Promise<string> => {
  const allowance = await readAllowance(deps.store.db, source);
  if (address.protocol === 'file:') return readFile(await allowFile(allowance, address), 'utf8');
  const signal = deps.signal ?? new AbortController().signal;
  const response = await httpGet(address, { allowance, signal, patienceMs: deps.patienceMs ?? patience });
  return readText(response, `GET ${address.origin}${address.pathname}`);
};

/**
 * Bring the track of a recording whose catalogue entry has none but names a side file. The entry is told as changed,
 * so that matching looks at it again.
 *
 * @returns how many fixes were stored; 0 when there is nothing to bring or the side file is gone
 * @throws RetriableError when trying again may help
 */
export const fetchTrack = async (deps: MediaDeps, row: FootageRow): Promise<number> => {
  const url = row.data.attributes[attribute];
  if (row.data.track.length > 0 || typeof url !== 'string' || !URL.canParse(url)) return 0;
  try {
    const track = parseTrack(await readSideFile(deps, row.source, new URL(url)));
    if (track.length === 0) return 0;
    return (await deps.store.transaction((tx) => saveTrack(tx, row, track))) ? track.length : 0;
  } catch (error) {
    if (error instanceof RetriableError) throw error;
    const gone = error instanceof MediaLostError;
    deps.log.warn(
      { footageId: row.id, error },
      gone ? 'the track of a recording is gone' : 'a track could not be read',
    );
    return 0;
  }
};

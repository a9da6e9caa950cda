import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaFacts } from './probe.ts';
import { readingArgs } from './reading.ts';

/** Samples a second that are looked at: speech has its strength below half of it. */
const rate = 4000;
const mostPeaks = 3000;

/** `waveform.json`: how loud a recording is, for a picture of its sound. */
export interface Waveform {
  /** Seconds from one peak to the next. */
  every: number;
  /** 0 to 255, the loudest of its stretch. */
  peaks: number[];
}

/** The loudest sample of each stretch. */
export const peaksOf = (samples: Int16Array, durationMs: number): Waveform => {
  const every = Math.max(0.1, Math.ceil((durationMs / 1000 / mostPeaks) * 10) / 10);
  const step = Math.round(every * rate);
  const peaks: number[] = [];
  for (let from = 0; from < samples.length; from += step) {
    let most = 0;
    const to = Math.min(samples.length, from + step);
    for (let at = from; at < to; at += 1) most = Math.max(most, Math.abs(samples[at] as number));
    peaks.push(Math.min(255, Math.round(most / 128)));
  }
  return { every, peaks };
};

/** Write `waveform.json` into the folder of a rendition. Two hours of sound are 58 MB on the way. */
export const makeWaveform = async (
  run: (args: readonly string[]) => Promise<string>,
  folder: string,
  facts: MediaFacts,
  input: string,
): Promise<void> => {
  if (!facts.audio) return;
  const raw = join(folder, 'sound.raw');
  try {
    await run([
      ...['-nostdin', '-v', 'error', '-y', ...readingArgs, '-i', input, '-map', '0:a:0'],
      ...['-ac', '1', '-ar', String(rate), '-f', 's16le', raw],
    ]);
    const bytes = await readFile(raw);
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
    const waveform = peaksOf(samples, facts.durationMs ?? (samples.length / rate) * 1000);
    await writeFile(join(folder, 'waveform.json'), JSON.stringify(waveform));
  } finally {
    await rm(raw, { force: true });
  }
};

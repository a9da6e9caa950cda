import type { MediaFacts } from './probe.ts';
import { readingArgs } from './reading.ts';

/** Name in the folder of a rendition. */
export const captionsFile = 'captions.vtt';

/** Write the first subtitles of words (not those drawn as pictures) as WebVTT into the folder of a rendition. */
export const makeCaptions = async (
  run: (args: readonly string[]) => Promise<string>,
  _folder: string,
  { captions }: MediaFacts,
  input: string,
): Promise<void> => {
  if (!captions) return;
  await run([
    ...['-nostdin', '-v', 'error', '-y', ...readingArgs, '-i', input],
    ...['-map', `0:${captions.stream}`, '-f', 'webvtt', captionsFile],
  ]);
};

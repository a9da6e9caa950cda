import { askEarly } from './early-answers.ts';
import { firstPiece, firstRung, piecesOf, tracksOf } from './rungs.ts';

const textOf = async (url: string): Promise<string> => askEarly(url).then((answer) => answer.clone().text());

/**
 * Ask for what the light engine needs to show the picture of a second: playlists, beginnings and first segments of picture
 * and sound. Drawing the page takes as long.
 *
 * @param line bits per second the engine will begin by
 */
export const prepareLight = async (url: string, startTime: number, line: number): Promise<void> => {
  const tracks = tracksOf(await textOf(url), url);
  await Promise.all(
    tracks.map(async (rungs) => {
      const rung = rungs[firstRung(rungs, line)];
      const pieces = rung && piecesOf(await textOf(rung.url), rung.url);
      const first = pieces && firstPiece(pieces, startTime);
      for (const one of first ? [pieces.init, first.url] : []) askEarly(one).catch(() => undefined);
    }),
  );
};

const key = 'footage-bandwidth';
/** Where nobody knows better: slow enough to begin at once on any line that carries video. */
const firstGuess = 1_000_000;
/** The browser's own estimate is of all lines it has seen lately; this share of it is there for sure. */
const believed = 0.7;
const least = 50_000;

let measured: number | undefined;

const kept = (): number | undefined => {
  try {
    const bits = Number(localStorage.getItem(key));
    return bits > least ? bits : undefined;
  } catch {
    return undefined;
  }
};

type Line = { readonly downlink?: number; readonly saveData?: boolean };
const lineOf = (): Line => (navigator as Navigator & { readonly connection?: Line }).connection ?? {};

const guess = (): number => {
  const { downlink = 0 } = lineOf();
  return downlink > 0 ? Math.max(least, Math.min(firstGuess, downlink * 1_000_000 * believed)) : firstGuess;
};

/**
 * Bits per second the first segment is chosen by: what was measured now or last time, else a careful guess. No more than
 * the guess on a good line either: a light first segment shows the first picture sooner, and the next one is better.
 */
export const expectedBandwidth = (): number => Math.min(measured ?? kept() ?? guess(), firstGuess);

/** Keep what was measured for the next clip and the next page. */
export const rememberBandwidth = (bitsPerSecond: number): void => {
  if (!(bitsPerSecond > least)) return;
  measured = Math.round(bitsPerSecond);
  try {
    localStorage.setItem(key, String(measured));
  } catch {
    // A page that forbids storage just starts from the guess next time.
  }
};

/** What is known of the line, in bits per second. */
export interface LineReading {
  /** As measured now or last time; undefined where nothing was. */
  readonly measured?: number;
  /** The browser's own guess, where it makes one: it goes by whatever small things the page has loaded. */
  readonly guessed?: number;
  /** The person asked for little to be loaded. */
  readonly saves: boolean;
}

export const readLine = (): LineReading => {
  const { downlink, saveData } = lineOf();
  const bits = measured ?? kept();
  return {
    ...(bits === undefined ? {} : { measured: bits }),
    ...(downlink === undefined ? {} : { guessed: downlink * 1_000_000 }),
    saves: saveData === true,
  };
};

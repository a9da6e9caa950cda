const key = 'footage-bandwidth';
/** Slow enough to begin at once on any line that carries video. */
const firstGuess = 1_000_000;
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

/** Bits per second by what was measured now or last time, else by a careful guess: what the first segment is chosen by. */
export const expectedBandwidth = (): number => measured ?? kept() ?? firstGuess;

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

/** Whether the line bears more than one moving picture. The browser's own estimate counts where nothing was measured. */
export const bearsMany = (bitsPerSecond: number): boolean => {
  const { downlink, saveData } = lineOf();
  return saveData !== true && (measured ?? kept() ?? (downlink ?? 0) * 1_000_000) >= bitsPerSecond;
};

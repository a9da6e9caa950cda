import type { FootageTools } from './footage-tools.ts';
import { isForPlayer } from './player-keys.ts';

/** What keys can do beside playing. */
export interface Tools {
  readonly tools: FootageTools | null;
  nextCamera(by: number): void;
}

/** Keys of what stands around the picture; letters that the player itself leaves free. */
const keys: Readonly<Record<string, (to: Tools) => unknown>> = {
  b: ({ tools }) => tools?.mark(),
  p: ({ tools }) => tools?.snapshot(),
  r: ({ tools }) => tools?.cite(),
  i: ({ tools }) => tools?.smallWindow(),
  n: (to) => to.nextCamera(1),
  N: (to) => to.nextCamera(-1),
};

/** Act on a key. @returns whether it was ours */
export const pressToolKey = (event: KeyboardEvent, to: Tools): boolean => {
  const act = isForPlayer(event) ? (keys[event.key] ?? keys[event.key.toLowerCase()]) : undefined;
  if (!act) return false;
  event.preventDefault();
  act(to);
  return true;
};

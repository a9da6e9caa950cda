import { speeds } from './footage-controls.ts';
import { request } from './media-events.ts';
import type { PlayerState, Span } from './player-state.ts';
import { shownSpan } from './player-state.ts';

/** Length of a frame when nothing better is known: cameras record 25 frames a second. */
const frameSeconds = 0.04;

type Act = (from: EventTarget, state: PlayerState, segment: Span | undefined) => void;

const toggle: Act = (from, { paused }) => request(from, paused ? 'mediaplayrequest' : 'mediapauserequest', undefined);

const seekBy =
  (seconds: number): Act =>
  (from, state, segment) => {
    const span = shownSpan(state, segment);
    request(from, 'mediaseekrequest', Math.min(span.to, Math.max(span.from, state.currentTime + seconds)));
  };

const louder =
  (by: number): Act =>
  (from, { volume }) =>
    request(from, 'mediavolumerequest', Math.min(1, Math.max(0, Math.round((volume + by) * 100) / 100)));

const faster =
  (steps: number): Act =>
  (from, { rate }) => {
    const index = speeds.findIndex((speed) => speed >= rate);
    request(from, 'mediaplaybackraterequest', speeds[Math.min(speeds.length - 1, Math.max(0, index + steps))] ?? 1);
  };

/** Keys as in media-chrome. `event.key`, so that they follow the letters printed on the keyboard. */
const keys: Readonly<Record<string, Act>> = {
  ' ': toggle,
  k: toggle,
  j: seekBy(-10),
  l: seekBy(10),
  ArrowLeft: seekBy(-5),
  ArrowRight: seekBy(5),
  ',': seekBy(-frameSeconds),
  '.': seekBy(frameSeconds),
  Home: (from, state, segment) => request(from, 'mediaseekrequest', shownSpan(state, segment).from),
  End: (from, state, segment) => request(from, 'mediaseekrequest', shownSpan(state, segment).to),
  ArrowUp: louder(0.05),
  ArrowDown: louder(-0.05),
  m: (from, { muted }) => request(from, 'mediamuterequest', !muted),
  '<': faster(-1),
  '>': faster(1),
  s: (from, { segmentOnly }, segment) => {
    if (segment) request(from, 'segmentonlyrequest', !segmentOnly);
  },
  c: (from, { captions }) => request(from, 'captionsrequest', !captions),
  f: (from) => request(from, 'mediafullscreenrequest', undefined),
  '?': (from) => request(from, 'keyhelprequest', undefined),
};

/** Whether a key may be meant for the player: neither for the browser, nor for a field, nor taken already. */
export const isForPlayer = (event: KeyboardEvent): boolean => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const target = event.composedPath()[0];
  return !(
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  );
};

/** Act on a key. Leaves alone what belongs to a button that has the focus. @returns whether it was ours */
export const pressKey = (
  event: KeyboardEvent,
  from: EventTarget,
  state: PlayerState,
  segment: Span | undefined,
): boolean => {
  if (!isForPlayer(event)) return false;
  if (event.key === ' ' && event.composedPath()[0] instanceof HTMLButtonElement) return false;
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return false;
  event.preventDefault();
  act(from, state, segment);
  return true;
};

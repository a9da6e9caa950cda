import type { Milestone } from '../client/record.ts';
import { secondsBetween } from './clock.ts';

/** What went wrong, in words a person can act on. */
export interface Trouble {
  readonly message: string;
  readonly remedy?: string;
  /** Trying again may help. */
  readonly again: boolean;
}

/**
 * - `waiting`: the hub does not have the bytes yet, or is preparing them
 * - `interrupted`: the line is down and the engine keeps trying
 */
export type Phase = 'idle' | 'loading' | 'waiting' | 'ready' | 'interrupted' | 'failed';

/** What the controls draw. Only `<footage-player>` writes it, from what the media says. */
export interface PlayerState {
  readonly phase: Phase;
  readonly trouble?: Trouble;
  readonly paused: boolean;
  readonly stalled: boolean;
  readonly currentTime: number;
  readonly duration: number;
  readonly buffered: readonly (readonly [from: number, to: number])[];
  readonly volume: number;
  readonly muted: boolean;
  readonly rate: number;
  readonly segmentOnly: boolean;
  /** Captions are wanted, where there are some. */
  readonly captions: boolean;
  readonly fullscreen: boolean;
}

const atRest = { phase: 'idle', paused: true, stalled: false, currentTime: 0, duration: 0, buffered: [] } as const;

export const initialState: PlayerState = {
  ...atRest,
  volume: 1,
  muted: false,
  rate: 1,
  segmentOnly: false,
  captions: false,
  fullscreen: false,
};

/** Nothing is open; what the person set stays for what is opened next. */
export const asAtRest = ({ trouble: _, ...state }: PlayerState): PlayerState => ({ ...state, ...atRest });

/** A part of a clip in seconds from its beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A milestone on the clip's own timeline. */
export interface Tick {
  readonly name: string;
  readonly at: string;
  readonly seconds: number;
}

/**
 * Milestones in seconds of the clip. The camera's clock may be off by `clockErrorMs`: what truly happened at `at` was
 * recorded under `at + error`. Those outside the clip are left out.
 */
export const ticksOf = (
  milestones: readonly Milestone[],
  clip: { readonly start: string; readonly seconds: number; readonly clockErrorMs?: number },
): Tick[] =>
  milestones
    .map(({ name, at }) => ({ name, at, seconds: secondsBetween(clip.start, at) + (clip.clockErrorMs ?? 0) / 1000 }))
    .filter(({ seconds }) => seconds >= 0 && seconds <= clip.seconds);

/** The part the seek bar shows: the segment when only that is wanted, else the clip. */
export const shownSpan = (state: Pick<PlayerState, 'segmentOnly' | 'duration'>, segment: Span | undefined): Span =>
  state.segmentOnly && segment ? segment : { from: 0, to: Math.max(state.duration, 0.001) };

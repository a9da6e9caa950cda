import type { PlayerState } from './player-state.ts';

/** Nothing to play from. The streaming engine halts by a rate of 0 while it buffers; then no `waiting` is fired. */
export const isHalted = ({ playbackRate, readyState }: HTMLVideoElement): boolean =>
  playbackRate === 0 || readyState < HTMLMediaElement.HAVE_FUTURE_DATA;

/** What is loaded, in seconds of the clip. */
export const bufferedOf = ({ buffered }: HTMLVideoElement): (readonly [from: number, to: number])[] =>
  Array.from({ length: buffered.length }, (_, i) => [buffered.start(i), buffered.end(i)] as const);

/** Seconds loaded ahead of the playhead. */
export const aheadOf = (video: HTMLVideoElement): number => {
  const at = video.currentTime;
  const [, to = at] = bufferedOf(video).find(([from, end]) => at >= from - 0.1 && at <= end) ?? [];
  return to - at;
};

/** What the media says now. Of a state that is not ready it knows no place, nor between two engines. */
export const readingOf = (video: HTMLVideoElement, { phase, rate }: PlayerState): Partial<PlayerState> => ({
  paused: video.paused,
  volume: video.volume,
  muted: video.muted,
  rate: video.playbackRate || rate,
  ...(isHalted(video) ? {} : { stalled: false }),
  buffered: bufferedOf(video),
  ...(phase === 'ready' && video.readyState > 0 ? { currentTime: video.currentTime } : {}),
  ...(Number.isFinite(video.duration) && video.duration > 0 ? { duration: video.duration } : {}),
});

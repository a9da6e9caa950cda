import type { FootageItem } from '../client/footage.ts';
import type { Span } from './player-state.ts';

/** A recording, and the part of it to open at. */
export interface Clip {
  readonly footage: FootageItem;
  readonly segment?: Span;
  /** Seconds to open at; the beginning of the segment when absent. */
  readonly at?: number;
}

/** Second to open at. */
export const openingOf = ({ at, segment }: Clip): number => at ?? segment?.from ?? 0;

/** The hub gives no more than the linked parts of it. */
export const isOpenInPart = (clip: Clip | undefined): boolean =>
  clip?.footage.media.stretches !== undefined && clip.segment !== undefined;

/** Whether only the linked part is shown to begin with: it is opened there, and it is not nearly all of the clip. */
export const startsInSegment = (clip: Clip): boolean => {
  const { segment, at = segment?.from ?? 0, footage } = clip;
  if (isOpenInPart(clip)) return true;
  if (!segment || at < segment.from || at > segment.to) return false;
  return segment.to - segment.from < footage.seconds - 1;
};

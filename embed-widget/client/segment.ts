/** The part of a recording a link speaks of, as moments and as seconds inside the clip. */
export interface Segment {
  readonly start: string;
  readonly end: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

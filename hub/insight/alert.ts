import type { Label } from '../core/vocabulary.ts';

/** Something that is wrong now and that a person can do something about. It goes when its cause has gone. */
export interface Alert {
  /** The same as long as the cause is the same. */
  readonly id: string;
  readonly severity: 'critical' | 'warning';
  readonly kind:
    | 'source-failed'
    | 'source-retrying'
    | 'source-silent'
    | 'dead-letters'
    | 'events-parked'
    | 'media-failed'
    | 'breaker-open'
    | 'publishing-troubled'
    | 'views-troubled'
    | 'volume-out'
    | 'copies-missing';
  readonly text: Label;
  /** What it is about, e.g. `source:dispatch-icc`, `footage:7`. */
  readonly object: string;
  /** Epoch ms, when it is known. */
  readonly since?: number;
  readonly remedy?: string;
}

/** Fewer tries than this are an ordinary hiccup of a line. */
export const worrying = 3;

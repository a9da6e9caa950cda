/** How a follower is brought to where it should be. */
export interface Pace {
  /** Jump: it is too far away to catch up. */
  readonly jump: boolean;
  /** Playback rate until the next look. */
  readonly rate: number;
}

/** Beyond this many seconds catching up would take longer than seeking. */
const farSeconds = 0.7;
/** What nobody sees or hears, and no media clock tells more exactly. */
const closeSeconds = 0.012;
/** A voice stays a voice within this share of its speed. */
const mostNudge = 0.2;

/**
 * The pace of one look at a follower. Proportional: a drift of 100 ms is made good in about a second.
 *
 * @param drift seconds the follower is ahead of the leader; negative when it is behind
 * @param rate of the leader
 */
export const paceOf = (drift: number, rate: number): Pace => {
  if (Math.abs(drift) > farSeconds * Math.max(1, rate)) return { jump: true, rate };
  if (Math.abs(drift) < closeSeconds) return { jump: false, rate };
  const nudge = Math.min(mostNudge, Math.max(-mostNudge, drift / Math.max(1, rate)));
  return { jump: false, rate: rate * (1 - nudge) };
};

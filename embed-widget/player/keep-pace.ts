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
const mostNudgeHeard = 0.2;
const mostNudgeMuted = 0.5;
/** Share of the drift that is made good in a second. */
const zeal = 2;
/** Share of it that is made good until the next look at most: a page that looks late must not overshoot. */
const mostUntilNextLook = 0.7;

/**
 * The pace of one look at a follower. Proportional: most of a drift of 100 ms is made good in half a second.
 *
 * @param drift seconds the follower is ahead of the leader; negative when it is behind
 * @param rate of the leader
 * @param heard whether somebody listens to it
 * @param lookEvery seconds between the last two looks
 */
export const paceOf = (drift: number, rate: number, heard: boolean, lookEvery = 0): Pace => {
  if (Math.abs(drift) > farSeconds * Math.max(1, rate)) return { jump: true, rate };
  if (Math.abs(drift) < closeSeconds) return { jump: false, rate };
  const most = heard ? mostNudgeHeard : mostNudgeMuted;
  const eager = Math.min(zeal, mostUntilNextLook / Math.max(lookEvery, 0.001));
  const nudge = Math.min(most, Math.max(-most, (drift * eager) / Math.max(1, rate)));
  return { jump: false, rate: rate * (1 - nudge) };
};

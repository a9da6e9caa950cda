/** What is believed of a track, and how far off it somebody can have been. The earth is taken for flat. */

export const metresPerDegree = 111_320;
export const mostAccuracyM = 500;
export const mostFixAccuracyM = 100;
/** Between fixes further apart nobody knows the way. */
export const longestStepMs = 5 * 60_000;
/** How far off the straight way somebody gets in a second between two fixes, and at most. */
export const strayMetresPerSecond = 2;
export const mostStrayM = 300;

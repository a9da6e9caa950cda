import type { PictureSize } from './engine.ts';

/** The lowest rung of the hub's renditions; where there is none so low, the smallest there is. */
const smallHeight = 240;
/** Seconds ahead. Long enough to sit out a line that falls to a third while a large segment is on its way. */
const aheadFull = 24;
const aheadSmall = 6;
const retries = { maxAttempts: 3, baseDelay: 500, backoffFactor: 2, fuzzFactor: 0.3, timeout: 20_000 };

/** Seconds loaded ahead at most. */
export const aheadOf = (size: PictureSize): number => (size === 'small' ? aheadSmall : aheadFull);

/** How the library streams. @param guess bits per second the first segment is chosen by */
export const streamingSettings = (size: PictureSize, guess: number) => ({
  abr: {
    defaultBandwidthEstimate: guess,
    useNetworkInformation: false,
    switchInterval: 4,
    // Seconds of loading, not of the clip: with the buffer full, a segment takes a fraction of one.
    advanced: { fastHalfLife: 1, slowHalfLife: 2.5 },
    // A better rung before the first picture would load the same seconds twice.
    enabled: false,
    ...(size === 'small' ? { restrictions: { maxHeight: smallHeight } } : {}),
  },
  // To look for captions inside the pictures it would load the first, middle and last segment before any other.
  manifest: { retryParameters: retries, hls: { disableClosedCaptionsDetection: true } },
  streaming: {
    bufferingGoal: aheadOf(size),
    // The hub's playlists are exact: no segment is loaded in case the right second lies in the one before.
    inaccurateManifestTolerance: 0,
    rebufferingGoal: 1,
    bufferBehind: size === 'small' ? 10 : 30,
    retryParameters: retries,
  },
});

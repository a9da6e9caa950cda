import type { MediaFacts } from './probe.ts';

/** What is done to each stream: taken as it is, made anew, or not there. */
export interface RenditionPlan {
  readonly video: 'copy' | 'encode' | 'none';
  readonly audio: 'copy' | 'encode' | 'none';
}

/** H.264 with 4:2:0 and 8 bits is all that every browser decodes. */
const playableVideo = (facts: MediaFacts): boolean =>
  facts.video?.codec === 'h264' && ['yuv420p', 'yuvj420p'].includes(facts.video.pixelFormat);

/** Copying takes seconds where encoding takes minutes: encode only what browsers cannot play (HEVC, AMR, PCM, …). */
export const renditionPlan = (facts: MediaFacts): RenditionPlan => ({
  video: facts.video ? (playableVideo(facts) ? 'copy' : 'encode') : 'none',
  audio: facts.audio ? (facts.audio.codec === 'aac' ? 'copy' : 'encode') : 'none',
});

/** Whether the original plays in a browser as it is, until (or instead of) a rendition. */
export const playsDirectly = (facts: MediaFacts): boolean => {
  const { video, audio } = renditionPlan(facts);
  const isMp4 = facts.container.split(',').includes('mp4');
  if (video === 'none') return facts.container === 'mp3' || facts.container === 'wav' || (isMp4 && audio === 'copy');
  return isMp4 && video === 'copy' && audio !== 'encode';
};

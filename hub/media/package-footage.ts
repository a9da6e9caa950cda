import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explain, RecordError } from '../core/errors.ts';
import { lockFootage } from '../store/deletions.ts';
import type { FootageRow } from '../store/footage.ts';
import { withLease } from '../store/lease.ts';
import { findFootageMedia, updateMedia } from '../store/media.ts';
import { captionsFile, makeCaptions } from './captions.ts';
import type { MediaDeps } from './deps.ts';
import { homeVolume } from './home-volume.ts';
import { ladderArgs, ladderOf, segmentSeconds } from './ladder.ts';
import { type MediaFacts, probe } from './probe.ts';
import { readingArgs } from './reading.ts';
import { renditionFolder } from './rendition-file.ts';
import { playsDirectly, renditionPlan } from './rendition-plan.ts';
import { runProgram } from './run-program.ts';
import { makePoster, makeStoryboard } from './stills.ts';
import { localOriginal } from './volumes/local-original.ts';
import { makeWaveform } from './waveform.ts';

/** `direct`: there is no rendition, and the original plays as it is. */
export type PackageOutcome = 'ready' | 'direct' | 'already-ready' | 'busy' | 'not-stored';

const longestMs = 6 * 3_600_000;

const encodeAudio = ['-c:a', 'aac', '-b:a', '48k', '-ac', '1', '-ar', '48000'];
/** Bits a second. Richer sound beside a picture would take a thin line from it; the original keeps it. */
const richestBesidePicture = 64_000;

const keepsAudio = (facts: MediaFacts): boolean =>
  renditionPlan(facts).audio === 'copy' && (!facts.video || (facts.audio?.bitrate ?? 0) <= richestBesidePicture);

const packageArgs = (facts: MediaFacts, input: string): string[] => {
  const plan = renditionPlan(facts);
  return [
    ...['-nostdin', '-v', 'error', '-y', ...readingArgs, '-i', input],
    ...ladderArgs(ladderOf(facts)),
    ...(plan.audio === 'none' ? [] : ['-map', '0:a:0', ...(keepsAudio(facts) ? ['-c:a', 'copy'] : encodeAudio)]),
    ...['-map_metadata', '-1', '-avoid_negative_ts', 'make_zero'],
    ...['-f', 'dash', '-seg_duration', String(segmentSeconds), '-dash_segment_type', 'mp4'],
    ...['-init_seg_name', 'init-$RepresentationID$.m4s', '-media_seg_name', 'seg-$RepresentationID$-$Number%05d$.m4s'],
    ...[
      '-adaptation_sets',
      plan.video === 'none'
        ? 'id=0,streams=a'
        : plan.audio === 'none'
          ? 'id=0,streams=v'
          : 'id=0,streams=v id=1,streams=a',
    ],
    ...['-hls_playlist', '1', '-hls_master_name', 'master.m3u8', 'manifest.mpd'],
  ];
};

/** What makes finding one's way easier; a clip that has none of it still plays. */
const looks = {
  poster: makePoster,
  storyboard: makeStoryboard,
  waveform: makeWaveform,
  captions: makeCaptions,
} as const;

/** @returns the names of what was made */
const make = async (
  deps: MediaDeps,
  row: FootageRow,
  facts: MediaFacts,
  input: string,
  lost: AbortSignal,
): Promise<readonly string[]> => {
  const volume = homeVolume(deps);
  const folder = join(volume.workshop, `rendition-${row.id}`);
  const signal = deps.signal ? AbortSignal.any([deps.signal, lost]) : lost;
  const run = (args: readonly string[]) =>
    runProgram(deps.environment.ffmpeg, args, { cwd: folder, signal, timeoutMs: longestMs });
  // What a killed process left behind.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    await run(packageArgs(facts, input));
    if (!(await readdir(folder)).some((name) => name.startsWith('seg-'))) {
      throw new RecordError(`[hub] [media] footage ${row.id} holds no picture or sound that can be packaged`);
    }
    for (const [name, makeLook] of Object.entries(looks)) {
      await makeLook(run, folder, facts, input).catch((error: unknown) =>
        deps.log.warn({ footageId: row.id, error: explain(error) }, `no ${name} could be made`),
      );
    }
    const made = await readdir(folder);
    await volume.takeFolder(folder, renditionFolder(row.id));
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const packageLeased = async (deps: MediaDeps, row: FootageRow, lost: AbortSignal): Promise<PackageOutcome> => {
  let direct = false;
  try {
    const input = await localOriginal(deps, row);
    const facts = await probe(deps.environment.ffprobe, input);
    direct = playsDirectly(facts);
    if (!direct) await updateMedia(deps.store.db, row.id, { renditionState: 'making', renditionError: null });
    const made = await make(deps, row, facts, input, lost);
    const captions = made.includes(captionsFile) ? (facts.captions?.language?.slice(0, 20) ?? 'und') : null;
    const isKept = await deps.store.transaction(async (tx) => {
      if ((await lockFootage(tx, row.id))?.mediaState !== 'stored') return false;
      await updateMedia(tx, row.id, { renditionState: 'ready', renditionError: null, captions });
      return true;
    });
    if (isKept) return 'ready';
    // Deleted on approval meanwhile.
    await homeVolume(deps).removeFolder(renditionFolder(row.id));
    return 'not-stored';
  } catch (error) {
    // An original that plays as it is goes on doing so, whatever happened to its rendition.
    const renditionState = direct || row.renditionState === 'direct' ? 'direct' : 'failed';
    await updateMedia(deps.store.db, row.id, { renditionState, renditionError: explain(error).slice(0, 2_000) });
    throw error;
  }
};

/**
 * Make the rendition browsers play: CMAF segments in rungs for thick and thin lines with an HLS and a DASH manifest, and
 * poster, storyboard and waveform. Streams that browsers can decode are copied, others encoded. The rendition appears whole or not at all; one process at a time makes it.
 *
 * @throws ConfigurationError when ffmpeg is missing, RecordError when it can make nothing of this file
 */
export const packageFootage = async (deps: MediaDeps, footageId: number): Promise<PackageOutcome> => {
  const leased = await withLease(deps.store, `package:${footageId}`, async (lost): Promise<PackageOutcome> => {
    const row = await findFootageMedia(deps.store.db, footageId);
    if (row?.mediaState !== 'stored' || (row.mediaType !== 'video' && row.mediaType !== 'audio')) {
      return row?.renditionState === 'direct' ? 'direct' : 'not-stored';
    }
    if (row.renditionState === 'ready' && (await homeVolume(deps).stat(`${renditionFolder(footageId)}/master.m3u8`))) {
      return 'already-ready';
    }
    return packageLeased(deps, row, lost);
  });
  return leased.taken ? leased.value : 'busy';
};

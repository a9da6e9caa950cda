import { extname } from 'node:path';
import { ConflictError } from '../../core/errors.ts';
import { toIso } from '../../core/time.ts';
import type { MediaDeps } from '../deps.ts';
import { homeVolume } from '../home-volume.ts';
import { originalType } from '../original-type.ts';
import { localOriginal } from '../volumes/local-original.ts';
import { openOriginal } from '../volumes/read-original.ts';
import type { ChosenClip } from './compose.ts';
import { cutSegment } from './cut-segment.ts';
import type { FileToPack } from './write-package.ts';

/** Shorter than this outside of it, the linked part is the whole clip. */
const worthCuttingMs = 5_000;

/** A name that every file system takes, the beginning of the clip first so that a folder sorts by time. */
const fileName = ({ footage }: ChosenClip, extension: string): string => {
  const at = toIso(footage.startAt).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const name = `${footage.source}_${footage.externalId}`.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 120);
  return `${at}_${name}${extension}`;
};

/** @throws ConflictError naming the recordings whose bytes are not here */
export const checkStored = (clips: readonly ChosenClip[]): void => {
  const away = clips.filter(
    ({ footage }) => footage.mediaState !== 'stored' || !footage.path || footage.bytes === null,
  );
  if (away.length === 0) return;
  throw new ConflictError(
    `[hub] [media] the bytes of ${away.map(({ footage }) => `recording ${footage.id} (${footage.externalId})`).join(', ')} are not on a volume`,
    { remedy: 'open the recording so that it is fetched, and order the package again; or leave it out' },
  );
};

/**
 * The files of a package: each original as it lies on its volume, and beside it the linked part where that is not the
 * whole clip. `release` removes what was cut; call it when the package is written.
 */
export const filesOfPackage = async (
  deps: Pick<MediaDeps, 'store' | 'environment' | 'signal' | 'log'>,
  clips: readonly ChosenClip[],
): Promise<{ files: FileToPack[]; release(): Promise<void> }> => {
  checkStored(clips);
  const removals: (() => Promise<void>)[] = [];
  const release = async () => {
    for (const remove of removals.splice(0)) await remove();
  };
  const files: FileToPack[] = [];
  /** Two recordings may differ in signs alone, or far behind. */
  const pathOf = (folder: string, clip: ChosenClip, extension: string): string => {
    const path = `${folder}/${fileName(clip, extension)}`;
    return files.some((file) => file.path === path)
      ? `${folder}/${fileName(clip, `_${clip.footage.id}${extension}`)}`
      : path;
  };
  try {
    for (const clip of clips) {
      const { footage, link } = clip;
      const path = footage.path ?? '';
      const original = await openOriginal(deps, footage);
      const name = `${footage.source}/${footage.externalId}`;
      files.push({
        path: pathOf('originals', clip, extname(path)),
        role: 'original',
        footage: name,
        type: originalType(path, footage.mediaType),
        bytes: footage.bytes ?? 0,
        ...(footage.sha256 === null ? {} : { sha256: footage.sha256 }),
        open: () => original.read(),
      });
      const isPart =
        link.segmentStart - footage.startAt > worthCuttingMs || footage.endAt - link.segmentEnd > worthCuttingMs;
      if (!isPart || (footage.mediaType !== 'video' && footage.mediaType !== 'audio')) continue;
      const from = link.segmentStart - footage.startAt;
      const to = link.segmentEnd - footage.startAt;
      const part = await cutSegment(deps, homeVolume(deps).workshop, await localOriginal(deps, footage), from, to);
      removals.push(part.remove);
      files.push({
        path: pathOf('segments', clip, '.mp4'),
        role: 'segment',
        footage: name,
        type: footage.mediaType === 'audio' ? 'audio/mp4' : 'video/mp4',
        bytes: part.bytes,
        open: part.read,
      });
    }
    return { files, release };
  } catch (error) {
    await release();
    throw error;
  }
};

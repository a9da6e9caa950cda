import { homeName } from '../store/volumes.ts';
import type { MediaDeps } from './deps.ts';
import { folderVolume } from './folder-volume.ts';
import type { HomeVolume } from './volume.ts';

/** The volume in the deployment's own folder: files are prepared there, renditions live there, and originals may. */
export const homeVolume = ({ environment }: { environment: Pick<MediaDeps['environment'], 'mediaDir'> }): HomeVolume =>
  folderVolume(homeName, environment.mediaDir);

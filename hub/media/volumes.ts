import { ConfigurationError } from '../core/errors.ts';
import type { MediaDeps } from './deps.ts';
import { folderVolume } from './folder-volume.ts';
import type { Volume } from './volume.ts';

type VolumeDeps = { readonly environment: Pick<MediaDeps['environment'], 'mediaDir'> };

/** The volume that new files go to. */
export const currentVolume = ({ environment }: VolumeDeps): Volume => folderVolume('main', environment.mediaDir);

/** @throws ConfigurationError when no volume of that name is configured here */
export const volumeNamed = (deps: VolumeDeps, name: string): Volume => {
  const volume = currentVolume(deps);
  if (volume.name === name) return volume;
  throw new ConfigurationError(`[hub] [media] there is no volume named "${name}" here`, {
    remedy: 'configure the volume the file was stored on',
  });
};

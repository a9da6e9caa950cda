import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { ConfigurationError } from '../../../core/errors.ts';
import { text } from '../../../core/setting.ts';
import { folderVolume, markerOf } from '../../folder-volume.ts';
import { VolumeTroubleError } from '../../volume.ts';
import { defineVolumeKind } from '../kind.ts';

/** A folder on a disk of this machine, or one that is mounted (NFS, SAN) at the same path on all machines. */
export default defineVolumeKind({
  title: { zh: '本地文件夹', en: 'Local folder' },
  about:
    'A folder on a local or mounted disk, at the same path on every machine of the hub. A marker in it tells a disk that is not mounted from an empty one.',
  settings: {
    folder: text({
      label: { zh: '文件夹', en: 'Folder' },
      help: { zh: '绝对路径；不存在时自动创建。', en: 'Absolute path; it is made when it is not there.' },
      example: '/mnt/footage-2',
    }),
  },
  async prepare(name, { folder }) {
    if (!isAbsolute(folder)) {
      throw new ConfigurationError(`[hub] [media] "${folder}" is no absolute path`, {
        remedy: 'write the folder from the root on, e.g. /mnt/footage-2',
      });
    }
    try {
      await mkdir(folder, { recursive: true });
      const found = (await readFile(markerOf(folder), 'utf8').catch(() => undefined))?.trim();
      if (found !== undefined && found !== name) {
        throw new ConfigurationError(`[hub] [media] ${folder} is volume "${found.slice(0, 60)}" already`, {
          remedy: 'choose another folder',
        });
      }
      await writeFile(markerOf(folder), `${name}\n`);
    } catch (cause) {
      if (cause instanceof ConfigurationError) throw cause;
      throw new VolumeTroubleError(name, `${folder} cannot be written (${(cause as Error).message})`, { cause });
    }
  },
  open: (name, { folder }) => folderVolume(name, folder, { marked: true }),
});

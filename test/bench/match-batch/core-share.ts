import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const controller = '/sys/fs/cgroup/cpu';
const periodUs = 100_000;

/** Processes that get no more than a share of a core together. */
export interface CoreShare {
  hold(pid: number): Promise<void>;
  /** After its processes ended. */
  close(): Promise<void>;
}

/**
 * A control group (version 1) with a quota of processor time, as a machine would have that is so much slower.
 *
 * @param share of one core
 * @returns undefined where such groups cannot be had: not mounted, or not ours to make
 */
export const openCoreShare = async (name: string, share: number): Promise<CoreShare | undefined> => {
  const folder = join(controller, name);
  try {
    await mkdir(folder);
    await writeFile(join(folder, 'cpu.cfs_period_us'), String(periodUs));
    await writeFile(join(folder, 'cpu.cfs_quota_us'), String(Math.round(periodUs * share)));
  } catch {
    await rmdir(folder).catch(() => undefined);
    return undefined;
  }
  return {
    hold: (pid) => writeFile(join(folder, 'cgroup.procs'), String(pid)),
    async close() {
      // The kernel lets go of an ended process a moment later.
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const isGone = await rmdir(folder).then(
          () => true,
          () => false,
        );
        if (isGone) return;
        await pause(100);
      }
    },
  };
};

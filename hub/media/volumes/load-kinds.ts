import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ConfigurationError } from '../../core/errors.ts';
import type { VolumeKind } from './kind.ts';

const folder = fileURLToPath(new URL('kinds', import.meta.url));

const isKind = (value: unknown): value is VolumeKind =>
  typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';

const load = async (): Promise<ReadonlyMap<string, VolumeKind>> => {
  const files = (await readdir(folder)).filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.startsWith('_')).sort();
  const kinds = new Map<string, VolumeKind>();
  for (const file of files) {
    const module: { default?: unknown } = await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href);
    if (!isKind(module.default)) {
      throw new ConfigurationError(`[hub] [media] ${file} has no kind of volume as its default export`, {
        remedy: 'export default defineVolumeKind({ … }), or begin the file name with "_"',
      });
    }
    kinds.set(file.replace(/\.\w+$/, ''), module.default);
  }
  return kinds;
};

let loaded: Promise<ReadonlyMap<string, VolumeKind>> | undefined;

/** All kinds of volumes by name. */
export const volumeKinds = (): Promise<ReadonlyMap<string, VolumeKind>> => {
  loaded ??= load();
  return loaded;
};

/** @throws ConfigurationError */
export const volumeKind = async (name: string): Promise<VolumeKind> => {
  const kinds = await volumeKinds();
  const kind = kinds.get(name);
  if (kind) return kind;
  throw new ConfigurationError(`[hub] [media] there is no kind of volume "${name}"`, {
    remedy: `use one of ${[...kinds.keys()].join(', ')}`,
  });
};

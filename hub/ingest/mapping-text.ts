import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '../core/errors.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import { getMappingVersion, latestMappingVersions, listMappingVersions } from '../store/mapping-versions.ts';
import type { Store } from '../store/open.ts';

export interface TextDeps {
  readonly store: Store;
  readonly environment: { readonly mappingsDir: string };
}

/** Names come from outside: what is no name leads to no file. */
const isName = (name: string): boolean => /^[a-z0-9][a-z0-9-]*$/.test(name);

/** The YAML of the mappings folder; undefined where the mapping was written in the console only. */
export const fileText = async (deps: Pick<TextDeps, 'environment'>, name: string): Promise<string | undefined> =>
  isName(name)
    ? readFile(join(deps.environment.mappingsDir, `${name}.yaml`), 'utf8').catch(() => undefined)
    : undefined;

/**
 * The YAML of a version; 0 is the file, and so is a version that puts the file in force.
 *
 * @throws NotFoundError
 */
export const versionText = async (deps: TextDeps, name: string, id: number): Promise<string> => {
  const text = id === 0 ? null : (await getMappingVersion(deps.store.db, name, id)).text;
  const found = text ?? (await fileText(deps, name));
  if (found !== undefined) return found;
  throw new NotFoundError(`[hub] [mapping] there is no file ${name}.yaml`, {
    remedy: 'see the versions of the mapping',
  });
};

/** The number of the version in force; 0 is the file. */
export const versionInForce = async (deps: Pick<TextDeps, 'store'>, name: string): Promise<number> =>
  (await latestMappingVersions(deps.store.db)).get(name) ?? 0;

/** @throws NotFoundError when no mapping has that name, neither as a file nor in the store */
export const requireMapping = async (
  deps: TextDeps & { readonly mappings: ReadonlyMap<string, CompiledMapping> },
  name: string,
): Promise<void> => {
  if (deps.mappings.has(name) || (await listMappingVersions(deps.store.db, name)).length > 0) return;
  throw new NotFoundError(`[hub] [mapping] there is no mapping named ${name}`, { remedy: 'see the list of mappings' });
};

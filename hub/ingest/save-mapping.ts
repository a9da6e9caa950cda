import { BadRequestError, ConfigurationError } from '../core/errors.ts';
import { saveMappingVersion } from '../store/mapping-versions.ts';
import type { IngestDeps } from './deps.ts';
import { compileText } from './mapping-register.ts';
import { fileText, requireMapping, type TextDeps, versionText } from './mapping-text.ts';

type SaveDeps = Pick<IngestDeps, 'store' | 'connectors' | 'mappings'> & TextDeps & { refreshMappings(): Promise<void> };

export interface MappingChange {
  name: string;
  yaml: string;
  note: string;
  author: string;
  /** The version the change was made from; absent to put it over whatever is in force. */
  basedOn?: number | undefined;
}

/**
 * Put a text in force for a mapping, in every process within a second; a new name makes a new mapping.
 *
 * @returns the number of the version
 * @throws MappingError with line, column and remedy of every problem; ConflictError when somebody else was faster
 */
export const saveMapping = async (
  deps: SaveDeps,
  { name, yaml, note, author, basedOn }: MappingChange,
): Promise<number> => {
  const { connector, target } = compileText(name, yaml);
  if (!deps.connectors.has(connector)) {
    throw new ConfigurationError(`[hub] [mapping] ${name} is for the connector "${connector}", which there is not`, {
      remedy: `write one of ${[...deps.connectors.keys()].join(', ')}`,
    });
  }
  const before = deps.mappings.get(name);
  if (before && before.target !== target) {
    throw new BadRequestError(`[hub] [mapping] ${name} makes a ${before.target}, and would make a ${target}`, {
      remedy: 'give the new one a name of its own: what is stored would be told apart by nothing',
    });
  }
  const id = await saveMappingVersion(deps.store, {
    mapping: name,
    text: yaml,
    note,
    author,
    ...(basedOn === undefined ? {} : { basedOn }),
  });
  await deps.refreshMappings();
  return id;
};

/**
 * Put an earlier version in force again, as a new version; 0 is the file.
 *
 * @throws NotFoundError, MappingError when a later release can no longer use it
 */
export const returnMapping = async (
  deps: SaveDeps,
  { name, version, author }: { name: string; version: number; author: string },
): Promise<number> => {
  await requireMapping(deps, name);
  const yaml = await versionText(deps, name, version);
  compileText(name, yaml);
  const isFile = yaml === (await fileText(deps, name));
  const note = version === 0 ? 'back to the file' : `back to version ${version}`;
  const id = await saveMappingVersion(deps.store, { mapping: name, text: isFile ? null : yaml, note, author });
  await deps.refreshMappings();
  return id;
};

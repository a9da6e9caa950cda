import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Connector } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';

const here = fileURLToPath(new URL('..', import.meta.url));

const isConnector = (value: unknown): value is Connector =>
  typeof value === 'object' &&
  value !== null &&
  'settings' in value &&
  'check' in value &&
  typeof value.check === 'function';

const load = async (folder: string, file: string): Promise<Connector> => {
  const module: { default?: unknown } = await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href);
  if (isConnector(module.default)) return module.default;
  throw new ConfigurationError(`[hub] [connectors] ${file} has no connector as its default export`, {
    remedy: 'export default defineConnector({ … }), or begin the file name with "_" if it is a part of another',
  });
};

/**
 * All connectors of a folder by name; the name is the file's. Files and folders beginning with "_" are parts.
 *
 * @throws ConfigurationError for a name that is not kebab-case or stands twice, and for a file that is no connector
 */
export const loadConnectors = async (folder = here): Promise<Map<string, Connector>> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name) && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort();
  const connectors = new Map<string, Connector>();
  for (const file of files) {
    const { name } = parse(file);
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
      throw new ConfigurationError(`[hub] [connectors] ${file} is not a kebab-case name`, {
        remedy: 'rename the file: its name is what sources call the connector',
      });
    }
    if (connectors.has(name)) {
      throw new ConfigurationError(`[hub] [connectors] ${name} stands twice in ${folder}`, {
        remedy: 'keep one of the two files',
      });
    }
    connectors.set(name, await load(folder, file));
  }
  return connectors;
};

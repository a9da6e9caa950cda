import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ConfigurationError } from '../core/errors.ts';
import type { EventName } from '../core/event.ts';
import type { EventRegistration } from './on-event.ts';

const here = fileURLToPath(new URL('on', import.meta.url));

const isRegistration = (value: unknown): value is EventRegistration =>
  typeof value === 'object' && value !== null && 'event' in value && 'run' in value && typeof value.run === 'function';

/**
 * All handlers of a folder by event, in the order of their file names. Files beginning with "_" are parts of others.
 *
 * @throws ConfigurationError for a file that is no handler
 */
export const loadHandlers = async (folder = here): Promise<Map<EventName, EventRegistration[]>> => {
  const files = (await readdir(folder)).filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.startsWith('_')).sort();
  const handlers = new Map<EventName, EventRegistration[]>();
  for (const file of files) {
    const module: { default?: unknown } = await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href);
    if (!isRegistration(module.default)) {
      throw new ConfigurationError(`[hub] [workers] ${file} has no event handler as its default export`, {
        remedy: 'export default onEvent(\'…\', async (hub, data) => …), or begin the file name with "_"',
      });
    }
    const { event } = module.default;
    handlers.set(event, [...(handlers.get(event) ?? []), module.default]);
  }
  return handlers;
};

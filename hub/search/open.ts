import { embeddedEngine } from './embedded/engine.ts';
import type { SearchEngine } from './engine.ts';
import { meiliEngine } from './meili/engine.ts';

/** The engine of this deployment: Meilisearch when it is configured, else the embedded one on `file`. */
export const openSearch = (options: {
  meiliUrl?: string | undefined;
  meiliKey?: string | undefined;
  file: string;
}): SearchEngine =>
  options.meiliUrl ? meiliEngine({ url: options.meiliUrl, key: options.meiliKey }) : embeddedEngine(options.file);

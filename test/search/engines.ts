import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedEngine } from '../../hub/search/embedded/engine.ts';
import type { SearchEngine } from '../../hub/search/engine.ts';
import { meiliEngine } from '../../hub/search/meili/engine.ts';

export interface EngineUnderTest {
  name: string;
  /** Why it cannot run here; absent when it can. */
  absent?: string;
  open(): SearchEngine;
  /** Remove what it left. */
  dispose(): void;
}

const meiliUrl = process.env.MEILI_URL;

/** Every engine there is; a real Meilisearch takes part when one is given by MEILI_URL (and MEILI_KEY). */
export const enginesUnderTest = (): EngineUnderTest[] => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-search-'));
  return [
    {
      name: 'embedded',
      open: () => embeddedEngine(join(folder, 'search.db')),
      dispose: () => rmSync(folder, { recursive: true, force: true }),
    },
    {
      name: 'meilisearch',
      ...(meiliUrl ? {} : { absent: 'MEILI_URL is not set, and no package brings a Meilisearch server' }),
      open: () =>
        meiliEngine({
          url: meiliUrl ?? '',
          key: process.env.MEILI_KEY,
          index: `test-${randomBytes(6).toString('hex')}`,
        }),
      dispose: () => {},
    },
  ];
};

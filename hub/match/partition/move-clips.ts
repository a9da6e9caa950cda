import { createReadStream } from 'node:fs';
import { linesOf } from '../../core/lines.ts';
import type { MatchFootage } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { spanOfClip } from './span.ts';
import type { Spool, SpoolFile } from './spool.ts';
import { mostSlackMs } from './spooled-store.ts';

/** Write clips whose clock turned out to be far wrong down under the days on which they were really recorded as well. */
export const moveClips = async (
  rules: Rules,
  spool: Spool,
  files: readonly SpoolFile[],
  clocks: ReadonlyMap<number, number>,
): Promise<void> => {
  const far = new Map([...clocks].filter(([, error]) => Math.abs(error) > mostSlackMs));
  if (far.size === 0) return;
  for (const { kind, city, path } of files) {
    if (kind !== 'footage') continue;
    for await (const line of linesOf(createReadStream(path, 'utf8'))) {
      const clip = JSON.parse(line) as MatchFootage;
      const clockErrorMs = far.get(clip.id);
      // A clip stands in several files; it is moved once.
      if (clockErrorMs === undefined || !far.delete(clip.id)) continue;
      spool.put('footage', city, [spanOfClip(rules, { ...clip, clockErrorMs })], clip);
    }
  }
  spool.flush();
};

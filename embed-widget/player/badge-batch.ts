import { openPlayback } from '../client/embed.ts';
import { type BadgeCount, readBadges } from '../client/embedded-badges.ts';

const refreshMs = 15_000;
/** Records in one request: keeps the address below 4 kB with the longest business numbers. */
const batchSize = 50;

type Heard = (count: BadgeCount | undefined, error: unknown) => void;
type Follow = (record: string, heard: Heard) => () => void;

/** All badges of a page with one grant and system: one request for all of them, again every 15 s while it is seen. */
const openBatch = (hub: string, grant: string, system: string): Follow => {
  const listeners = new Map<string, Set<Heard>>();
  let due: ReturnType<typeof setTimeout> | undefined;

  const askFor = async (records: readonly string[]): Promise<void> => {
    let counts = new Map<string, BadgeCount>();
    let failure: unknown;
    try {
      const playback = await openPlayback(hub, grant);
      counts = new Map((await readBadges(playback, system, records)).map((item) => [item.externalId, item]));
    } catch (error) {
      failure = error;
    }
    for (const record of records) for (const heard of listeners.get(record) ?? []) heard(counts.get(record), failure);
  };

  const ask = async (): Promise<void> => {
    due = undefined;
    const records = document.hidden ? [] : [...listeners.keys()];
    for (let from = 0; from < records.length; from += batchSize) await askFor(records.slice(from, from + batchSize));
    // One that came meanwhile is asked for sooner.
    if (listeners.size > 0 && due === undefined) schedule(refreshMs);
  };

  const schedule = (delayMs: number): void => {
    clearTimeout(due);
    due = setTimeout(ask, delayMs);
  };

  return (record, heard) => {
    const set = listeners.get(record) ?? new Set();
    listeners.set(record, set.add(heard));
    schedule(20);
    return () => {
      set.delete(heard);
      if (set.size === 0 && listeners.get(record) === set) listeners.delete(record);
    };
  };
};

const batches = new Map<string, Follow>();

/** Hear the count of one record now and whenever it is asked again. @returns a function that stops it */
export const followBadge = (hub: string, grant: string, system: string, record: string, heard: Heard): (() => void) => {
  const key = [hub, grant, system].join(' ');
  const follow = batches.get(key) ?? openBatch(hub, grant, system);
  batches.set(key, follow);
  return follow(record, heard);
};

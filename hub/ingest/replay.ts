import type { RawMessage } from '../core/connector.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import { lettersToReplay } from '../store/dead-letters.ts';
import { getMessage, type MessageFilter, type MessageRow, messageIds, rawMessage } from '../store/messages.ts';
import { requireSource } from '../store/sources.ts';
import { type IngestDeps, mappingOf } from './deps.ts';
import { type PreparedMessage, prepareMessage } from './prepare.ts';
import { nothingReplayed, type Replayed, replayMessage, type Wanted } from './replay-message.ts';

/** Which dead letters: these, or all of a source, at most `limit` of them, oldest first. */
export interface LetterSelection {
  ids?: readonly number[];
  source?: string;
  /** 100 by default. */
  limit?: number;
  /** The account or program that asked. */
  by: string;
}

/** Which messages, oldest first: for mapping everything of a source again, in parts. */
export interface MessageSelection extends Omit<MessageFilter, 'cursor'> {
  /** Go on after this message. */
  after?: number;
  /** 1000 by default. */
  limit?: number;
  by: string;
}

const load = async (
  deps: IngestDeps,
  id: number,
  mappings: Map<string, CompiledMapping>,
): Promise<{ message: MessageRow; prepared: PreparedMessage } | undefined> => {
  const [message, raw] = await Promise.all([getMessage(deps.store.db, id), rawMessage(deps.store.db, id)]);
  if (message === undefined || raw === undefined) return undefined;
  const { source } = message;
  const mapping = mappings.get(source) ?? mappingOf(deps, await requireSource(deps.store.db, source));
  mappings.set(source, mapping);
  return { message, prepared: await prepareMessage(mapping, source, raw as RawMessage, { refusals: 'dead-letter' }) };
};

const replayAll = async (
  deps: IngestDeps,
  ids: readonly number[],
  wanted: Wanted,
  by: string,
  only?: ReadonlySet<number>,
): Promise<Replayed> => {
  const total = nothingReplayed();
  const mappings = new Map<string, CompiledMapping>();
  for (const id of ids) {
    const loaded = await load(deps, id, mappings);
    if (loaded === undefined) continue;
    const done = await replayMessage(deps.store, { ...loaded, wanted, by }, only);
    for (const key of Object.keys(total) as (keyof Replayed)[]) total[key] += done[key];
  }
  deps.queue.nudge();
  return total;
};

/**
 * Map dead letters again by the present mapping, from the raw messages. What fits now is stored and its letter closed;
 * what the store knows newer stays as it is. The sums keep balancing: received stays, and each closed letter moves from
 * dead to stored or unchanged, in the hour in which its message came.
 *
 * @throws NotFoundError, ConfigurationError when the source or its mapping is gone
 */
export const replay = async (
  deps: IngestDeps,
  { ids, source, limit = 100, by }: LetterSelection,
): Promise<Replayed> => {
  const letters = await lettersToReplay(deps.store.db, {
    ...(ids ? { ids } : {}),
    ...(source === undefined ? {} : { source }),
    limit,
  });
  const messages = [...new Set(letters.map(({ messageId }) => messageId))];
  return replayAll(deps, messages, 'letters', by, new Set(letters.map(({ id }) => id)));
};

/**
 * Map whole messages again by the present mapping: what it reads differently now is stored as a change. Rows that were
 * counted before are not counted again; what the store knows newer stays as it is.
 *
 * @returns also `last`, the message to go on after, absent when there are no more
 * @throws NotFoundError, ConfigurationError when the source or its mapping is gone
 */
export const replayMessages = async (
  deps: IngestDeps,
  { by, limit = 1_000, ...filter }: MessageSelection,
): Promise<Replayed & { last?: number }> => {
  const ids = await messageIds(deps.store.db, { ...filter, limit });
  const done = await replayAll(deps, ids, 'all', by);
  const last = ids.at(-1);
  return ids.length === limit && last !== undefined ? { ...done, last } : done;
};

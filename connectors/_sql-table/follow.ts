import type { Page } from '../../hub/core/connector.ts';
import { createSeen, digestOfText, type Seen } from '../_kit/seen.ts';
import type { Database } from './database.ts';
import { type Change, type Family, readChanges, readFamilies } from './keyset.ts';
import type { StartSettings, TablePosition } from './position.ts';
import { createProgress } from './progress.ts';
import { type FollowedTable, followedTables, type TableSettings } from './tables.ts';

export interface Following {
  database: Database;
  settings: TableSettings & StartSettings & { pageSize: number };
  signal: AbortSignal;
  pace(): Promise<void>;
}

interface Step {
  changes: Change[];
  families: Family[];
}

/** Families of one message at most. A backlog is kept in fewer, better compressed messages; one can still be looked at. */
const familiesOfMessage = 100;
const lengthOfMessage = 1_000_000;

/** One family is a message as it is, several are a list of them. */
const messageOf = (texts: readonly string[], subject: string): Page['messages'][number] => ({
  body: Buffer.from(texts.length === 1 ? (texts[0] as string) : `[${texts.join(',')}]`),
  contentType: 'application/json; charset=utf-8',
  subject,
});

const messagesOf = (families: readonly Family[], seen: Seen, subject: string): Page['messages'] => {
  const groups: string[][] = [];
  let length = 0;
  for (const family of families) {
    const text = JSON.stringify(family);
    if (!seen.note(digestOfText(text), 0)) continue;
    const group = groups.at(-1);
    if (group && group.length < familiesOfMessage && length + text.length <= lengthOfMessage) group.push(text);
    else {
      groups.push([text]);
      length = 0;
    }
    length += text.length;
  }
  return groups.map((texts) => messageOf(texts, subject));
};

/**
 * Follow the root table, then each child, from where it stands to its end. Changes and the families they belong to are
 * read in one transaction, which ends before the page is given: the other side never waits for our store.
 */
export async function* followTables(following: Following, position: TablePosition): AsyncIterable<Page> {
  const { database, settings, signal, pace } = following;
  const tables = followedTables(settings);
  const seen = createSeen(position.seen);
  const places = { ...position.tables };

  const step = (table: FollowedTable, place: Parameters<typeof readChanges>[3]): Promise<Step> =>
    database.readOnly(async (select) => {
      const changes = await readChanges(database, select, table, place, settings.pageSize);
      const roots = [...new Set(changes.map(({ root }) => root))];
      return { changes, families: await readFamilies(database, select, tables, roots) };
    });

  for (const table of tables) {
    const progress = createProgress(places[table.table], settings, Date.now());
    for (let isEnd = false; !isEnd && !signal.aborted; ) {
      await pace();
      const { changes, families } = await step(table, progress.place);
      isEnd = changes.length < settings.pageSize;
      progress.take(changes, isEnd);
      if (progress.stored) places[table.table] = progress.stored;
      yield {
        messages: messagesOf(families, seen, settings.table),
        cursor: { v: 1, tables: { ...places }, seen: seen.since(0) } satisfies TablePosition,
      };
    }
  }
}

import { record } from '../audit/record.ts';
import type { NoteCopies } from '../media/volumes/copies-note.ts';

/** What the hub itself does with the copies of recordings goes into the log like what people do. */
export const logCopies: NoteCopies = (tx, { action, row, detail }) =>
  record(tx, {
    actor: 'hub',
    actorKind: 'hub',
    action,
    object: `footage:${row.id}`,
    org: row.org ?? undefined,
    detail,
  });

import type { FootageRow } from '../../store/footage.ts';
import type { Db } from '../../store/open.ts';

/** Something that happened to the copies of a recording, for the log. */
export interface CopiesNote {
  readonly action: 'original.copied' | 'original.moved' | 'original.removed' | 'footage.deleted';
  readonly row: FootageRow;
  readonly detail: Record<string, unknown>;
}

/** Called in the transaction that makes it true, as its last act. */
export type NoteCopies = (tx: Db, what: CopiesNote) => Promise<void>;

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import { type DriftFinding, watchDrift } from '../core/mapping/drift-watch.ts';
import { listSeenDrift } from '../store/drift-seen.ts';
import { listMessages, rawMessage } from '../store/messages.ts';
import type { Db, Store } from '../store/open.ts';

export interface DriftReport {
  /** What was looked through. */
  readonly messages: number;
  readonly rows: number;
  readonly findings: readonly DriftFinding[];
  /** Findings that somebody has seen and does not mind. */
  readonly ignored: number;
}

const mostMessages = 500;
const mostRows = 10_000;
const mostMs = 5_000;

/** The latest messages, oldest of them first: one at least, and no more than hold so many rows. */
const latest = async (db: Db, source: string): Promise<number[]> => {
  const { items } = await listMessages(db, { source, limit: mostMessages });
  let rows = 0;
  const chosen = items.filter((item, index) => {
    rows += item.rows;
    return index === 0 || rows <= mostRows;
  });
  return chosen.map(({ id }) => id).reverse();
};

/**
 * How the messages a source brought last differ from what its mapping knows and from those before them. Reads what is
 * stored; bounded in messages, rows and time. What cannot be opened is passed over: its dead letter tells of it.
 */
export const driftReport = async (
  store: Store,
  { source, mapping }: { source: string; mapping: CompiledMapping },
): Promise<DriftReport> => {
  const until = Date.now() + mostMs;
  const watch = watchDrift(mapping.known, mapping.columns);
  let [messages, rows] = [0, 0];
  for (const id of await latest(store.db, source)) {
    if (Date.now() > until) break;
    const message = await rawMessage(store.db, id);
    if (message === undefined) continue;
    messages += 1;
    try {
      for (const row of mapping.open(message).rows) {
        watch.row(row, id);
        rows += 1;
      }
    } catch {
      continue;
    }
    await nextTurn();
  }
  const seen = new Set((await listSeenDrift(store.db, source)).map(({ kind, path }) => `${kind} ${path}`));
  const all = watch.findings();
  const findings = all.filter(({ kind, path }) => !seen.has(`${kind} ${path.slice(0, 190)}`));
  return { messages, rows, findings, ignored: all.length - findings.length };
};

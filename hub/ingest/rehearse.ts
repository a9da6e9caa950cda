import { setImmediate as nextTurn } from 'node:timers/promises';
import { canonicalJson } from '../core/canonical-json.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import { rawMessage } from '../store/messages.ts';
import type { Store } from '../store/open.ts';
import { latestMessageIds, type StoredVersion, storedVersions } from '../store/stored-versions.ts';
import { type PreparedRow, prepareRow } from './prepare.ts';
import { type Misfit, misfitOf, misfitOfComplaint } from './preview.ts';

/** One thing that would be new or different. */
export interface WouldStore {
  readonly externalId: string;
  readonly title?: string;
  readonly messageId: number;
  /** What differs from what is stored now; of a new thing nothing. */
  readonly changes: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[];
}

export interface WouldRefuse extends Misfit {
  readonly messageId: number;
  /** Row of the message, -1 for the whole of it. */
  readonly row: number;
}

/** What a mapping would do to the messages a source brought last. Lists hold the first hundred. */
export interface Rehearsal {
  readonly messages: number;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Left out because the mapping says so, or told again by a later row. */
  readonly skipped: number;
  readonly refused: number;
  /** Set when time or rows ran out before all messages were done. */
  readonly stoppedAfter?: 'time' | 'rows';
  readonly lists: {
    readonly added: readonly WouldStore[];
    readonly changed: readonly WouldStore[];
    readonly refused: readonly WouldRefuse[];
  };
}

export const mostMessages = 1_000;
const mostRows = 50_000;
const mostMs = 20_000;
const listed = 100;
const rowsPerTurn = 200;

interface Version {
  readonly externalId: string;
  readonly hash: string;
  readonly updatedAt: number | null;
  readonly messageId: number;
  readonly data: { readonly title?: string | undefined };
}

const versionOf = (row: PreparedRow, messageId: number): Version | undefined => {
  if (row.kind === 'record') {
    const { record, hash, updatedAt } = row.prepared;
    return { externalId: record.externalId, hash, updatedAt, messageId, data: record };
  }
  if (row.kind !== 'footage') return undefined;
  const { footage, hash } = row.prepared;
  return { externalId: footage.externalId, hash, updatedAt: null, messageId, data: footage };
};

/** Too long to be read in a list. */
const shortened = (value: unknown): unknown =>
  Array.isArray(value) && value.length > 50 ? `[${value.length}]` : value;

const changesOf = (before: unknown, after: unknown): WouldStore['changes'] => {
  const [old, now] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const text = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => text(old[field]) !== text(now[field]))
    .map((field) => ({ field, before: shortened(old[field]), after: shortened(now[field]) }));
};

/** Map a message by a mapping that is not in force. What is wrong with the message is a refusal, never thrown. */
const mapMessage = async (mapping: CompiledMapping, source: string, store: Store, id: number) => {
  const message = await rawMessage(store.db, id);
  if (!message) return { rows: [] };
  let opened: readonly unknown[];
  try {
    opened = mapping.open(message).rows;
  } catch (error) {
    return { rows: [], refusal: { ...misfitOf(error), messageId: id, row: -1 } };
  }
  const rows: PreparedRow[] = [];
  for (const [index, row] of opened.entries()) {
    rows.push(await prepareRow(mapping, source, row));
    if (index % rowsPerTurn === rowsPerTurn - 1) await nextTurn();
  }
  return { rows };
};

const refusalOf = (row: PreparedRow, messageId: number, index: number): WouldRefuse | undefined =>
  row.kind === 'dead' ? { ...misfitOfComplaint(row.complaint), messageId, row: index } : undefined;

const wouldStore = ({ externalId, messageId, data }: Version, known?: StoredVersion): WouldStore => ({
  externalId,
  messageId,
  ...(data.title === undefined ? {} : { title: data.title }),
  changes: known ? changesOf(known.data, data) : [],
});

/**
 * Try a mapping on the messages a source brought last, against what is stored: what would be added, changed, refused.
 * Nothing is stored. Bounded in messages, rows and time.
 *
 * @param last how many messages, at most 1000
 */
export const rehearse = async (
  store: Store,
  { source, mapping, last }: { source: string; mapping: CompiledMapping; last: number },
): Promise<Rehearsal> => {
  const until = Date.now() + mostMs;
  const newest = new Map<string, Version>();
  const refused: WouldRefuse[] = [];
  const counts = { messages: 0, rows: 0, skipped: 0, refused: 0 };
  let stoppedAfter: Rehearsal['stoppedAfter'];
  const refuse = (refusal: WouldRefuse): void => {
    counts.refused += 1;
    if (refused.length < listed) refused.push(refusal);
  };
  for (const id of await latestMessageIds(store.db, source, Math.min(last, mostMessages))) {
    if (Date.now() > until) stoppedAfter = 'time';
    if (counts.rows > mostRows) stoppedAfter = 'rows';
    if (stoppedAfter) break;
    const { rows, refusal } = await mapMessage(mapping, source, store, id);
    counts.messages += 1;
    counts.rows += refusal ? 1 : rows.length;
    if (refusal) refuse(refusal);
    for (const [index, row] of rows.entries()) {
      const dead = refusalOf(row, id, index);
      if (dead) refuse(dead);
      const version = versionOf(row, id);
      if (!version) {
        if (!dead) counts.skipped += 1;
        continue;
      }
      const before = newest.get(version.externalId);
      if (before) counts.skipped += 1;
      if (!before || (version.updatedAt ?? 0) >= (before.updatedAt ?? 0)) newest.set(version.externalId, version);
    }
  }
  const known = await storedVersions(store.db, mapping.target, source, [...newest.keys()]);
  const versions = [...newest.values()].map((version) => ({ version, stored: known.get(version.externalId) }));
  const added = versions.filter(({ stored }) => stored === undefined);
  const changed = versions.filter(({ version, stored }) => stored !== undefined && stored.hash !== version.hash);
  return {
    ...counts,
    added: added.length,
    changed: changed.length,
    unchanged: versions.length - added.length - changed.length,
    ...(stoppedAfter ? { stoppedAfter } : {}),
    lists: {
      added: added.slice(0, listed).map(({ version }) => wouldStore(version)),
      changed: changed.slice(0, listed).map(({ version, stored }) => wouldStore(version, stored)),
      refused,
    },
  };
};

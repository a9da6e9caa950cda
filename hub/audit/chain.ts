import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/canonical-json.ts';
import type { AuditRow } from '../store/audit.ts';
import type { AuditEntry } from './entry.ts';

/**
 * The hash of a row: SHA-256 over the canonical JSON of all its fields, the predecessor's hash among them. Changing,
 * removing or moving any row breaks every hash behind it.
 */
export const hashOf = ({ hash: _, ...row }: AuditRow): string =>
  createHash('sha256').update(canonicalJson(row)).digest('hex');

/** Text as the database will give it back: half surrogate pairs do not survive UTF-8, and columns have an end. */
const fitted = (text: string, longest = Number.POSITIVE_INFINITY): string => {
  const whole = Buffer.from(text).toString();
  return whole.length > longest ? [...whole].slice(0, longest).join('') : whole;
};

const fittedDetail = (detail: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(detail), (_name, value: unknown) =>
    typeof value === 'string' ? fitted(value) : value,
  ) as Record<string, unknown>;

/** The row that continues the chain after `head`. Texts too long for their column are cut: a look is always logged. */
export const nextRow = (head: { seq: number; hash: string }, entry: AuditEntry): AuditRow => {
  const row: AuditRow = {
    seq: head.seq + 1,
    at: entry.at ?? Date.now(),
    actor: fitted(entry.actor, 100),
    actorKind: entry.actorKind,
    action: fitted(entry.action, 60),
    object: entry.object === undefined ? null : fitted(entry.object, 255),
    org: entry.org === undefined ? null : fitted(entry.org, 12),
    address: entry.address === undefined ? null : fitted(entry.address, 60),
    detail: fittedDetail(entry.detail ?? {}),
    previous: head.hash,
    hash: '',
  };
  return { ...row, hash: hashOf(row) };
};

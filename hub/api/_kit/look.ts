import type { Context } from 'hono';
import type { Actor } from '../../access/actor.ts';
import type { AuditEntry } from '../../audit/entry.ts';
import type { Scope } from '../../core/scope.ts';
import { addressOf } from './address.ts';
import type { Api, ApiEnv } from './api.ts';

export interface Look {
  /** What was looked at, e.g. `record:12`. */
  object?: string | undefined;
  org?: string | null | undefined;
  /** Filters, numbers of results: what makes the look understandable later. */
  detail?: Record<string, unknown>;
}

const scopeOf = (scope: Scope): unknown =>
  scope.kind === 'everything' ? 'everything' : scope.kind === 'orgs' ? scope.orgs : scope.records;

const grantOf = (actor: Actor): Record<string, unknown> =>
  actor.kind === 'grant'
    ? { grant: actor.grantId, system: actor.system, origin: actor.origin, purpose: actor.purpose }
    : {};

/** The entry for what somebody did. */
export const entryOf = (api: Api, c: Context, actor: Actor, action: string, look: Look = {}): AuditEntry => ({
  actor: actor.name,
  actorKind: actor.kind,
  action,
  object: look.object,
  org: look.org ?? undefined,
  address: addressOf(c, api.environment.trustedProxies),
  detail: { ...look.detail, ...grantOf(actor), scope: scopeOf(actor.scope) },
});

/**
 * Write a look to the log. Await it before answering: what is shown is logged, and when it cannot be logged it is not
 * shown.
 *
 * @throws RetriableError when the log cannot be written
 */
export const look = (api: Api, c: Context<ApiEnv>, action: string, what: Look = {}): Promise<void> =>
  api.audit.record(entryOf(api, c, c.get('actor'), action, what));

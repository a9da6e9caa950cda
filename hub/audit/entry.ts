/** One look or act, as the caller tells it. */
export interface AuditEntry {
  /** The account, the name of the API key, or the 警号 of the person in a business system. */
  actor: string;
  actorKind: 'user' | 'system' | 'grant' | 'hub';
  /** Dotted verb, e.g. `footage.play`, `search`, `grant.refused`. */
  action: string;
  /** What was looked at, e.g. `record:12`. */
  object?: string | undefined;
  /** Organisation of the object. */
  org?: string | undefined;
  /** Where the request came from. */
  address?: string | undefined;
  /** Scope, filters, counts: what is needed to say later who saw what. Never secrets. */
  detail?: Record<string, unknown> | undefined;
  /** Epoch ms; now when absent. */
  at?: number | undefined;
}

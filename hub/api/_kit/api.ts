import type { Registry } from 'prom-client';
import type { Actor } from '../../access/actor.ts';
import type { GrantKey } from '../../access/grant-key.ts';
import type { SignInLimit } from '../../access/sign-in-limit.ts';
import type { ApiDeps } from '../deps.ts';
import type { KnownOrigins } from './known-origins.ts';

/** What every resource is given: the hub, and what the API opened for itself. */
export interface Api extends ApiDeps {
  readonly signInLimit: SignInLimit;
  readonly grantKey: GrantKey;
  readonly origins: KnownOrigins;
  readonly metrics: Registry;
}

/** Set for handlers of routes that ask who it is. */
export interface ApiEnv {
  Variables: { actor: Actor };
}

import type { Scope } from '../core/scope.ts';
import type { Role } from '../core/vocabulary.ts';
import type { Right } from './roles.ts';

interface ActorBase {
  /** As the log names them: the account, the business system's key, or the 警号 of the person at its screen. */
  readonly name: string;
  readonly scope: Scope;
  readonly rights: ReadonlySet<Right>;
}

/** A person with an account, known by a cookie. */
export interface UserActor extends ActorBase {
  readonly kind: 'user';
  readonly role: Role;
  readonly displayName: string;
  readonly policeId: string | undefined;
  readonly orgs: readonly string[];
}

/** A business system or a script, known by its API key. */
export interface SystemActor extends ActorBase {
  readonly kind: 'system';
  readonly role: Role;
  /** The one system it speaks for; absent for scripts. */
  readonly system: string | undefined;
  readonly orgs: readonly string[];
  /** Where pages that embed may come from. */
  readonly origins: readonly string[];
}

/** A person in a business system, known by a playback session: sees the records of one grant. */
export interface GrantActor extends ActorBase {
  readonly kind: 'grant';
  readonly grantId: string;
  /** Name of the API key it was asked for with. */
  readonly issuedBy: string;
  readonly system: string;
  readonly origin: string;
  readonly purpose: string;
  readonly person: { readonly policeId: string; readonly name?: string };
}

/** Whoever asks. */
export type Actor = UserActor | SystemActor | GrantActor;

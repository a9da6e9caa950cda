import { get, send } from './api.ts';

/** A key of a business system or a script; the key itself is shown once, when it is made. */
export interface KeyItem {
  readonly id: string;
  readonly name: string;
  readonly system?: string;
  readonly role: string;
  readonly orgs: readonly string[];
  readonly origins: readonly string[];
  readonly viewsUrl?: string;
  /** Why it does not get the views now. */
  readonly viewsTrouble?: {
    readonly message: string;
    readonly remedy?: string;
    readonly attempts: number;
    readonly since: string;
  };
  readonly disabled: boolean;
}

export interface NewKey {
  readonly name: string;
  readonly system?: string;
  readonly role: string;
  readonly orgs: readonly string[];
  readonly origins: readonly string[];
  readonly viewsUrl?: string;
}

/** `viewsUrl` null ends telling. */
export interface KeyChange {
  readonly origins?: readonly string[];
  readonly viewsUrl?: string | null;
  readonly disabled?: boolean;
}

/** What is shown once: the key of a new one, and the secret of views where telling begins. */
export interface KeySecrets {
  readonly name: string;
  readonly key?: string;
  readonly viewsSecret?: string;
}

interface Choice {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
}

/** All keys, and what a new one may be. */
export interface Keys {
  readonly items: readonly KeyItem[];
  readonly roles: readonly Choice[];
  readonly systems: readonly Choice[];
}

export const listKeys = (signal?: AbortSignal): Promise<Keys> => get('/keys', {}, signal);
export const makeKey = (key: NewKey): Promise<KeyItem & KeySecrets> => send('POST', '/keys', key);
export const changeKey = (id: string, change: KeyChange): Promise<KeyItem & KeySecrets> =>
  send('PATCH', `/keys/${id}`, change);

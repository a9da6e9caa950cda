import { get, send } from './api.ts';

/** Who is signed in, and what they may do and see. */
export interface Me {
  readonly user: string;
  readonly name: string;
  readonly policeId?: string;
  readonly role: string;
  readonly orgs: readonly { readonly code: string; readonly name: string }[];
  readonly rights: readonly string[];
}

export const signIn = (user: string, password: string): Promise<Me> => send('POST', '/session', { user, password });
export const signOut = (): Promise<void> => send('DELETE', '/session');
export const whoAmI = (signal?: AbortSignal): Promise<Me> => get('/me', {}, signal);

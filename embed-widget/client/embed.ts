import { Problem, requestJson } from './request.ts';

/**
 * A right to look. In other systems' pages it is what a grant was exchanged for, shared by all elements that carry the
 * grant; in the console it is that somebody is signed in, and there is no token.
 */
export interface Playback {
  readonly hub: string;
  readonly token?: string;
  readonly person: { readonly policeId?: string; readonly name?: string };
}

const exchanges = new Map<string, Promise<Playback>>();

/** Of the hub's own page for iframes alone: who frames it. Other pages name themselves by the header Origin. */
const framingOrigin = (hub: string): string | undefined => {
  if (parent === window || new URL(hub, location.href).origin !== location.origin) return undefined;
  return location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : undefined);
};

const redeem = async (hub: string, grant: string): Promise<Playback> => {
  const answer = await requestJson<{ playback: string; person?: Playback['person'] }>(`${hub}/embed/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    credentials: 'omit',
    body: JSON.stringify({ token: grant, framedBy: framingOrigin(hub) }),
  });
  return { hub, token: answer.playback, person: answer.person ?? {} };
};

/**
 * Exchange a grant. A grant is single use, so all elements of a page share one exchange; only a line that was down is
 * worth a second try.
 */
export const openPlayback = (hub: string, grant: string): Promise<Playback> => {
  const key = `${hub} ${grant}`;
  let exchange = exchanges.get(key);
  if (!exchange) {
    exchange = redeem(hub, grant);
    exchanges.set(key, exchange);
    exchange.catch((error: unknown) => {
      if (error instanceof Problem && (error.status === 0 || error.status >= 500)) exchanges.delete(key);
    });
  }
  return exchange;
};

/** By the token, or by the cookie of the console, which is sent to the page's own hub only. */
export const by = ({ token }: Playback, headers: Readonly<Record<string, string>> = {}): RequestInit =>
  token === undefined
    ? { credentials: 'same-origin', headers: { ...headers, 'X-Hub': '1' } }
    : { credentials: 'omit', headers: { ...headers, Authorization: `Bearer ${token}` } };

/** Ask the hub with a right to look. @throws Problem */
export const askEmbedded = <T>(playback: Playback, path: string): Promise<T> =>
  requestJson<T>(`${playback.hub}/embed/v1${path}`, by(playback));

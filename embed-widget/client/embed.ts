import { Problem, requestJson } from './request.ts';

/** What a grant was exchanged for: a short right to look, shared by all elements of a page that carry the grant. */
export interface Playback {
  readonly hub: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly person: { readonly policeId?: string; readonly name?: string };
}

const exchanges = new Map<string, Promise<Playback>>();

const redeem = async (hub: string, grant: string): Promise<Playback> => {
  const answer = await requestJson<{ playback: string; expiresAt: string; person?: Playback['person'] }>(
    `${hub}/embed/v1/session`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'omit',
      body: JSON.stringify({ token: grant }),
    },
  );
  return { hub, token: answer.playback, expiresAt: answer.expiresAt, person: answer.person ?? {} };
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

/** Ask the hub with the right a grant was exchanged for. @throws Problem */
export const askEmbedded = <T>(playback: Playback, path: string): Promise<T> =>
  requestJson<T>(`${playback.hub}/embed/v1${path}`, {
    credentials: 'omit',
    headers: { Authorization: `Bearer ${playback.token}` },
  });

/** Tell the hub something with the same right. @throws Problem */
export const tellEmbedded = <T>(playback: Playback, path: string, body: string | Blob, type: string): Promise<T> =>
  requestJson<T>(`${playback.hub}/embed/v1${path}`, {
    method: 'POST',
    credentials: 'omit',
    headers: { Authorization: `Bearer ${playback.token}`, 'Content-Type': type },
    body,
  });

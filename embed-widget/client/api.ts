import { requestJson } from './request.ts';

/** A page of a list; `next` is the opaque cursor of the following page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Filters of a list as they stand in the address; absent and empty values are left out of the query. */
export type Query = { readonly [name: string]: string | number | boolean | undefined };

const queryText = (query: Query): string => {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') text.set(name, String(value));
  const written = text.toString();
  return written === '' ? '' : `?${written}`;
};

/** GET from the hub's own API with the session cookie. @throws Problem */
export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  requestJson<T>(`/api/v1${path}${queryText(query)}`, signal ? { signal } : {});

/** Change something. The `X-Hub` header is what the hub tells a form of another site by. @throws Problem */
export const send = <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> =>
  requestJson<T>(`/api/v1${path}`, {
    method,
    headers: { 'X-Hub': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

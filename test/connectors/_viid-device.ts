import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import viid from '../../connectors/viid.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import { type Bench, benchFor, type Surroundings } from './_context.ts';

export const device = '99010600001190000001';
export const settings = { serverId: '99010600005030000001', user: 'hik', password: 'synthetic-password' };
const mappings = await loadMappings(new URL('../../mappings', import.meta.url).pathname);

export type ViidBench = Bench<typeof viid.settings>;
export type Memory = NonNullable<Surroundings['memory']>;

/** As the hub: opened and named by the mapping that is shipped. */
const mapped: Surroundings = {
  open: (message) => {
    const mapping = mappings.get('viid-footage');
    if (!mapping) throw new Error('mappings/viid-footage.yaml is gone');
    return mapping.open(message);
  },
  idOf: (row) => {
    try {
      const result = mappings.get('viid-footage')?.map(row, 'test-source');
      return result && 'footage' in result ? result.footage.externalId : undefined;
    } catch {
      return undefined;
    }
  },
};

export const bench = (change: Record<string, unknown> = {}, surroundings: Surroundings = {}): ViidBench =>
  benchFor(viid, { ...settings, ...change }, { ...mapped, ...surroundings });

interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export const call = async (
  { context }: ViidBench,
  path: string,
  { method = 'POST', body, headers = {} }: Call = {},
) => {
  const request = new Request(`http://hub/receive/viid${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { 'content-type': 'application/VIID+JSON', 'user-identify': device, ...headers },
  });
  const response = await viid.receive?.({ ...context, path: path.split('?', 1)[0] ?? '' }, request);
  if (!response) throw new Error('no answer');
  return { status: response.status, headers: response.headers, reply: await response.json() };
};

export const registration = { RegisterObject: { DeviceID: device } };

/** A device's side of Digest, written from RFC 7616 and not from the code under test. */
export const answerTo = (
  challenge: string,
  {
    uri = '/receive/viid/VIID/System/Register',
    password = settings.password,
    user = 'hik',
    nc = '00000001',
    algorithm = 'md5',
  } = {},
): string => {
  const hash = (plain: string): string => createHash(algorithm).update(plain).digest('hex');
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';
  const first = hash(`${user}:viid:${password}`);
  const second = hash(`POST:${uri}`);
  const response = hash(`${first}:${nonce}:${nc}:pwz08088:auth:${second}`);
  const name = algorithm === 'md5' ? 'MD5' : 'SHA-256';
  return `Digest username="${user}", realm="viid", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="pwz08088", algorithm=${name}, opaque="viid", response="${response}"`;
};

export const register = async (
  one: ViidBench,
  options: Parameters<typeof answerTo>[1] = {},
  body: unknown = registration,
) => {
  const first = await call(one, '/VIID/System/Register', { body });
  const authorization = answerTo(first.headers.get('www-authenticate') ?? '', options);
  return call(one, '/VIID/System/Register', { body, headers: { authorization } });
};

export const registered = async (
  change: Record<string, unknown> = {},
  surroundings: Surroundings = {},
): Promise<ViidBench> => {
  const one = bench(change, surroundings);
  expect((await register(one)).status).toBe(200);
  return one;
};

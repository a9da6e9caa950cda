import { createHash } from 'node:crypto';

/** HTTP Digest (RFC 7616) with qop=auth: what both sides of GA/T 1400 sign in with. */

export const digestAlgorithms = ['MD5', 'SHA-256'] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

const hashNames: Readonly<Record<DigestAlgorithm, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };

/** The algorithm of a header; absent means MD5. Undefined for one that is not spoken here. */
export const algorithmOf = (name: string | undefined): DigestAlgorithm | undefined =>
  name === undefined ? 'MD5' : digestAlgorithms.find((known) => known === name.toUpperCase());

export type DigestParameters = Readonly<Record<string, string>>;

const parameter = /([A-Za-z*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/g;

/** The parameters of a `Digest …` header, names in lower case; undefined when it is none. */
export const readDigest = (header: string | null | undefined): DigestParameters | undefined => {
  const [, rest] = /^\s*Digest\s+(.{1,4000})$/is.exec(header ?? '') ?? [];
  if (rest === undefined) return undefined;
  const found: Record<string, string> = Object.create(null);
  for (const [, name = '', quoted, token = ''] of rest.matchAll(parameter)) {
    found[name.toLowerCase()] ??= quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1');
  }
  return found;
};

/** What a response is computed from. */
export interface DigestProof {
  algorithm: DigestAlgorithm;
  user: string;
  password: string;
  realm: string;
  method: string;
  uri: string;
  nonce: string;
  /** Eight hexadecimal digits that count up. */
  nc: string;
  cnonce: string;
}

/** The `response` of RFC 7616 3.4.1 for qop=auth. */
export const digestResponse = (proof: DigestProof): string => {
  const { algorithm, user, password, realm, method, uri, nonce, nc, cnonce } = proof;
  const hash = (text: string): string => createHash(hashNames[algorithm]).update(text).digest('hex');
  const secret = hash(`${user}:${realm}:${password}`);
  return hash(`${secret}:${nonce}:${nc}:${cnonce}:auth:${hash(`${method}:${uri}`)}`);
};

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The `Authorization` of a caller that has proved what it knows. */
export const writeAuthorization = (proof: DigestProof, opaque: string | undefined): string => {
  const { algorithm, user, realm, uri, nonce, nc, cnonce } = proof;
  const parts = [
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    'qop=auth',
    `nc=${nc}`,
    `cnonce=${quote(cnonce)}`,
    `algorithm=${algorithm}`,
    `response=${quote(digestResponse(proof))}`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
  ];
  return `Digest ${parts.join(', ')}`;
};

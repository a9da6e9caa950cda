import { createHash, randomBytes } from 'node:crypto';

/** A device's side of HTTP Digest, as cameras and platforms on the market have it: MD5, qop=auth. */
export const digestAnswer = (
  challenge: string,
  { user, password, method, uri }: { user: string; password: string; method: string; uri: string },
): string => {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const quoted = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const [realm, nonce, opaque] = [quoted('realm'), quoted('nonce'), quoted('opaque')];
  const cnonce = randomBytes(4).toString('hex');
  const count = '00000001';
  const response = md5(
    `${md5(`${user}:${realm}:${password}`)}:${nonce}:${count}:${cnonce}:auth:${md5(`${method}:${uri}`)}`,
  );
  return (
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", qop=auth, nc=${count}, ` +
    `cnonce="${cnonce}", algorithm=MD5, opaque="${opaque}", response="${response}"`
  );
};

import type { Context } from '../../hub/core/connector.ts';
import { UnauthenticatedError } from '../../hub/core/errors.ts';
import { secretEquals } from '../_kit/secret-equals.ts';
import {
  algorithmOf,
  type DigestAlgorithm,
  type DigestParameters,
  digestAlgorithms,
  digestResponse,
  readDigest,
} from './digest.ts';
import { makeNonce, nonceTime } from './nonce.ts';
import type { Settings } from './settings.ts';

export const realm = 'viid';

/** Asks the caller to prove itself; `stale` says that only its nonce is too old, not its password wrong. */
export class DigestRequiredError extends UnauthenticatedError {
  readonly stale: boolean;

  constructor(message: string, stale: boolean) {
    super(`[hub] [viid] ${message}`, { remedy: 'sign in by HTTP Digest with user and password of this source' });
    this.stale = stale;
  }
}

const offered = ({ digest }: Settings): DigestAlgorithm[] =>
  digest === 'both' ? digestAlgorithms.toReversed() : [digest];

/** `WWW-Authenticate` values, one for each algorithm, the best first. */
export const challengesOf = ({ source, settings }: Context<Settings>, stale: boolean): string[] =>
  offered(settings).map(
    (algorithm) =>
      `Digest realm="${realm}", qop="auth", nonce="${makeNonce(source, settings.password)}", ` +
      `opaque="${realm}", algorithm=${algorithm}${stale ? ', stale=true' : ''}`,
  );

/**
 * Challenge who brings no proof at all, before its body is looked at: clients as libcurl send none until they are asked.
 *
 * @throws DigestRequiredError
 */
export const requireProof = (request: Request): void => {
  if (readDigest(request.headers.get('authorization'))) return;
  throw new DigestRequiredError('sign in first', false);
};

/** A proof is for one address; a proxy may have put something before the path, or taken it away. */
const isForPath = (uri: string, path: string): boolean => {
  const own = uri.replace(/^https?:\/\/[^/]*/i, '').split('?', 1)[0] ?? '';
  return path !== '' && own.endsWith(path);
};

/**
 * Let in who proves by Digest to know the password.
 *
 * @param path of the request below the source, which the proof must be for
 * @param deviceId whom the caller says to be
 * @throws DigestRequiredError otherwise, with the reason
 */
export const requireDigest = async (
  context: Context<Settings>,
  request: Request,
  path: string,
  deviceId: string,
): Promise<void> => {
  const { settings, source, memory } = context;
  requireProof(request);
  const given: DigestParameters = readDigest(request.headers.get('authorization')) ?? {};
  const { username = '', nonce = '', uri = '', nc = '', cnonce = '', response = '', qop = '' } = given;
  const algorithm = algorithmOf(given.algorithm);
  const made = nonceTime(source, settings.password, nonce);
  const isSpoken = algorithm !== undefined && offered(settings).includes(algorithm);
  if (!isSpoken || given.realm !== realm || qop !== 'auth' || !/^[0-9a-f]{8}$/i.test(nc) || made === undefined) {
    throw new DigestRequiredError('this is no answer to a challenge of ours', false);
  }
  const expected = digestResponse({
    algorithm,
    user: settings.user ?? deviceId,
    password: settings.password,
    realm,
    method: request.method,
    uri,
    nonce,
    nc,
    cnonce,
  });
  const isRight = username === (settings.user ?? deviceId) && isForPath(uri, path);
  if (!secretEquals(response.toLowerCase(), expected) || !isRight) {
    throw new DigestRequiredError('user, password or address do not fit', false);
  }
  if (Date.now() - made > settings.nonceSeconds * 1000) throw new DigestRequiredError('the nonce is too old', true);
  const key = `nonce/${nonce}`;
  const last = await memory.get(key);
  const count = Number.parseInt(nc, 16);
  if (typeof last === 'number' && count <= last) throw new DigestRequiredError('this proof was used before', true);
  await memory.set(key, count, settings.nonceSeconds);
};

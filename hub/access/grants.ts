import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { ForbiddenError } from '../core/errors.ts';
import { findGrant, findPlayback, type Grant, insertGrant, useGrant } from '../store/grants.ts';
import type { Db } from '../store/open.ts';
import type { GrantKey } from './grant-key.ts';
import { newToken, tokenHash } from './token.ts';
import { webOrigin } from './web-origin.ts';

/** A grant is on its way from server to browser for this long at most. */
export const grantMs = 120_000;
/** How long the screen it opens may go on asking. */
export const playbackMs = 20 * 60_000;
const issuer = 'footage-link-hub';

export interface GrantRequest {
  system: string;
  /** Database ids of the records it opens. The caller has checked that the issuer may see them. */
  records: readonly number[];
  person: { policeId: string; name?: string };
  /** How much of a linked clip it opens; only the linked part when it is not said. */
  extent?: Grant['extent'];
  origin: string;
  purpose: string;
  /** Name of the API key that asks. */
  issuedBy: string;
}

/**
 * Issue a grant: a signed token for one person, some records, one origin, one use, within 120 s.
 *
 * @throws BadRequestError when the origin is none
 */
export const issueGrant = async (
  db: Db,
  key: GrantKey,
  request: GrantRequest,
  now = Date.now(),
): Promise<{ id: string; token: string; expiresAt: number }> => {
  const id = randomUUID();
  const expiresAt = now + grantMs;
  const origin = webOrigin(request.origin);
  await insertGrant(db, { id, ...request, records: [...request.records], origin, issuedAt: now, expiresAt });
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', typ: 'hub-grant+jwt' })
    .setIssuer(issuer)
    .setJti(id)
    .setSubject(request.person.policeId)
    .setAudience(origin)
    .setIssuedAt(new Date(now))
    .setExpirationTime(new Date(expiresAt))
    .sign(key.privateKey);
  return { id, token, expiresAt };
};

/** Why a grant was refused: for the log, never for the one who was refused. */
export type GrantRefusal = 'not-a-grant' | 'expired' | 'wrong-origin' | 'revoked' | 'used' | 'unknown';

/** One answer for all misuse: it does not help a thief to know what was wrong. `reason` and `grantId` are for the log. */
export class GrantRefusedError extends ForbiddenError {
  override readonly slug = 'grant-refused';
  readonly reason: GrantRefusal;
  readonly grantId: string | undefined;

  constructor(reason: GrantRefusal, grantId?: string, cause?: unknown) {
    super('[hub] [access] the grant is not valid here', {
      cause,
      remedy: 'ask the business system for a new grant by opening the page again',
    });
    this.reason = reason;
    this.grantId = grantId;
  }
}

/**
 * The grant behind a token, unused and in time, without using it.
 *
 * @throws GrantRefusedError
 */
export const readGrant = async (db: Db, key: GrantKey, token: string, now = Date.now()): Promise<Grant> => {
  const verified = await jwtVerify(token, key.publicKey, {
    algorithms: ['EdDSA'],
    issuer,
    typ: 'hub-grant+jwt',
    currentDate: new Date(now),
  }).catch((cause: unknown) => {
    const late = cause instanceof Error && 'code' in cause && cause.code === 'ERR_JWT_EXPIRED';
    throw new GrantRefusedError(late ? 'expired' : 'not-a-grant', undefined, cause);
  });
  const id = verified.payload.jti ?? '';
  const grant = await findGrant(db, id);
  if (!grant) throw new GrantRefusedError('unknown', id);
  if (grant.revokedAt !== null) throw new GrantRefusedError('revoked', id);
  if (grant.usedAt !== null) throw new GrantRefusedError('used', id);
  if (grant.expiresAt <= now) throw new GrantRefusedError('expired', id);
  return grant;
};

/**
 * Where the page that asks comes from, as the browser says; `framedBy`: it is the hub's own page, in a frame of that
 * origin, or opened by its address where there is none.
 */
export type AskedFrom = { readonly origin: string | undefined } | { readonly framedBy: string | undefined };

const isGrantedTo = ({ origin }: Grant, from: AskedFrom): boolean =>
  'framedBy' in from ? from.framedBy === undefined || from.framedBy === origin : from.origin === origin;

/**
 * Exchange a grant for a playback session, once.
 *
 * @returns the playback token, which is shown this once, and its end (epoch ms)
 * @throws GrantRefusedError when it is expired, used, revoked, forged or asked for from another origin
 */
export const redeemGrant = async (
  db: Db,
  key: GrantKey,
  { token, from }: { token: string; from: AskedFrom },
  now = Date.now(),
): Promise<{ playback: string; expiresAt: number; grant: Grant }> => {
  const grant = await readGrant(db, key, token, now);
  if (!isGrantedTo(grant, from)) throw new GrantRefusedError('wrong-origin', grant.id);
  const playback = newToken();
  const expiresAt = now + playbackMs;
  const use = { usedAt: now, playbackHash: tokenHash(playback), playbackExpiresAt: expiresAt };
  if (!(await useGrant(db, grant.id, use))) throw new GrantRefusedError('used', grant.id);
  return { playback, expiresAt, grant };
};

/** The grant behind a playback token while its session lasts. */
export const grantOfPlayback = (db: Db, playback: string, now = Date.now()): Promise<Grant | undefined> =>
  findPlayback(db, tokenHash(playback), now);

import { randomBytes, randomInt } from 'node:crypto';
import type { Context } from '../../hub/core/connector.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { type HttpReply, refusedStatus, send } from '../_kit/http.ts';
import { isObject } from '../_kit/json-body.ts';
import { writeTime } from '../_kit/time-text.ts';
import { algorithmOf, readDigest, writeAuthorization } from './digest.ts';
import { keepSubscription } from './registry.ts';
import type { Settings } from './settings.ts';

/** The hub as a client of another view library: registers, stays registered, subscribes. */

const daySeconds = 86_400;

const post = async (
  { settings, signal }: Context<Settings>,
  path: string,
  document: unknown,
  authorization?: string,
): Promise<HttpReply> =>
  send({
    scope: 'viid',
    url: `${(settings.platformUrl ?? '').replace(/\/+$/, '')}${path}`,
    method: 'POST',
    headers: {
      'content-type': 'application/VIID+JSON;charset=UTF-8',
      'user-identify': settings.serverId,
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify(document),
    timeoutMs: settings.timeoutSeconds * 1000,
    acceptSelfSigned: settings.acceptSelfSigned,
    signal,
  });

/** The codes of an answer, about one thing or several; numbers or texts. */
const codesIn = ({ body }: HttpReply): string[] => {
  let document: unknown;
  try {
    document = JSON.parse(body.toString('utf8'));
  } catch {
    return [];
  }
  if (!isObject(document)) return [];
  const list = document.ResponseStatusListObject ?? document.ResponseStatusList;
  const many = isObject(list) ? list.ResponseStatusObject : list;
  const one = document.ResponseStatusObject ?? document.ResponseStatus;
  return [many ?? one]
    .flat()
    .flatMap((status) => (isObject(status) && status.StatusCode !== undefined ? [String(status.StatusCode)] : []));
};

/** HTTP 200 proves nothing: every code must be 0. */
const requireYes = (what: string, reply: HttpReply): void => {
  const refused = refusedStatus('viid', what, reply);
  if (refused) throw refused;
  const codes = codesIn(reply);
  if (codes.length > 0 && codes.every((code) => code === '0')) return;
  const message = `[hub] [viid] ${what}: the other side answers ${codes.join(', ') || 'no status'}`;
  const detail = { answer: reply.body.toString('utf8', 0, 500) };
  if (codes.includes('2') || codes.includes('9')) throw new RetriableError(message, { detail });
  throw new ConfigurationError(message, { detail, remedy: 'ask the other side what its StatusCode means here' });
};

const authorizationFor = ({ settings }: Context<Settings>, path: string, reply: HttpReply): string => {
  const challenge = readDigest(reply.headers['www-authenticate']);
  const algorithm = algorithmOf(challenge?.algorithm);
  const { realm, nonce, opaque, qop = '' } = challenge ?? {};
  if (realm === undefined || nonce === undefined || algorithm === undefined || !/(^|[\s,])auth([\s,]|$)/.test(qop)) {
    throw new ConfigurationError(
      '[hub] [viid] the other side asks for a sign-in that is not HTTP Digest with qop=auth',
      {
        remedy: 'ask for Digest (RFC 7616, MD5 or SHA-256) on that side',
      },
    );
  }
  const base = new URL(settings.platformUrl ?? '').pathname.replace(/\/+$/, '');
  const proof = {
    algorithm,
    realm,
    nonce,
    method: 'POST',
    uri: `${base}${path}`,
    nc: '00000001',
    cnonce: randomBytes(8).toString('hex'),
    user: settings.platformUser ?? settings.serverId,
    password: settings.platformPassword ?? '',
  };
  return writeAuthorization(proof, opaque);
};

const registerPath = '/VIID/System/Register';

/** @throws ConfigurationError when user or password are refused, RetriableError for the network */
export const registerAtPlatform = async (context: Context<Settings>): Promise<void> => {
  const document = { RegisterObject: { DeviceID: context.settings.serverId } };
  const first = await post(context, registerPath, document);
  if (first.status !== 401) return requireYes('registration', first);
  const second = await post(context, registerPath, document, authorizationFor(context, registerPath, first));
  requireYes('registration', second);
};

/** @returns false when the other side does not know us any more */
const keepAlive = async (context: Context<Settings>): Promise<boolean> => {
  const document = { KeepaliveObject: { DeviceID: context.settings.serverId } };
  const reply = await post(context, '/VIID/System/Keepalive', document);
  if (reply.status >= 500 || reply.status === 429) requireYes('keepalive', reply);
  return reply.status < 300 && codesIn(reply).every((code) => code === '0');
};

/** 33 digits: organisation 12, type 03, time 14, sequence 5. */
const subscriptionId = (serverId: string, zone: string): string =>
  `${serverId.slice(0, 8)}000003${writeTime(Date.now(), 'yyyyMMddHHmmss', zone)}${String(randomInt(100_000)).padStart(5, '0')}`;

const subscribe = async (context: Context<Settings>): Promise<void> => {
  const { serverId, zone, notifyUrl, subscribeTo, resourceUri } = context.settings;
  const id = subscriptionId(serverId, zone);
  const time = (at: number): string => writeTime(at, 'yyyyMMddHHmmss', zone);
  // Known before the other side is: its first notification may be quicker than its answer.
  await keepSubscription(context, id, 2 * daySeconds);
  const reply = await post(context, '/VIID/Subscribes', {
    SubscribeListObject: {
      SubscribeObject: [
        {
          SubscribeID: id,
          Title: 'Footage Link Hub',
          SubscribeDetail: subscribeTo.join(','),
          ResourceURI: resourceUri ?? '',
          ApplicantName: 'hub',
          ApplicantOrg: serverId,
          BeginTime: time(Date.now()),
          EndTime: time(Date.now() + daySeconds * 1000),
          ReceiveAddr: notifyUrl,
          OperateType: 0,
          SubscribeStatus: 0,
        },
      ],
    },
  });
  requireYes('subscription', reply);
};

/**
 * Once a run: see that the other side still knows us and our subscription, which is made anew every day before it ends.
 *
 * @throws ConfigurationError, RetriableError
 */
export const stayInTouch = async (context: Context<Settings>): Promise<void> => {
  const { memory, settings } = context;
  const { platformUrl = '', subscribeTo, notifyUrl = '' } = settings;
  const known = 'platform/registration';
  const subscribed = 'platform/subscription';
  if ((await memory.get(known)) !== platformUrl || !(await keepAlive(context))) {
    // Who has forgotten us has forgotten what we subscribed to.
    await memory.forget(known);
    await memory.forget(subscribed);
    await registerAtPlatform(context);
    await memory.set(known, platformUrl, daySeconds);
  }
  const wish = [platformUrl, notifyUrl, ...subscribeTo].join(' ');
  if ((await memory.get(subscribed)) === wish || subscribeTo.length === 0) return;
  await subscribe(context);
  await memory.set(subscribed, wish, daySeconds - 3600);
};

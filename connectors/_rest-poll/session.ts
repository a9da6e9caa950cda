import { ConfigurationError } from '../../hub/core/errors.ts';
import { type HttpReply, refusedStatus, send } from '../_kit/http.ts';
import { beginningWithoutTokens } from '../_kit/reply-look.ts';
import { encoders, fillTemplate } from '../_kit/template.ts';
import { valueAt } from '../_kit/value-at.ts';
import type { Settings } from './settings.ts';

const scope = 'rest-poll';

const mediaTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;
const escapes = { json: encoders.json, form: encoders.url } as const;

/** Values of {from}, {to}, {page}, {size}, {offset}. */
export type Placeholders = Readonly<Record<'from' | 'to', string> & Record<'page' | 'size' | 'offset', number>>;

/** Calls with one token; it is fetched when first needed and once more when it has expired. */
export interface Session {
  /** @throws ConfigurationError when no token is given */
  signIn(): Promise<void>;
  /** @throws ConfigurationError, RetriableError for any status but 2xx */
  call(values: Placeholders): Promise<HttpReply>;
}

export const openSession = (settings: Settings, signal: AbortSignal, pace: () => Promise<void>): Session => {
  let token: string | undefined;
  const common = {
    scope,
    signal,
    timeoutMs: settings.timeoutSeconds * 1000,
    acceptSelfSigned: settings.acceptSelfSigned,
  };

  const fetchToken = async (address: string): Promise<string> => {
    const values = { user: settings.user, password: settings.password ?? '' };
    const isGet = settings.tokenMethod === 'GET';
    const encode = isGet ? encoders.url : escapes[settings.tokenBodyKind];
    const filled = fillTemplate(scope, settings.tokenBody, values, encode);
    await pace();
    const reply = await send(
      isGet
        ? {
            ...common,
            method: 'GET',
            url: filled ? `${address}${address.includes('?') ? '&' : '?'}${filled}` : address,
          }
        : {
            ...common,
            method: 'POST',
            url: address,
            headers: { 'content-type': mediaTypes[settings.tokenBodyKind], accept: 'application/json' },
            body: filled,
          },
    );
    const refused = refusedStatus(scope, 'the token endpoint', reply);
    if (refused) throw refused;
    const found = valueAt(parse(reply.body.toString('utf8')), settings.tokenPath);
    if (typeof found === 'string' && found !== '') return found;
    throw new ConfigurationError(`[hub] [${scope}] the token endpoint gave no token at ${settings.tokenPath}`, {
      remedy: 'check user, password, the token body and the path of the token',
      detail: { reply: beginningWithoutTokens(reply.body, reply.contentType) },
    });
  };

  const request = (values: Placeholders): Promise<HttpReply> => {
    const headers: Record<string, string> = { accept: 'application/json', ...settings.headers };
    if (token !== undefined) headers[settings.tokenHeader] = `${settings.tokenPrefix}${token}`;
    if (settings.apiKeyHeader && settings.apiKey) headers[settings.apiKeyHeader] = settings.apiKey;
    const url = fillTemplate(scope, settings.url, values, encoders.url);
    if (settings.method === 'GET') return send({ ...common, method: 'GET', url, headers });
    headers['content-type'] = mediaTypes[settings.bodyKind];
    const body = fillTemplate(scope, settings.body, values, escapes[settings.bodyKind]);
    return send({ ...common, method: 'POST', url, headers, body });
  };

  const hasExpired = ({ status, body }: HttpReply): boolean =>
    status === 401 || (settings.expiredIf !== undefined && body.toString('utf8', 0, 500).includes(settings.expiredIf));

  return {
    async signIn() {
      if (settings.tokenUrl !== undefined) token = await fetchToken(settings.tokenUrl);
    },
    async call(values) {
      if (token === undefined) await this.signIn();
      await pace();
      let reply = await request(values);
      if (settings.tokenUrl !== undefined && hasExpired(reply)) {
        await this.signIn();
        await pace();
        reply = await request(values);
        if (hasExpired(reply)) {
          throw new ConfigurationError(`[hub] [${scope}] a fresh token is refused`, {
            remedy: 'check that the user may read this address, and the token header',
          });
        }
      }
      const refused = refusedStatus(scope, 'the address of the rows', reply);
      if (refused) throw refused;
      return reply;
    },
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(`[hub] [${scope}] the token endpoint did not answer with JSON`, {
      cause,
      remedy: 'check the token address',
    });
  }
};

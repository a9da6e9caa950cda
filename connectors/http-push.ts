import { type CheckStep, defineConnector, type ReceiveContext } from '../hub/core/connector.ts';
import { BadRequestError, ConfigurationError, UnauthenticatedError } from '../hub/core/errors.ts';
import { choice, integer, optionalText, secret, type Values } from '../hub/core/setting.ts';
import { messageOf } from './_http-push/payload.ts';
import { verifyWebhook } from './_http-push/webhook-signature.ts';
import { readBody } from './_kit/body.ts';
import { receiptOf, refusalOf } from './_kit/receipt.ts';
import { secretEquals } from './_kit/secret-equals.ts';
import { doorSettings } from './_kit/settings.ts';

const scope = 'http-push';

const settings = {
  authentication: choice(['signature', 'bearer'], {
    label: { zh: '认证方式', en: 'Authentication' },
    help: 'signature: Standard Webhooks (HMAC-SHA-256); bearer: the secret as "Authorization: Bearer …".',
    fallback: 'signature',
  }),
  secret: secret({
    label: { zh: '密钥', en: 'Secret' },
    help: 'Shared with the sender. For signatures whsec_ and base64, or any text of 16 characters or more.',
    example: 'whsec_c3ludGhldGljLXNlY3JldC1mb3ItZXhhbXBsZXM=',
  }),
  toleranceSeconds: integer({
    label: { zh: '时间容差（秒）', en: 'Tolerance (seconds)' },
    help: 'How far the time of a signature may be from ours.',
    fallback: 300,
    min: 1,
    max: 86_400,
    advanced: true,
  }),
  documentField: optionalText({
    label: { zh: '表单中的文档字段', en: 'Document field of a form' },
    help: 'When forms are sent: the field that holds the message. Absent: all fields together are the message.',
    example: 'data',
    advanced: true,
  }),
  ...doorSettings,
} as const;

type Settings = Values<typeof settings>;

const shortest = 16;

const authenticate = ({ authentication, secret, toleranceSeconds }: Settings, headers: Headers, body: Buffer): void => {
  if (authentication === 'signature') {
    verifyWebhook(headers, body, { secret, toleranceSeconds });
    return;
  }
  const [, token = ''] = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (secretEquals(token, secret)) return;
  throw new UnauthenticatedError(`[hub] [${scope}] the bearer token is absent or wrong`, {
    remedy: 'send "Authorization: Bearer" with the secret of this source',
  });
};

const problem = (error: unknown): Response => {
  const { status, message, headers } = refusalOf(error);
  return Response.json(
    { title: message, status },
    { status, headers: { ...headers, 'content-type': 'application/problem+json' } },
  );
};

const take = async (context: ReceiveContext<Settings>, request: Request): Promise<Response> => {
  const { settings } = context;
  if (request.method !== 'POST' && request.method !== 'PUT') {
    throw new BadRequestError(`[hub] [${scope}] ${request.method} is not taken here`, {
      remedy: 'send messages by POST',
    });
  }
  const body = await readBody(scope, request, settings.maxMegabytes * 2 ** 20);
  authenticate(settings, request.headers, body);
  const message = messageOf(body, request.headers.get('content-type') ?? '', settings.documentField);
  const { error, ...counts } = receiptOf(await context.deliver([message]));
  if (error === undefined) return Response.json(counts, { status: 202 });
  return Response.json(
    { title: error, status: 422, ...counts },
    { status: 422, headers: { 'content-type': 'application/problem+json' } },
  );
};

export default defineConnector({
  title: { zh: '接口推送（HTTP）', en: 'Pushed by HTTP' },
  about:
    'Takes JSON, XML or forms that another system sends by POST, one row or a batch, signed by the rules of Standard Webhooks or with a bearer token. ' +
    'Answers 202 with {accepted, unchanged, deadLettered} after the rows are stored; 422 when a message as a whole cannot be read.',
  settings,

  async check({ settings: { authentication, secret } }): Promise<CheckStep[]> {
    const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
    if (key.length < shortest) {
      throw new ConfigurationError(`[hub] [${scope}] the secret is shorter than ${shortest} bytes`, {
        remedy: 'agree on a longer one, e.g. from: openssl rand -base64 32',
      });
    }
    return [
      { step: authentication, ok: true, detail: 'ready; the first message proves that the sender knows the secret' },
    ];
  },

  async receive(context, request) {
    try {
      return await take(context, request);
    } catch (error) {
      return problem(error);
    }
  },
});

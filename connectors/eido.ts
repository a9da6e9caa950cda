import { type CheckStep, defineConnector, type ReceiveContext } from '../hub/core/connector.ts';
import { BadRequestError, ConfigurationError, UnauthenticatedError } from '../hub/core/errors.ts';
import { secret, type Values } from '../hub/core/setting.ts';
import { isObject, readJsonBody } from './_kit/json-body.ts';
import { problemOf } from './_kit/problem.ts';
import { itemsOf, receiptOf } from './_kit/receipt.ts';
import { secretEquals } from './_kit/secret-equals.ts';
import { doorSettings } from './_kit/settings.ts';

const scope = 'eido';
const shortest = 16;

const settings = {
  token: secret({
    group: 'signIn',
    label: { zh: '访问令牌', en: 'Token' },
    help: {
      zh: '发送方放在 “Authorization: Bearer …” 中，至少 16 个字符。',
      en: 'What the sender shows as "Authorization: Bearer …". At least 16 characters.',
    },
    example: 'example-token-of-16-or-more',
  }),
  ...doorSettings,
} as const;

type Settings = Values<typeof settings>;

const authenticate = ({ token }: Settings, headers: Headers): void => {
  const [, given = ''] = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (secretEquals(given, token)) return;
  throw new UnauthenticatedError(`[hub] [${scope}] the bearer token is absent or wrong`, {
    remedy: 'send "Authorization: Bearer" with the token of this source',
  });
};

/** application/json, application/EmergencyCallData.eido+json and the like; senders that say nothing are believed. */
const isJsonType = (contentType: string): boolean =>
  /^$|^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType.trim());

const take = async (context: ReceiveContext<Settings>, request: Request): Promise<Response> => {
  const { settings } = context;
  authenticate(settings, request.headers);
  const contentType = request.headers.get('content-type') ?? '';
  if (request.method !== 'POST' || !isJsonType(contentType)) {
    throw new BadRequestError(`[hub] [${scope}] ${request.method} of "${contentType}" is not taken here`, {
      remedy: 'POST one EIDO or a list of them as application/json',
    });
  }
  const { bytes, value, contentType: type } = await readJsonBody(scope, request, settings.maxMegabytes * 2 ** 20);
  const documents = Array.isArray(value) ? value : [value];
  if (!documents.every(isObject)) {
    throw new BadRequestError(`[hub] [${scope}] that is no EIDO and no list of them`, {
      remedy: 'POST a JSON object with incidentComponent, or a list of such objects',
    });
  }
  if (documents.length === 0) return Response.json({ accepted: 0, unchanged: 0, deadLettered: 0, items: [] });
  const deliveries = await context.deliver([{ body: bytes, contentType: type }]);
  const { error, ...counts } = receiptOf(deliveries);
  if (error === undefined) return Response.json({ ...counts, items: itemsOf(deliveries) });
  return Response.json(
    { title: error, status: 422, ...counts },
    { status: 422, headers: { 'content-type': 'application/problem+json' } },
  );
};

export default defineConnector({
  title: { zh: '紧急事件数据对象（NENA EIDO）', en: 'Emergency Incident Data Objects (NENA EIDO)' },
  about: {
    zh: '接收 NENA-STA-021 EIDO 文档，一份或一批；引用和位置由映射解析。',
    en:
      'Takes NENA-STA-021 EIDO documents by POST, one or a list, as next-generation 911 centres send them. ' +
      'A message is the request as it came; the mapping resolves references and reads the PIDF-LO location inside. Answers 200 with one item for each document.',
  },
  settings,

  async check({ settings: { token } }): Promise<CheckStep[]> {
    if (token.length < shortest) {
      throw new ConfigurationError(`[hub] [${scope}] the token is shorter than ${shortest} characters`, {
        remedy: 'agree on a longer one, e.g. from: openssl rand -hex 32',
      });
    }
    return [{ step: 'serve', ok: true, detail: 'ready; the first document proves that the sender knows the token' }];
  },

  async receive(context, request) {
    try {
      return await take(context, request);
    } catch (error) {
      return problemOf(error);
    }
  },
});

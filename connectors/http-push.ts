import { type CheckStep, defineConnector, type ReceiveContext } from '../hub/core/connector.ts';
import { BadRequestError, ConfigurationError, UnauthenticatedError } from '../hub/core/errors.ts';
import { publishingOf } from '../hub/core/publishing.ts';
import { verifyCertificate } from './_http-push/client-certificate.ts';
import { answerNames, nameRows, ownAnswer, type Told, unknownNames } from './_http-push/own-answer.ts';
import { messagesOf } from './_http-push/payload.ts';
import { lookUpMessage, type SeenBefore } from './_http-push/seen-before.ts';
import { type Settings, secretsOf, settings } from './_http-push/settings.ts';
import { addressOf, tellLinks } from './_http-push/tell-links.ts';
import { keyOf, verifyWebhook } from './_http-push/webhook-signature.ts';
import { readBody } from './_kit/body.ts';
import { createPace } from './_kit/pace.ts';
import { problemOf } from './_kit/problem.ts';
import { itemsOf, receiptOf } from './_kit/receipt.ts';
import { secretEquals } from './_kit/secret-equals.ts';

const scope = 'http-push';
const shortest = 16;

const verifyBearer = (headers: Headers, secrets: readonly string[]): void => {
  const [, token = ''] = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  if (secrets.some((secret) => secretEquals(token, secret))) return;
  throw new UnauthenticatedError(`[hub] [${scope}] the bearer token is absent or wrong`, {
    remedy: 'send "Authorization: Bearer" with the secret of this source',
  });
};

/** @returns the id of the message, which only signatures protect */
const authenticate = (settings: Settings, headers: Headers, body: Buffer): string | undefined => {
  const { authentication, toleranceSeconds, certificateHeader: header, certificates } = settings;
  const secrets = secretsOf(settings);
  if (authentication === 'signature') return verifyWebhook(headers, body, { secrets, toleranceSeconds });
  if (authentication === 'bearer') verifyBearer(headers, secrets);
  else verifyCertificate(headers, { secrets, header, certificates });
  return undefined;
};

const answer = ({ answer: own }: Settings, { named, ...receipt }: Told): Response => {
  const { error, ...counts } = receipt;
  if (error === undefined && named) return ownAnswer(own, named);
  if (error === undefined || counts.accepted + counts.unchanged > 0) return Response.json(counts, { status: 202 });
  return Response.json(
    { title: error, status: 422, ...counts },
    { status: 422, headers: { 'content-type': 'application/problem+json' } },
  );
};

const take = async (context: ReceiveContext<Settings>, request: Request): Promise<Response> => {
  const { settings, memory, log } = context;
  if (request.method !== 'POST' && request.method !== 'PUT') {
    throw new BadRequestError(`[hub] [${scope}] ${request.method} is not taken here`, {
      remedy: 'send messages by POST',
    });
  }
  const body = await readBody(scope, request, settings.maxMegabytes * 2 ** 20);
  const id = authenticate(settings, request.headers, body);
  let before: SeenBefore | undefined;
  if (id !== undefined) {
    before = await lookUpMessage(memory, id, body, 2 * settings.toleranceSeconds);
    if (before.receipt) return answer(settings, before.receipt);
  }
  const messages = messagesOf(body, request.headers.get('content-type') ?? '', settings.documentField);
  const deliveries = await context.deliver(messages);
  const named = await nameRows(context, messages, deliveries);
  const receipt: Told = { ...receiptOf(deliveries), items: itemsOf(deliveries), ...(named ? { named } : {}) };
  // What could not be read may be sent again, e.g. when the mapping has been mended.
  if (receipt.error !== undefined) return answer(settings, receipt);
  // Not waited for: a copy that is quicker than this finds the store unchanged.
  void before?.keep(receipt).catch((error: unknown) => {
    log.warn({ error: String(error) }, `[hub] [${scope}] the id of a message could not be kept`);
  });
  return answer(settings, receipt);
};

export default defineConnector({
  title: { zh: '接口推送（HTTP）', en: 'Pushed by HTTP' },
  about: {
    zh: '接收对方用 POST 推送的 JSON、JSON Lines、XML 或表单；可验签名、令牌或客户端证书；入库后才回答成功。',
    en:
      'Takes JSON, JSON Lines, XML or forms that another system sends by POST, one row or a batch: signed by the rules of Standard Webhooks, with a bearer token, or with a client certificate checked by a proxy. ' +
      'Answers 202 with {accepted, unchanged, deadLettered, items} after the rows are stored, one item for each row, or in the words the sender wants (answer); 422 when nothing of it can be read. ' +
      'A signed message that comes again gets the answer of the first time and changes nothing. ' +
      'Links are told by POST to an address of its own, signed in the same way.',
  },
  settings,

  async check({ settings }): Promise<CheckStep[]> {
    const { publishSecret } = settings;
    for (const secret of [...secretsOf(settings), ...(publishSecret === undefined ? [] : [publishSecret])]) {
      if (keyOf(secret).length >= shortest) continue;
      throw new ConfigurationError(`[hub] [${scope}] a secret is shorter than ${shortest} bytes`, {
        remedy: 'agree on a longer one, e.g. from: openssl rand -base64 32',
      });
    }
    const { authentication, certificates } = settings;
    if (authentication === 'certificate' && certificates.length === 0) {
      throw new ConfigurationError(`[hub] [${scope}] no client certificate is listed, so nobody can send`, {
        remedy: 'list the fingerprint or subject of the sender under certificates',
      });
    }
    const [unknown] = unknownNames(settings.answer);
    if (unknown !== undefined) {
      throw new ConfigurationError(`[hub] [${scope}] the answer holds {${unknown}}, which stands for nothing`, {
        remedy: `use one of ${answerNames.map((name) => `{${name}}`).join(', ')}`,
      });
    }
    const tells = publishingOf(settings, scope).publish;
    return [
      ...(tells ? [{ step: 'links', ok: true, detail: `are sent to ${addressOf(settings)}` }] : []),
      { step: 'serve', ok: true, detail: 'ready; the first message proves that the sender has what it needs' },
    ];
  },

  async receive(context, request) {
    try {
      return await take(context, request);
    } catch (error) {
      return problemOf(error);
    }
  },

  publish: (context, publications) =>
    tellLinks(context, publications, createPace(context.settings.requestsPerSecond, context.signal)),
});

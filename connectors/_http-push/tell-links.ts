import type { Context } from '../../hub/core/connector.ts';
import { ConfigurationError, RecordError } from '../../hub/core/errors.ts';
import type { Publication, Told } from '../../hub/core/publication.ts';
import { optionalSecret, optionalUrl, type Values } from '../../hub/core/setting.ts';
import { refusedStatus, send } from '../_kit/http.ts';
import { callSettings, tlsSettings } from '../_kit/settings.ts';
import { signWebhook } from './webhook-signature.ts';

const scope = 'http-push';

export const tellSettings = {
  publishUrl: optionalUrl({
    group: 'publish',
    label: { zh: '关联通知地址', en: 'Address links are sent to' },
    help: {
      zh: '回写关联时，每条关联以 JSON 用 POST 发到此地址，按 Standard Webhooks 签名。',
      en: 'Each link is sent there by POST as JSON, signed by the rules of Standard Webhooks, when links are told.',
    },
    example: 'https://10.0.0.1/footage-links',
    advanced: true,
  }),
  publishSecret: optionalSecret({
    group: 'publish',
    label: { zh: '关联通知密钥', en: 'Secret links are signed with' },
    help: {
      zh: 'whsec_ 加 base64，或 16 个字符以上的任意文本；留空则用本数据源的密钥。',
      en: 'whsec_ and base64, or any text of 16 characters or more; the secret of this source when it is empty.',
    },
    advanced: true,
  }),
  ...callSettings,
  ...tlsSettings,
} as const;

type TellSettings = Values<typeof tellSettings> & { readonly secret: string };

/** What the receiver gets; `link.linked` and `link.withdrawn`. Nothing of persons, and nothing that plays by itself. */
const messageOf = ({ linkId, record, footage, segment, url, decidedAt, withdrawn, together }: Publication): string =>
  JSON.stringify({
    type: withdrawn ? 'link.withdrawn' : 'link.linked',
    timestamp: decidedAt,
    data: {
      link: linkId,
      record: { source: record.source, system: record.system, kind: record.kind, externalId: record.externalId },
      footage: {
        ...{ source: footage.source, externalId: footage.externalId, deviceId: footage.deviceId },
        ...{ policeId: footage.policeId, start: footage.start, end: footage.end },
      },
      segment,
      url,
      recordings: together.length,
    },
  });

/** Names this state of this link, so that a receiver knows what it has had already. */
const idOf = (source: string, { linkId, withdrawn, decidedAt }: Publication): string =>
  `${source}.${linkId}.${Date.parse(decidedAt)}${withdrawn ? '.withdrawn' : ''}`;

/** The receiver understood and did not want this one: sending it again changes nothing. */
const unwanted = new Set([400, 413, 415, 422]);
/** It had this one before. */
const hadBefore = 409;

const tell = async ({ source, settings, signal }: Context<TellSettings>, url: string, publication: Publication) => {
  const body = messageOf(publication);
  const reply = await send({
    scope,
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signWebhook(settings.publishSecret ?? settings.secret, idOf(source, publication), body),
    },
    body,
    timeoutMs: settings.timeoutSeconds * 1000,
    acceptSelfSigned: settings.acceptSelfSigned,
    maxBytes: 2 ** 20,
    signal,
  });
  const refused = refusedStatus(scope, 'the receiver of links', reply);
  if (!refused || reply.status === hadBefore) return undefined;
  if (!unwanted.has(reply.status)) throw refused;
  return new RecordError(refused.message, {
    detail: refused.detail,
    remedy: 'ask those who run the receiver why it does not take this link',
  });
};

/** @throws ConfigurationError when no address is set */
export const addressOf = ({ publishUrl }: Pick<TellSettings, 'publishUrl'>): string => {
  if (publishUrl !== undefined) return publishUrl;
  throw new ConfigurationError(`[hub] [${scope}] there is no address to send links to`, {
    remedy: 'set publishUrl, or switch telling links off',
  });
};

/** Send links one by one. @throws ConfigurationError when no address is set */
export async function* tellLinks(
  context: Context<TellSettings>,
  publications: readonly Publication[],
  pace: () => Promise<void>,
): AsyncIterable<Told> {
  const publishUrl = addressOf(context.settings);
  for (const publication of publications) {
    await pace();
    const error = await tell(context, publishUrl, publication);
    yield { linkId: publication.linkId, ...(error ? { error } : {}) };
  }
}

import type { Context } from '../../hub/core/connector.ts';
import { ConfigurationError, DuplicateError, RecordError, RetriableError } from '../../hub/core/errors.ts';
import type { Publication, Told } from '../../hub/core/publication.ts';
import { optionalSecret, optionalText, optionalUrl, type Values } from '../../hub/core/setting.ts';
import { refusedStatus, send } from '../_kit/http.ts';
import { isObject } from '../_kit/json-body.ts';
import { callSettings, tlsSettings } from '../_kit/settings.ts';
import { basePath, type Kind, listNames } from './kinds.ts';

const scope = 'cascade';

export const tellSettings = {
  publishUrl: optionalUrl({
    group: 'publish',
    label: { zh: '上级平台地址', en: 'Address of the upper platform' },
    help: {
      zh: '回写关联时上传到的地址，不含路径，例如 http://10.0.0.1:6803。',
      en: 'Where links are uploaded when they are told, without the path, e.g. http://10.0.0.1:6803.',
    },
    example: 'http://10.0.0.1:6803',
    advanced: true,
  }),
  publishAuthkey: optionalSecret({
    group: 'publish',
    label: { zh: '上级平台接入密钥', en: 'Key of the upper platform (authkey)' },
    help: {
      zh: '上级平台要求每次上传携带的 authkey。',
      en: 'What the upper platform wants as authkey with every upload.',
    },
    advanced: true,
  }),
  publishDomain: optionalText({
    group: 'publish',
    label: { zh: '本级域编号', en: 'Own domain' },
    help: { zh: '上级平台认识本级所用的 8 位域编号。', en: 'Eight digits by which the upper platform knows this one.' },
    example: '99010600',
    advanced: true,
  }),
  ...callSettings,
  ...tlsSettings,
} as const;

type TellSettings = Values<typeof tellSettings>;

const epochOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
const refersTo = ({ record }: Publication, kind: string): string[] =>
  record.references.flatMap((reference) => (reference.kind === kind ? [reference.id] : []));

/** A call with its files, or a case with its files and the calls it came from: the list holds all of them each time. */
const uploads: Readonly<Record<string, { kind: Kind; rowOf(publication: Publication): Record<string, unknown> }>> = {
  dispatch: {
    kind: 'ps',
    rowOf: ({ record, together, decidedAt }) => ({
      jqbh: record.externalId,
      bjsj: epochOf(record.time.start),
      gxsj: epochOf(decidedAt),
      jjdw: record.org,
      jqlb: record.category?.code,
      wj: together,
    }),
  },
  // The protocol has no files here: those of a unit are told with its call, which shows what its units show.
  'unit-sent': {
    kind: 'hs',
    rowOf: (publication) => ({
      cjdh: publication.record.externalId,
      jqbh: refersTo(publication, 'dispatch')[0],
      cjdw: publication.record.org,
      cjr: publication.record.officers.join(','),
      cjsj: epochOf(publication.record.time.start),
      gxsj: epochOf(publication.decidedAt),
    }),
  },
  case: {
    kind: 'cm',
    rowOf: (publication) => ({
      ajbh: publication.record.externalId,
      afsj: epochOf(publication.record.time.start),
      rksj: epochOf(publication.decidedAt),
      zbdw: publication.record.org,
      ajlb: publication.record.category?.code,
      jjbh: refersTo(publication, 'dispatch'),
      // 自动关联: the one value of gllx that is known.
      wjxx: publication.together.map((wjbh) => ({ clfl: '', gllx: 'ZDGL', wjbh })),
    }),
  },
};
const uploadOf = ({ record: { system, kind } }: Publication) =>
  uploads[system === 'incident' ? 'case' : system === 'dispatch' && kind === 'unit-sent' ? kind : system];

/** What has no place there: said without asking the upper platform. */
const misplaced = (publication: Publication): RecordError | undefined => {
  const { system, kind, externalId } = publication.record;
  if (!uploadOf(publication)) {
    return new RecordError(`[hub] [${scope}] records of the system ${system} have no place in this protocol`, {
      remedy: 'name dispatch, case and incident in publishSystems',
    });
  }
  if (kind !== 'unit-sent' || refersTo(publication, 'dispatch').length > 0) return undefined;
  return new RecordError(`[hub] [${scope}] ${externalId} does not say which call it belongs to`, {
    remedy: 'map its reference of the kind dispatch',
  });
};

/** Codes beside 0 have no list that is known: what the message says decides. */
const refusal = (code: string, message: string): Error => {
  const text = `[hub] [${scope}] the upper platform answered ${code}: ${message}`;
  if (/重复|已存在|duplicate|exist/i.test(message)) return new DuplicateError(text);
  if (/授权|权限|密钥|authkey|domain|unauthori[sz]ed/i.test(message))
    return new ConfigurationError(text, { remedy: 'check publishAuthkey and publishDomain' });
  if (/忙|超时|稍后|busy|timeout|later/i.test(message)) return new RetriableError(text);
  return new RecordError(text, { remedy: 'the message names what the upper platform misses' });
};

interface UpperPlatform {
  url: string;
  authkey: string;
  domain: string;
}

/** @throws ConfigurationError when it is not known where and as whom to upload */
export const upperPlatform = ({
  publishUrl,
  publishAuthkey,
  publishDomain,
}: Pick<TellSettings, 'publishUrl' | 'publishAuthkey' | 'publishDomain'>): UpperPlatform => {
  if (publishUrl !== undefined && publishAuthkey !== undefined && publishDomain !== undefined)
    return { url: publishUrl.replace(/\/$/, ''), authkey: publishAuthkey, domain: publishDomain };
  throw new ConfigurationError(`[hub] [${scope}] the upper platform is not known`, {
    remedy: 'set publishUrl, publishAuthkey and publishDomain, or switch telling links off',
  });
};

const post = async (
  { settings, signal }: Context<TellSettings>,
  kind: Kind,
  row: Record<string, unknown>,
): Promise<Error | undefined> => {
  const { url, authkey, domain } = upperPlatform(settings);
  const query = new URLSearchParams({ domain, authkey });
  const reply = await send({
    scope,
    url: `${url}${basePath}/upload/${kind}/basic/info?${query}`,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
    body: JSON.stringify({ [listNames[kind]]: [row] }),
    timeoutMs: settings.timeoutSeconds * 1000,
    acceptSelfSigned: settings.acceptSelfSigned,
    maxBytes: 2 ** 20,
    signal,
  });
  const refused = refusedStatus(scope, `upload ${kind}`, reply);
  let answer: unknown;
  try {
    answer = JSON.parse(reply.body.toString('utf8'));
  } catch {
    throw refused ?? new RetriableError(`[hub] [${scope}] upload ${kind} was not answered with JSON`);
  }
  const code = isObject(answer) ? String(answer.code ?? '') : '';
  if (code === '0') return undefined;
  if (refused && code === '') throw refused;
  if (refused instanceof RetriableError) throw refused;
  return refusal(code, isObject(answer) ? String(answer.message ?? '') : '');
};

/**
 * Upload records with the numbers of their files, one request a record: the list names all its files, so links of one
 * record that are told together need one upload. Calls come before cases, and each is answered before the next is sent.
 */
export async function* tellLinks(
  context: Context<TellSettings>,
  publications: readonly Publication[],
  pace: () => Promise<void>,
): AsyncIterable<Told> {
  const byRecord = new Map<string, Publication[]>();
  for (const publication of publications) {
    const name = `${publication.record.source}/${publication.record.externalId}`;
    byRecord.set(name, [...(byRecord.get(name) ?? []), publication]);
  }
  const order: readonly Kind[] = ['ps', 'hs', 'cm'];
  const groups = [...byRecord.values()].sort(([left], [right]) => {
    const place = (one: Publication | undefined) => order.indexOf((one && uploadOf(one)?.kind) ?? 'cm');
    return place(left) - place(right);
  });
  for (const group of groups) {
    const [first] = group;
    if (!first) continue;
    const upload = uploadOf(first);
    let error: Error | undefined = misplaced(first);
    if (upload && !error) {
      await pace();
      error = await post(context, upload.kind, upload.rowOf(first));
    }
    for (const { linkId } of group) yield { linkId, ...(error ? { error } : {}) };
  }
}

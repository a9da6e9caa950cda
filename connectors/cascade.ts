import { type CheckStep, defineConnector, type ReceiveContext } from '../hub/core/connector.ts';
import {
  BadRequestError,
  ConfigurationError,
  NotFoundError,
  RecordError,
  UnauthenticatedError,
} from '../hub/core/errors.ts';
import { publishingOf } from '../hub/core/publishing.ts';
import { basePath, kindOfPath, kinds, listNames } from './_cascade/kinds.ts';
import { type Settings, settings } from './_cascade/settings.ts';
import { tellLinks, upperPlatform } from './_cascade/tell-links.ts';
import { codeAnswer, codeRefusal } from './_kit/code-answer.ts';
import { isObject, readJsonBody } from './_kit/json-body.ts';
import { createPace } from './_kit/pace.ts';
import { receiptOf } from './_kit/receipt.ts';
import { secretEquals } from './_kit/secret-equals.ts';

const scope = 'cascade';

const authenticate = ({ authkey, domains }: Settings, query: URLSearchParams): void => {
  const domain = query.get('domain') ?? '';
  const mayUpload = /^\d{8}$/.test(domain) && (domains.length === 0 || domains.includes(domain));
  if (secretEquals(query.get('authkey') ?? '', authkey) && mayUpload) return;
  throw new UnauthenticatedError(`[hub] [${scope}] authkey or domain is absent or wrong`, {
    remedy: 'send the key of this source and the 8-digit domain of a platform that may upload',
  });
};

/** The list of the document: by its name where it stands under the name of another kind. */
const listOf = (value: unknown, name: string): { name: string; list: unknown[] } => {
  const known = isObject(value) ? [name, ...Object.values(listNames)].find((each) => each in value) : undefined;
  const list = known === undefined || !isObject(value) ? undefined : value[known];
  if (known !== undefined && Array.isArray(list)) return { name: known, list };
  throw new BadRequestError(`[hub] [${scope}] the document has no list named ${name}`, {
    remedy: `send {"${name}": [ … ]}`,
  });
};

const take = async (context: ReceiveContext<Settings>, request: Request): Promise<Response> => {
  const { settings, path } = context;
  authenticate(settings, new URL(request.url).searchParams);
  const kind = kindOfPath(path);
  if (request.method !== 'POST' || kind === undefined) {
    throw new NotFoundError(`[hub] [${scope}] there is no ${request.method} ${path}`, {
      remedy: `use POST ${basePath}/upload/{${kinds.join('|')}}/basic/info`,
    });
  }
  const { bytes, value, contentType } = await readJsonBody(scope, request, settings.maxMegabytes * 2 ** 20);
  const { name, list } = listOf(value, listNames[kind]);
  const sent = kinds.find((each) => listNames[each] === name) ?? kind;
  if (list.length === 0) return codeAnswer(0, 'SUCCESS', { accepted: 0, unchanged: 0, deadLettered: 0 });
  const deliveries = await context.deliver([{ body: bytes, contentType, subject: sent }], settings.handTo[sent]);
  const { error, ...counts } = receiptOf(deliveries);
  if (error !== undefined) throw new RecordError(error);
  return codeAnswer(0, 'SUCCESS', counts);
};

export default defineConnector({
  title: { zh: '平台级联（上级）', en: 'Platform cascade' },
  about: {
    zh: '接收下级执法记录仪平台的级联上报：警情、出警、案件、违停和强制措施，以及对应的文件编号；子项先到也会保存，等父项到了再相连。',
    en:
      'Takes the place of the upper platform of body-camera platforms: calls (ps), units sent (hs), cases (cm), parking tickets (wtpz) and force (qzcs), with the numbers of the files that show them. ' +
      'A message is one upload; its subject is the kind. A child that comes before its parent is stored all the same and joined to it when it comes. Answers {code: 0} after the rows are stored. ' +
      'Links are told as a lower platform would: by uploading calls and cases with the numbers of their files.',
  },
  settings,

  async check({ source, settings }): Promise<CheckStep[]> {
    const { domains, handTo } = settings;
    const own = Object.values(handTo).includes(source);
    if (own) {
      throw new ConfigurationError(`[hub] [${scope}] ${source} hands on to itself`, {
        remedy: 'name other sources in handTo, or leave the kind out',
      });
    }
    const tells = publishingOf(settings, scope).publish;
    return [
      {
        step: 'serve',
        ok: true,
        detail:
          domains.length > 0
            ? `open to ${domains.join(', ')} below ${basePath}/upload`
            : `open to any platform with the key below ${basePath}/upload`,
      },
      ...(tells ? [{ step: 'links', ok: true, detail: `are uploaded to ${upperPlatform(settings).url}` }] : []),
    ];
  },

  async receive(context, request) {
    try {
      return await take(context, request);
    } catch (error) {
      return codeRefusal(error);
    }
  },

  publish: (context, publications) =>
    tellLinks(context, publications, createPace(context.settings.requestsPerSecond, context.signal)),
});

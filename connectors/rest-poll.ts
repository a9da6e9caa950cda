import { type CheckStep, type Context, defineConnector, type Page, type RawMessage } from '../hub/core/connector.ts';
import { createPace } from './_kit/pace.ts';
import { type PageRequest, readPages } from './_kit/paging.ts';
import { lookAtReply } from './_kit/reply-look.ts';
import { placeholdersOf } from './_kit/template.ts';
import { writeTime } from './_kit/time-text.ts';
import { walkWindows } from './_kit/time-window.ts';
import { openSession, type Session } from './_rest-poll/session.ts';
import { type Settings, settings } from './_rest-poll/settings.ts';

const scope = 'rest-poll';

const fetchPage = async (session: Session, settings: Settings, { window, index }: PageRequest): Promise<RawMessage> => {
  const { body, contentType } = await session.call({
    from: window.fromText,
    to: window.toText,
    page: settings.firstPage + index,
    size: settings.pageSize,
    offset: index * settings.pageSize,
  });
  return { body, contentType, ...(settings.subject === undefined ? {} : { subject: settings.subject }) };
};

const namesIn = (settings: Settings): string[] =>
  placeholdersOf(`${settings.url} ${settings.method === 'POST' ? settings.body : ''}`);

const sessionOf = ({ settings, signal }: Context<Settings>): Session =>
  openSession(settings, signal, createPace(settings.requestsPerSecond, signal));

export default defineConnector({
  title: { zh: '接口拉取（REST）', en: 'REST resource' },
  about: {
    zh: '按令牌和分页调用 REST 接口取变化的数据，例如警综资源库；怎样算成功、数据在哪里由映射说明。',
    en:
      'Asks a REST resource service for what changed, by token and page, e.g. the resource library of 警综. A message is one reply as it came. ' +
      'What a good reply is, where its rows are and how many there are in all is said by the mapping: HTTP 200 proves nothing.',
  },
  settings,

  async check(context): Promise<CheckStep[]> {
    const { settings } = context;
    const session = sessionOf(context);
    const steps: CheckStep[] = [];
    if (settings.tokenUrl !== undefined) {
      await session.signIn();
      steps.push({ step: 'token', ok: true, detail: settings.tokenUrl });
    }
    const longAgo = Date.UTC(2000, 0, 1);
    const text = writeTime(longAgo, settings.timeFormat, settings.zone);
    const window = { from: longAgo, to: longAgo, fromText: text, toText: text };
    const message = await fetchPage(session, settings, { window, index: 0 });
    const opened = await context.open(message);
    return [...steps, { step: 'call', ok: true, detail: settings.url, ...lookAtReply(message, opened) }];
  },

  async *poll(context, cursor): AsyncIterable<Page> {
    const { settings, signal } = context;
    const names = namesIn(settings);
    const session = sessionOf(context);
    // Without {from} each window would bring the same: one window then stands for all time.
    const once = { ...settings, historyDays: 1, windowMinutes: 60 * 24 * 365 };
    const walk = walkWindows(scope, names.includes('from') ? settings : once, cursor);
    const paging = {
      scope,
      pageSize: settings.pageSize,
      hasPages: names.includes('page') || names.includes('offset'),
      hasSize: names.includes('size'),
      signal,
      fetch: (request: PageRequest) => fetchPage(session, settings, request),
      open: (message: RawMessage) => context.open(message),
    };
    yield* readPages(paging, walk);
  },
});

import { type CheckStep, type Context, defineConnector, type Page } from '../hub/core/connector.ts';
import { ConfigurationError, RecordError } from '../hub/core/errors.ts';
import { createPace } from './_kit/pace.ts';
import { fillTemplate } from './_kit/template.ts';
import { writeTime } from './_kit/time-text.ts';
import { type TimeWindow, walkWindows } from './_kit/time-window.ts';
import { queryOperation } from './_tmri-soap/call.ts';
import { messageOf, query } from './_tmri-soap/query.ts';
import { readLinks } from './_tmri-soap/read-links.ts';
import { readHead } from './_tmri-soap/reply-code.ts';
import { type Settings, settings } from './_tmri-soap/settings.ts';
import { checkLinkFields, writeLinks } from './_tmri-soap/write-link.ts';

const scope = 'tmri-soap';

const inWindow = async (context: Context<Settings>, from: string, to: string): Promise<string> => {
  const conditions = Object.entries(context.settings.conditions).map(
    ([name, template]) => [name, fillTemplate(scope, template, { from, to })] as const,
  );
  try {
    return await query(context, conditions);
  } catch (error) {
    // A data error speaks of our own conditions: no message of theirs could be put aside for it.
    if (error instanceof RecordError) throw new ConfigurationError(error.message, { remedy: 'check the conditions' });
    throw error;
  }
};

/** Rows carry their place in the reply as `id`, which says nothing of them and differs from window to window. */
const withoutIndex = (row: unknown): unknown => {
  if (typeof row !== 'object' || row === null || !('id' in row)) return row;
  const { id: _, ...content } = row;
  return content;
};

/** Going on would pass rows that were never read. */
const tooMany = ({ fromText }: TimeWindow): ConfigurationError =>
  new ConfigurationError(`[hub] [${scope}] the platform holds more rows for ${fromText} than it gives at once`, {
    remedy: 'narrow the conditions (one source per hpzl, say), or correct rowLimit if it gives more',
  });

export default defineConnector({
  title: { zh: '六合一接口（SOAP）', en: 'Traffic platform (SOAP)' },
  about: {
    zh: '按六合一平台和集成指挥平台的 queryObjectOut 读取数据；时间窗内数据太多时自动减半。',
    en:
      'Reads from the national traffic platform (六合一) and the command platform by queryObjectOut, SOAP 1.1 rpc/encoded. ' +
      'A message is the return string as it came, URL-encoded; its subject is the jkid. Time windows that hold more rows than one reply may have are halved. ' +
      'Links are told by writeObjectOut, the address of the page that plays them in spdz of 04C53, ' +
      'and read back once a day by 04C03.',
  },
  settings,

  async check(context): Promise<CheckStep[]> {
    const { timeFormat, zone } = context.settings;
    checkLinkFields(context.settings);
    const longAgo = writeTime(Date.UTC(2000, 0, 1), timeFormat, zone);
    const head = readHead(await inWindow(context, longAgo, longAgo));
    if (!head) {
      throw new ConfigurationError(`[hub] [${scope}] the endpoint answered, but not with a document of the platform`, {
        remedy: 'check the address: it must be the Axis service',
      });
    }
    return [
      { step: 'connect', ok: true, detail: context.settings.endpoint },
      { step: `call ${queryOperation(context.settings)}`, ok: true, detail: `${head.code} ${head.message}`.trim() },
    ];
  },

  async *poll(context, cursor): AsyncIterable<Page> {
    const { settings, signal } = context;
    const walk = walkWindows(scope, settings, cursor);
    const pace = createPace(settings.requestsPerSecond, signal);
    for (let window = walk.current(); window && !signal.aborted; window = walk.current()) {
      await pace();
      const message = messageOf(context, await inWindow(context, window.fromText, window.toText));
      const { rows, total = rows.length } = await context.open(message);
      const isCut = rows.length >= settings.rowLimit || total > rows.length;
      if (isCut && walk.split()) continue;
      if (isCut) throw tooMany(window);
      const messages = walk.note(rows.map(withoutIndex)) ? [message] : [];
      yield { messages, cursor: walk.done() };
    }
  },

  publish: (context, publications) =>
    writeLinks(context, publications, createPace(context.settings.requestsPerSecond, context.signal)),

  published: (context, publications) =>
    readLinks(context, publications, createPace(context.settings.requestsPerSecond, context.signal)),
});

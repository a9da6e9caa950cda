import { type CheckStep, type Context, defineConnector, type Page, type RawMessage } from '../hub/core/connector.ts';
import { ConfigurationError, RecordError } from '../hub/core/errors.ts';
import { createPace } from './_kit/pace.ts';
import { callSoap } from './_kit/soap.ts';
import { fillTemplate } from './_kit/template.ts';
import { writeTime } from './_kit/time-text.ts';
import { type TimeWindow, walkWindows } from './_kit/time-window.ts';
import { queryDocument } from './_tmri-soap/query-document.ts';
import { readHead, refusal } from './_tmri-soap/reply-code.ts';
import { type Settings, settings } from './_tmri-soap/settings.ts';
import { signatures } from './_tmri-soap/signatures.ts';

const scope = 'tmri-soap';

const operationOf = ({ family, operation }: Settings): string => operation ?? signatures[family].query;

const parametersOf = (source: Settings): readonly string[] => {
  if (source.parameters.length > 0) return source.parameters;
  const { operations } = signatures[source.family];
  const operation = operationOf(source);
  const names = operations[operation];
  if (names) return names.map((name) => (name === 'UTF8XmlDoc' ? source.documentParameter : name));
  throw new ConfigurationError(`[hub] [${scope}] the parameters of ${operation} are not known`, {
    remedy: `name them in the setting "parameters", or use one of ${Object.keys(operations).join(', ')}`,
  });
};

const argumentOf = (source: Settings, name: string, document: string): string => {
  if (name === source.documentParameter) return document;
  const { xtlb = source.jkid.slice(0, 2), jkid, jkxlh, cjsqbh, dwjgdm, yhbz, zdbs } = source;
  const caller = (value: string): string => (source.encodeCaller ? encodeURIComponent(value) : value);
  const values: Readonly<Record<string, string>> = {
    ...{ xtlb, jkid, jkxlh, cjsqbh, dwjgdm, yhbz, zdbs },
    dwmc: caller(source.dwmc),
    yhxm: caller(source.yhxm),
  };
  const value = values[name];
  if (value !== undefined) return value;
  throw new ConfigurationError(`[hub] [${scope}] no value is known for the parameter "${name}"`, {
    remedy: `use names of ${Object.keys(values).join(', ')} and ${source.documentParameter}`,
  });
};

/** One query. @returns the return string as it came: URL-encoded, to be decoded by the mapping */
const query = async ({ settings, signal }: Context<Settings>, from: string, to: string): Promise<string> => {
  const conditions = Object.entries(settings.conditions).map(
    ([name, template]) => [name, fillTemplate(scope, template, { from, to })] as const,
  );
  const document = queryDocument(scope, conditions, settings.valueEncoding);
  const reply = await callSoap({
    scope,
    url: settings.endpoint,
    namespace: settings.namespace,
    operation: operationOf(settings),
    parameters: parametersOf(settings).map((name) => [name, argumentOf(settings, name, document)] as const),
    ...(settings.cdata ? { cdata: settings.documentParameter } : {}),
    acceptSelfSigned: settings.acceptSelfSigned,
    timeoutMs: settings.timeoutSeconds * 1000,
    signal,
  });
  const head = readHead(reply);
  const refused = head && refusal(scope, head);
  // A data error of a query speaks of our own conditions: no message of theirs could be put aside for it.
  if (refused instanceof RecordError) throw new ConfigurationError(refused.message, { remedy: 'check the conditions' });
  if (refused) throw refused;
  return reply;
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
  about:
    'Reads from the national traffic platform (六合一) and the command platform by queryObjectOut, SOAP 1.1 rpc/encoded. ' +
    'A message is the return string as it came, URL-encoded; its subject is the jkid. Time windows that hold more rows than one reply may have are halved.',
  settings,

  async check(context): Promise<CheckStep[]> {
    const { timeFormat, zone } = context.settings;
    const longAgo = writeTime(Date.UTC(2000, 0, 1), timeFormat, zone);
    const head = readHead(await query(context, longAgo, longAgo));
    if (!head) {
      throw new ConfigurationError(`[hub] [${scope}] the endpoint answered, but not with a document of the platform`, {
        remedy: 'check the address: it must be the Axis service',
      });
    }
    return [
      { step: 'connect', ok: true, detail: context.settings.endpoint },
      { step: `call ${operationOf(context.settings)}`, ok: true, detail: `${head.code} ${head.message}`.trim() },
    ];
  },

  async *poll(context, cursor): AsyncIterable<Page> {
    const { settings, signal } = context;
    const walk = walkWindows(scope, settings, cursor);
    const pace = createPace(settings.requestsPerSecond, signal);
    for (let window = walk.current(); window && !signal.aborted; window = walk.current()) {
      await pace();
      const message: RawMessage = {
        body: Buffer.from(await query(context, window.fromText, window.toText)),
        contentType: 'text/xml; charset=utf-8',
        subject: settings.jkid,
      };
      const { rows, total = rows.length } = await context.open(message);
      const isCut = rows.length >= settings.rowLimit || total > rows.length;
      if (isCut && walk.split()) continue;
      if (isCut) throw tooMany(window);
      const messages = walk.note(rows.map(withoutIndex)) ? [message] : [];
      yield { messages, cursor: walk.done() };
    }
  },
});

import { setTimeout as pause } from 'node:timers/promises';
import type { Connector, RawMessage } from '../../core/connector.ts';
import { messageIds, rawMessage } from '../../store/messages.ts';
import { openSettings, secretBox } from '../../store/secret.ts';
import type { SourceRow } from '../../store/sources.ts';
import { contextOf, type SourceSettings } from '../context.ts';
import { connectorOf, type IngestDeps, mappingOf } from '../deps.ts';
import { type Conversation, type Exchange, type KeptBody, keepBody } from './fixture.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { createScrubber, type Scrubber } from './scrub.ts';

export interface RecordOptions {
  /** Polling sources: so many pages at most, within so long. Sources that receive: what came in the last so long. */
  pages: number;
  forMs: number;
  signal: AbortSignal;
}

const originOf = /^https?:\/\/[^/?#{]+/;
const graceMs = 3_000;
/** Messages of a source that receives, the latest at most so many. */
const mostMessages = 500;

/** The same source with every HTTP address among its settings leading through a proxy of its own. */
const throughProxies = async (
  settings: Record<string, unknown>,
  note: (exchange: Exchange) => void,
): Promise<{ settings: Record<string, unknown>; proxies: RecordingProxy[] }> => {
  const byOrigin = new Map<string, RecordingProxy>();
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    const [origin] = (typeof value === 'string' && originOf.exec(value)) || [];
    changed[name] = value;
    if (origin === undefined || typeof value !== 'string') continue;
    const proxy = byOrigin.get(origin) ?? (await startRecordingProxy(origin, note));
    byOrigin.set(origin, proxy);
    changed[name] = proxy.origin + value.slice(origin.length);
  }
  return { settings: changed, proxies: [...byOrigin.values()] };
};

/** Poll from the stored position, store nothing, move nothing. @returns what came until it was enough */
const listen = async (
  deps: IngestDeps,
  source: SourceSettings & Pick<SourceRow, 'cursor'>,
  { pages: most, forMs, signal }: RecordOptions,
): Promise<RawMessage[]> => {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(forMs)]);
  const { connector, context } = contextOf(deps, source, enough);
  const pages = connector.poll?.(context, source.cursor ?? undefined)[Symbol.asyncIterator]();
  const messages: RawMessage[] = [];
  const over = new Promise<{ done: true }>((resolve) =>
    enough.addEventListener('abort', () => resolve({ done: true }), { once: true }),
  );
  try {
    for (let seen = 0; pages && seen < most; seen += 1) {
      const page = await Promise.race([pages.next(), over]);
      if (page.done) break;
      messages.push(...page.value.messages);
    }
    return messages;
  } finally {
    await Promise.race([pages?.return?.().catch(() => undefined), pause(graceMs, undefined, { ref: false })]);
  }
};

/** What a connector needs to play its messages: neither secrets nor where the other side is. */
const playable = ({ play, settings }: Connector, plain: Record<string, unknown>): Record<string, unknown> =>
  play === undefined
    ? {}
    : Object.fromEntries(
        Object.entries(plain).filter(
          ([name, value]) => settings[name]?.secret === false && !(typeof value === 'string' && value.includes('://')),
        ),
      );

const received = async (deps: IngestDeps, source: string, forMs: number): Promise<RawMessage[]> => {
  const ids = await messageIds(deps.store.db, { source, from: Date.now() - forMs, limit: mostMessages });
  const messages = await Promise.all(ids.map((id) => rawMessage(deps.store.db, id)));
  return messages.flatMap((message) => (message ? [message] : []));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    const fields = [...text.matchAll(/<(?:[\w.-]+:)?([\w.-]+)[^<>]*>([^<>]+)</g)].map(([, name, value]) => ({
      [name ?? '']: value,
    }));
    return fields.length > 0 ? fields : text;
  }
};

/** Everything that must not be kept, from the settings, the messages as the mapping reads them, and the bare texts. */
const learnAll = async (
  deps: IngestDeps,
  source: SourceRow,
  plain: Record<string, unknown>,
  messages: readonly RawMessage[],
  exchanges: readonly Exchange[],
  scrubber: Scrubber,
): Promise<void> => {
  const { settings } = connectorOf(deps, source);
  for (const [name, value] of Object.entries(plain)) if (settings[name]?.secret) scrubber.learn('secret', value);
  const mapping = mappingOf(deps, source);
  for (const message of messages) {
    try {
      const { rows, document } = mapping.open(message);
      scrubber.learnFrom(document);
      for (const row of rows) {
        scrubber.learnFrom(row);
        scrubber.learnMapped(await mapping.map(row, source.name));
      }
    } catch {
      // What does not fit the mapping is kept too; the names of its fields and its patterns still speak.
    }
  }
  const texts = [
    ...messages.map(({ body }) => keepBody(body)),
    ...exchanges.flatMap(({ request, response }) => [request.body, response.body]),
  ];
  for (const body of texts) if ('text' in body) scrubber.learnFrom(parsed(body.text));
  for (const { request } of exchanges) {
    const { searchParams } = new URL(request.target, 'http://any');
    scrubber.learnFrom(Object.fromEntries(searchParams));
  }
};

/**
 * Keep a conversation with the other side as a file that can be played again: for a source that polls what was asked and
 * answered by HTTP from its stored position on, and the messages the connector made of it (of a database these alone,
 * which it plays as tables);
 * for one that receives, the messages that came. Nothing is stored, no position moves. Secrets by the settings'
 * declaration, people, their numbers and addresses are replaced by synthetic values of the same form.
 *
 * @throws what the connector throws when it cannot speak to the other side at all
 */
export const recordConversation = async (
  deps: IngestDeps,
  source: SourceRow,
  options: RecordOptions,
): Promise<Conversation> => {
  const connector = connectorOf(deps, source);
  const plain = openSettings(secretBox(deps.environment.secret), source.name, connector.settings, source.settings);
  const exchanges: Exchange[] = [];
  const { settings, proxies } = await throughProxies(plain, (exchange) => void exchanges.push(exchange));
  const messages = await (connector.poll
    ? listen(deps, { ...source, settings }, options)
    : received(deps, source.name, options.forMs)
  ).finally(() => Promise.all(proxies.map((proxy) => proxy.close())));
  const scrubber = createScrubber();
  await learnAll(deps, source, plain, messages, exchanges, scrubber);
  const scrubBody = (body: KeptBody): KeptBody =>
    'text' in body ? { ...body, text: scrubber.scrub(body.text) } : body;
  const scrubHeaders = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, scrubber.scrub(value)]));
  return {
    v: 1,
    source: source.name,
    connector: source.connector,
    mapping: source.mapping,
    recordedAt: new Date().toISOString(),
    settings: playable(connector, plain),
    exchanges: exchanges.map(({ request, response }) => ({
      request: {
        ...request,
        target: scrubber.scrub(request.target),
        headers: scrubHeaders(request.headers),
        body: scrubBody(request.body),
      },
      response: { ...response, headers: scrubHeaders(response.headers), body: scrubBody(response.body) },
    })),
    messages: messages.map(({ contentType, subject, body }) => ({
      contentType,
      ...(subject === undefined ? {} : { subject }),
      body: scrubBody(keepBody(body)),
    })),
  };
};

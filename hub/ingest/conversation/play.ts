import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connector, Played } from '../../core/connector.ts';
import { BadRequestError } from '../../core/errors.ts';
import { bytesOf, type Conversation, type Exchange, keepBody } from './fixture.ts';

export interface Player {
  readonly url: string;
  /** Requests that the recording knows no answer for. */
  readonly unknown: readonly string[];
  close(): Promise<void>;
}

const pathOf = (target: string): string => new URL(target, 'http://any').pathname;

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const sameText = (left: Exchange['request']['body'], right: Exchange['request']['body']): boolean =>
  'text' in left && 'text' in right && left.text === right.text;

/**
 * Which exchange answers a request. Times, tokens and signatures differ from those of the recording, so among the
 * exchanges of this method and path the likest that was not played yet is taken, the earliest of equals; when all were
 * played the last one stays true, as "nothing new" does at the end of a poll.
 */
const choose = (
  exchanges: readonly Exchange[],
  played: ReadonlySet<Exchange>,
  request: Exchange['request'],
): Exchange | undefined => {
  const candidates = exchanges.filter(
    (exchange) =>
      exchange.request.method === request.method && pathOf(exchange.request.target) === pathOf(request.target),
  );
  const likeness = ({ request: known }: Exchange): number =>
    (known.headers.soapaction === request.headers.soapaction ? 4 : 0) +
    (known.target === request.target ? 2 : 0) +
    (sameText(known.body, request.body) ? 1 : 0);
  const fresh = candidates.filter((exchange) => !played.has(exchange));
  const [first, ...rest] = fresh.length > 0 ? fresh : candidates.slice(-1);
  return rest.reduce<Exchange | undefined>(
    (best, next) => (best === undefined || likeness(next) > likeness(best) ? next : best),
    first,
  );
};

/** Be the other side of a recorded conversation, over real HTTP. @param port 0 takes a free one */
export const playConversation = async (conversation: Conversation, port: number): Promise<Player> => {
  const played = new Set<Exchange>();
  const unknown: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request).catch(() => Buffer.alloc(0));
    const method = request.method ?? 'GET';
    const target = request.url ?? '/';
    const soapaction = request.headers.soapaction;
    const exchange = choose(conversation.exchanges, played, {
      method,
      target,
      headers: soapaction === undefined ? {} : { soapaction: String(soapaction) },
      body: keepBody(body),
    });
    if (exchange === undefined) {
      unknown.push(`${method} ${target}`);
      response
        .writeHead(404, { 'content-type': 'text/plain' })
        .end(`this was not asked in the recording: ${method} ${target}\n`);
      return;
    }
    played.add(exchange);
    const { status, headers, body: answer } = exchange.response;
    response.writeHead(status, headers).end(bytesOf(answer));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    unknown,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/**
 * Be the other side of a recorded conversation in its own protocol.
 *
 * @throws BadRequestError when it was neither HTTP nor anything its connector can play
 */
export const playRecording = async (
  connectors: ReadonlyMap<string, Connector>,
  conversation: Conversation,
  port: number,
): Promise<Played & Partial<Pick<Player, 'unknown'>>> => {
  const { exchanges, messages, settings, connector: name } = conversation;
  if (exchanges.length > 0) return playConversation(conversation, port);
  const connector = connectors.get(name);
  if (connector?.play && messages.length > 0) {
    return connector.play(
      messages.map(({ body, contentType }) => ({ contentType, body: bytesOf(body) })),
      settings,
      port,
    );
  }
  throw new BadRequestError(`[hub] [source] the recording of ${conversation.source} cannot be served`, {
    remedy: 'nothing in it went over HTTP: send its messages with --to',
  });
};

/** Send the messages of a recording to a receive address, one after the other. @returns the status of each answer */
export const sendMessages = async (
  { messages }: Conversation,
  to: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number[]> => {
  const statuses: number[] = [];
  for (const { contentType, body } of messages) {
    const answer = await fetch(to, {
      method: 'POST',
      headers: { ...headers, 'content-type': contentType },
      body: new Uint8Array(bytesOf(body)),
    });
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  return statuses;
};

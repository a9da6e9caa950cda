import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Exchange, keepBody } from './fixture.ts';

/** A door on loopback behind which the other side stands: what passes is noted. */
export interface RecordingProxy {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Of a request and its answer what matters to who speaks the protocol; never who signed in. */
const keptHeaders = ['content-type', 'accept', 'soapaction', 'retry-after', 'location', 'link'];
/** Of one hop only, or made anew here. */
const ownHeaders = new Set(['host', 'connection', 'transfer-encoding', 'content-length', 'accept-encoding']);

const kept = (headers: http.IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    keptHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );

const bytesOf = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const forward = async (request: http.IncomingMessage, body: Buffer, origin: string): Promise<http.IncomingMessage> => {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ownHeaders.has(name)));
  const url = new URL(request.url ?? '/', origin);
  const options = {
    method: request.method,
    headers: { ...headers, 'content-length': body.length },
    rejectUnauthorized: false,
  };
  const outgoing = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
  outgoing.end(body);
  const [answer] = await once(outgoing, 'response');
  return answer;
};

/**
 * Stand in front of the other side and note every exchange, in order.
 *
 * @param origin of the other side
 * @param note told each exchange when its answer is complete
 */
export const startRecordingProxy = async (
  origin: string,
  note: (exchange: Exchange) => void,
): Promise<RecordingProxy> => {
  const server = http.createServer(async (request, response) => {
    try {
      const body = await bytesOf(request);
      const answer = await forward(request, body, origin);
      const answered = await bytesOf(answer);
      note({
        request: {
          method: request.method ?? 'GET',
          target: request.url ?? '/',
          headers: kept(request.headers),
          body: keepBody(body),
        },
        response: { status: answer.statusCode ?? 502, headers: kept(answer.headers), body: keepBody(answered) },
      });
      const headers = Object.entries(answer.headers).filter(([name]) => !ownHeaders.has(name));
      response.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers)).end(answered);
    } catch {
      // As when nobody listens: the connector says so in its own words.
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

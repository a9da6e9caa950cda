import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface PlatformRequest {
  method: string;
  operation: string;
  query: URLSearchParams;
  body: string;
}

export interface Reply {
  status?: number;
  code?: number;
}

/**
 * The platform's side of workstation API v3, for looking at what docking stations send: keeps every request and answers
 * what `answer` says, code 0 when it says nothing.
 */
export const platformStandIn = async (answer: (request: PlatformRequest) => Reply | undefined) => {
  const requests: PlatformRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://platform');
    let body = '';
    for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
    const operation = url.pathname.replace('/receive/dock/openapi/workstation/v3/', '');
    const request = { method: incoming.method ?? '', operation, query: url.searchParams, body };
    requests.push(request);
    const { status = 200, code = 0 } = answer(request) ?? {};
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify({ code, message: code === 0 ? 'SUCCESS' : 'FAIL', body: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/receive/dock` };
};

import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { cutSlowRequests } from '../../../hub/api/_kit/slow-requests.ts';

const server = createServer((incoming, outgoing) => {
  text(incoming).then(
    (body) => outgoing.end(`got ${body}`),
    () => outgoing.destroy(),
  );
});
cutSlowRequests(server, 2_000);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const begin = (path: string, length = 5): Socket => {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.write(`POST ${path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\nab`);
  return socket;
};

/** All that comes until the other side closes. */
const answerOf = async (socket: Socket): Promise<string> => {
  let answer = '';
  for await (const part of socket) answer += String(part);
  return answer;
};

test('bodies that come drop by drop are cut off, a hundred at once, and a quick request is answered meanwhile', async () => {
  const slow = Array.from({ length: 100 }, () => begin('/receive/calls/', 1_000_000));
  const dripping = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x');
  }, 50);
  const quick = await fetch(`http://127.0.0.1:${port}/receive/calls/`, { method: 'POST', body: 'hello' });
  expect(await quick.text()).toBe('got hello');
  for (const answer of await Promise.all(slow.map(answerOf))) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  clearInterval(dripping);
});

test('a piece of an upload may take its time', async () => {
  const upload = begin('/files/1');
  expect(await answerOf(begin('/receive/calls/'))).toMatch(/^HTTP\/1\.1 408 /);
  upload.write('cde');
  expect(await answerOf(upload)).toMatch(/got abcde$/);
  const looksAlike = begin('/filesystem');
  expect(await answerOf(looksAlike)).toMatch(/^HTTP\/1\.1 408 /);
});

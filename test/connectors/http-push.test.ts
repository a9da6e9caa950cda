import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyWebhook } from '../../connectors/_http-push/webhook-signature.ts';
import httpPush from '../../connectors/http-push.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { type Bench, benchFor, text } from './_context.ts';

const key = 'c3ludGhldGljLXNlY3JldC1mb3ItdGVzdHM=';
const signed = { secret: `whsec_${key}` };
const json = 'application/json';

const signature = (id: string, timestamp: number | string, body: string | Buffer): string =>
  `v1,${createHmac('sha256', Buffer.from(key, 'base64')).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;

interface Push {
  at?: number;
  id?: string;
  headers?: Record<string, string>;
}

const push = (
  body: string | Buffer,
  { at = Math.floor(Date.now() / 1000), id = 'msg_1', headers = {} }: Push = {},
): Request =>
  new Request('http://hub/receive/intel', {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: {
      'content-type': json,
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': signature(id, at, body),
      ...headers,
    },
  });

const receive = async (bench: Bench<typeof httpPush.settings>, request: Request) => {
  const response = await httpPush.receive?.(bench.context, request);
  if (!response) throw new Error('no answer');
  return { status: response.status, headers: response.headers, body: await response.json() };
};

test('a signed batch is stored as one message and counted by rows', async () => {
  const bench = benchFor(httpPush, signed);
  const body = JSON.stringify([{ yjxh: '1' }, { yjxh: '2' }]);
  expect(await receive(bench, push(body))).toMatchObject({
    status: 202,
    body: { accepted: 2, unchanged: 0, deadLettered: 0 },
  });
  expect(bench.delivered.map(text)).toEqual([body]);
  expect(bench.delivered[0]?.contentType).toBe(json);
});

test('one of several signatures is enough while the secret changes', async () => {
  const bench = benchFor(httpPush, signed);
  const at = Math.floor(Date.now() / 1000);
  const headers = { 'webhook-signature': `v1,AAAA v2,zzzz ${signature('msg_1', at, '{}')}` };
  expect((await receive(bench, push('{}', { at, headers }))).status).toBe(202);
});

test.each([
  ['another body', push('{"a":1}', { headers: { 'webhook-signature': signature('msg_1', 1, '{}') } })],
  ['no signature', new Request('http://hub/x', { method: 'POST', body: '{}', headers: { 'content-type': json } })],
  ['an old time', push('{}', { at: Math.floor(Date.now() / 1000) - 3600 })],
  ['a time to come', push('{}', { at: Math.floor(Date.now() / 1000) + 3600 })],
  ['no time at all', push('{}', { headers: { 'webhook-timestamp': 'now' } })],
])('%s is refused with 401 and nothing is stored', async (_, request) => {
  const bench = benchFor(httpPush, signed);
  const answer = await receive(bench, request);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(bench.delivered).toEqual([]);
});

test('a bearer token is taken where that is the way, and no other', async () => {
  const settings = { authentication: 'bearer', secret: 'synthetic-bearer-token' };
  const bench = benchFor(httpPush, settings);
  const request = (authorization: string) =>
    new Request('http://hub/x', { method: 'POST', body: '{}', headers: { 'content-type': json, authorization } });
  expect((await receive(bench, request('Bearer synthetic-bearer-token'))).status).toBe(202);
  expect((await receive(bench, request('Bearer synthetic-bearer-toke'))).status).toBe(401);
  expect((await receive(bench, push('{}'))).status).toBe(401);
});

test('the same message again gets the same answer and is not stored again, not even by another process', async () => {
  const memory = new Map();
  const bench = benchFor(httpPush, signed, { memory });
  const first = await receive(bench, push('[{"yjxh":"1"}]'));
  const later = push('[{"yjxh":"1"}]', { at: Math.floor(Date.now() / 1000) + 5 });
  const other = benchFor(httpPush, signed, { memory });
  expect((await receive(other, later)).body).toEqual(first.body);
  expect(other.delivered).toEqual([]);
  expect((await receive(other, push('[{"yjxh":"1"}]', { id: 'msg_2' }))).status).toBe(202);
  expect(other.delivered).toHaveLength(1);
});

test('an id that was used for another message is refused, and so nothing of it is lost in silence', async () => {
  const bench = benchFor(httpPush, signed);
  await receive(bench, push('{"a":1}'));
  expect((await receive(bench, push('{"a":2}'))).status).toBe(409);
  expect(bench.delivered).toHaveLength(1);
});

test('what could not be read may come again under its id, when the mapping has been mended', async () => {
  const memory = new Map();
  const broken = { memory, open: () => Promise.reject(new Error('no field yjxh')) };
  expect((await receive(benchFor(httpPush, signed, broken), push('{"a":1}'))).status).toBe(422);
  expect((await receive(benchFor(httpPush, signed, { memory }), push('{"a":1}'))).status).toBe(202);
});

test('what could not be stored may come again under its id', async () => {
  const bench = benchFor(httpPush, signed, { failOnce: new RetriableError('[hub] [store] away') });
  expect((await receive(bench, push('{"a":1}'))).status).toBe(503);
  expect(await receive(bench, push('{"a":1}'))).toMatchObject({ status: 202, body: { accepted: 1 } });
});

test('while a secret is changed the old and the new one both sign', async () => {
  const next = 'the secret that comes next, long enough';
  const settings = { secret: next, otherSecrets: `whsec_${key}` };
  const bench = benchFor(httpPush, settings);
  expect((await receive(bench, push('{"old":1}'))).status).toBe(202);
  const at = Math.floor(Date.now() / 1000);
  const own = createHmac('sha256', next).update(`msg_2.${at}.{}`).digest('base64');
  const headers = { 'webhook-signature': `v1,${own}` };
  expect((await receive(bench, push('{}', { id: 'msg_2', at, headers }))).status).toBe(202);
  const without = benchFor(httpPush, { secret: next });
  expect((await receive(without, push('{"old":1}'))).status).toBe(401);
});

test('the example of the Standard Webhooks specification verifies', () => {
  const headers = new Headers({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
  const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
  const verified = verifyWebhook(
    headers,
    Buffer.from('{"test": 2432232314}'),
    { secrets, toleranceSeconds: 300 },
    1_614_265_330_000,
  );
  expect(verified).toBe('msg_p5jXN8AQM9LWM0D4loKWxJek');
});

test('of JSON Lines each line stands for itself, and each row has its own receipt', async () => {
  const idOf = (row: unknown) => (row as { yjxh?: string }).yjxh;
  const bench = benchFor(httpPush, signed, { idOf });
  const lines = '{"yjxh":"1"}\r\n\n{"cut":\n{"no":"number"}\n[{"yjxh":"2"},{"yjxh":"3"}]\n';
  const answer = await receive(bench, push(lines, { headers: { 'content-type': 'application/x-ndjson' } }));
  expect(answer).toMatchObject({ status: 202, body: { accepted: 3, deadLettered: 2 } });
  expect(answer.body.items.map(({ ok, id }: { ok: boolean; id?: string }) => id ?? ok)).toEqual([
    '1',
    false,
    false,
    '2',
    '3',
  ]);
  expect(bench.delivered).toHaveLength(4);
});

test('a form becomes JSON, or the document in one of its fields', async () => {
  const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  const fields = benchFor(httpPush, signed);
  await receive(fields, push(`xm=${encodeURIComponent('测试')}&jh=009901&jh=009902`, form));
  expect(JSON.parse(text(fields.delivered[0] ?? { body: Buffer.of(), contentType: '' }))).toEqual({
    xm: '测试',
    jh: ['009901', '009902'],
  });
  const document = benchFor(httpPush, { ...signed, documentField: 'xml' });
  await receive(document, push(`xml=${encodeURIComponent('<a>测试</a>')}`, form));
  expect(document.delivered).toMatchObject([{ contentType: 'text/xml; charset=utf-8' }]);
  expect(document.delivered.map(text)).toEqual(['<a>测试</a>']);
});

test('a sender with words of its own is answered in them, and again when the message comes again', async () => {
  const idOf = (row: unknown) => (row as { wjbh?: string }).wjbh;
  const answer = { ret: 200, data: { suc_ids: '{taken}', fail_ids: '{refused}', n: '{takenCount}' }, msg: '' };
  const bench = benchFor(httpPush, { ...signed, answer, answerId: 'id' }, { idOf });
  const request = () => push('[{"id":7,"wjbh":"P1"},{"id":8},{"id":"9","wjbh":"P3"}]');
  const heard = { status: 200, body: { ret: 200, data: { suc_ids: [7, '9'], fail_ids: [8], n: 2 }, msg: '' } };
  expect(await receive(bench, request())).toMatchObject(heard);
  expect(await receive(bench, request())).toMatchObject(heard);
  expect(bench.delivered).toHaveLength(1);
  expect((await receive(bench, push('{"cut":', { id: 'msg_2' }))).status).toBe(422);
});

test('an answer that names what there is not fails the check', async () => {
  const bench = benchFor(httpPush, { ...signed, answer: { ids: '{ids}' } });
  await expect(httpPush.check(bench.context)).rejects.toThrow('{ids}');
});

test('a message that cannot be read is kept and answered with 422', async () => {
  const bench = benchFor(httpPush, signed);
  const answer = await receive(bench, push('{"cut":'));
  expect(answer).toMatchObject({ status: 422, body: { deadLettered: 1, accepted: 0 } });
  expect(bench.delivered).toHaveLength(1);
});

test.each([
  ['nothing', push(''), 400],
  ['a picture', push('{}', { headers: { 'content-type': 'image/png' } }), 400],
  ['a compressed body', push('{}', { headers: { 'content-encoding': 'gzip' } }), 400],
  ['a body over the cap', push(Buffer.alloc(1_200_000, '1')), 413],
  ['GET', new Request('http://hub/x'), 400],
])('%s is refused', async (_, request, status) => {
  const bench = benchFor(httpPush, { ...signed, maxMegabytes: 1 });
  expect((await receive(bench, request)).status).toBe(status);
  expect(bench.delivered).toEqual([]);
});

test('while the store cannot take it the answer is 503 with the wait, and the next one is taken', async () => {
  const failOnce = new RetriableError('[hub] [store] away', { retryAfterMs: 9000 });
  const bench = benchFor(httpPush, signed, { failOnce });
  const answer = await receive(bench, push('{}'));
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('9');
  expect((await receive(bench, push('{}'))).status).toBe(202);
});

test('a defect inside the hub is told without its inside', async () => {
  const bench = benchFor(httpPush, signed, { failOnce: new TypeError('secret internals') });
  const answer = await receive(bench, push('{}'));
  expect(answer.status).toBe(503);
  expect(JSON.stringify(answer.body)).not.toContain('internals');
});

test('a secret that is too short fails the check', async () => {
  const { context } = benchFor(httpPush, { secret: 'short' });
  await expect(httpPush.check(context)).rejects.toThrow(ConfigurationError);
});

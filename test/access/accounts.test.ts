import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { hashPassword, verifyPassword } from '../../hub/access/password.ts';
import { signIn } from '../../hub/access/sign-in.ts';
import { openSignInLimit } from '../../hub/access/sign-in-limit.ts';
import { tokenHash } from '../../hub/access/token.ts';
import { accountOfSession, endWebSession, idleMs, longestMs, startWebSession } from '../../hub/access/web-session.ts';
import { whoIs } from '../../hub/access/who.ts';
import { saveAccount } from '../../hub/store/accounts.ts';
import { findApiKey, listOrigins, saveApiKey } from '../../hub/store/api-keys.ts';
import { database } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';

const { store } = await database();
const db = store.db;
const right = { user: 'handler-01', password: 'correct horse', address: '10.0.0.1' };

const limitOf = (url: string) => {
  const limit = openSignInLimit(url);
  onTestFinished(() => limit.close());
  return limit;
};

beforeAll(async () => {
  const password = await hashPassword(right.password);
  const base = { password, name: '测试民警', policeId: '009901', role: 'handler' as const, orgs: ['440106590000'] };
  await saveAccount(db, { user: right.user, ...base });
  await saveAccount(db, { user: 'gone', ...base, disabled: true });
});

test('a password is stored as salted scrypt and known again, in any Unicode spelling', async () => {
  const stored = await hashPassword('Ｐassword1é');
  expect(stored).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(await hashPassword('Ｐassword1é')).not.toBe(stored);
  expect(await verifyPassword('Password1e\u0301', stored)).toBe(true);
  expect(await verifyPassword('Password1e', stored)).toBe(false);
});

test('a short password is refused with the remedy', async () => {
  await expect(hashPassword('1234567')).rejects.toMatchObject({
    slug: 'bad-request',
    remedy: expect.stringContaining('8'),
  });
});

test('nobody gets in by an account that does not exist, though the same work is done', async () => {
  expect(await verifyPassword('', undefined)).toBe(false);
});

test('the right password opens a session whose token is not in the database', async () => {
  const { token } = await signIn(db, limitOf(await redis()), right);
  const actor = await whoIs(db, { cookie: token });
  expect(actor).toMatchObject({ kind: 'user', name: right.user, scope: { kind: 'orgs', orgs: ['440106590000'] } });
  const [rows] = await store.pool.query('select * from web_sessions');
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('wrong password, unknown user and disabled account get the same answer', async () => {
  const limit = limitOf(await redis());
  const tries = [
    { ...right, password: 'wrong' },
    { ...right, user: 'nobody' },
    { ...right, user: 'gone' },
  ];
  const answers = await Promise.all(tries.map((one) => signIn(db, limit, one).catch((error: Error) => error.message)));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('user or password');
});

test('five failures close the door, also to the right password; another address is not affected', async () => {
  const limit = limitOf(await redis());
  for (let count = 0; count < 5; count += 1) {
    await expect(signIn(db, limit, { ...right, password: 'wrong' })).rejects.toMatchObject({ status: 401 });
  }
  await expect(signIn(db, limit, right)).rejects.toMatchObject({
    status: 429,
    detail: { retryAfter: expect.any(Number) },
  });
  await expect(signIn(db, limit, { ...right, address: '10.0.0.2' })).resolves.toHaveProperty('token');
});

test('of many tries at once no more are let through than of as many one after another', async () => {
  const limit = limitOf(await redis());
  const tries = [...Array.from({ length: 40 }, (_, at) => ({ ...right, password: `wrong ${at}` })), right];
  const answers = await Promise.all(
    tries.map((one) =>
      signIn(db, limit, one).then(
        () => 200,
        (error: { status: number }) => error.status,
      ),
    ),
  );
  expect(answers.filter((status) => status === 401)).toHaveLength(5);
  expect(answers.filter((status) => status === 429)).toHaveLength(36);
});

test('failures are counted in memory while Redis is away', async () => {
  const limit = limitOf('redis://127.0.0.1:1');
  for (let count = 0; count < 5; count += 1) {
    await expect(signIn(db, limit, { ...right, password: 'wrong' })).rejects.toMatchObject({ status: 401 });
  }
  await expect(signIn(db, limit, right)).rejects.toMatchObject({ status: 429 });
});

test('a session slides while it is used, ends when idle, and after a day in any case', async () => {
  const start = 1_700_000_000_000;
  const { token } = await startWebSession(db, right.user, start);
  let now = start;
  for (; now < start + longestMs - idleMs; now += idleMs - 1)
    expect(await accountOfSession(db, token, now)).toBeDefined();
  expect(await accountOfSession(db, token, start + longestMs - 10)).toBeDefined();
  expect(await accountOfSession(db, token, start + longestMs)).toBeUndefined();

  const idle = await startWebSession(db, right.user, start);
  expect(await accountOfSession(db, idle.token, start + idleMs)).toBeUndefined();
});

test('signing out ends the session at once', async () => {
  const { token } = await startWebSession(db, right.user);
  await endWebSession(db, token);
  expect(await whoIs(db, { cookie: token })).toBeUndefined();
});

test('an api key speaks for a business system; disabled it speaks for nobody', async () => {
  const system = { name: 'case-system', system: 'case', role: 'handler' as const, orgs: ['440106000000'] };
  const key = await createApiKey(db, { ...system, origins: ['https://case.example:8443/'] });
  const actor = await whoIs(db, { bearer: key });
  expect(actor).toMatchObject({
    kind: 'system',
    name: 'case-system',
    system: 'case',
    origins: ['https://case.example:8443'],
  });
  expect(actor?.rights.has('grants.issue')).toBe(true);
  expect([...(await listOrigins(db))]).toEqual(['https://case.example:8443']);

  const row = await findApiKey(db, tokenHash(key));
  if (row) await saveApiKey(db, { ...row, disabled: true });
  expect(await whoIs(db, { bearer: key })).toBeUndefined();
  expect([...(await listOrigins(db))]).toEqual([]);
});

test('an origin that is none is refused when the key is made', async () => {
  for (const origin of ['null', '*', 'https://case.example/path', 'javascript:alert(1)', 'https://user@case.example']) {
    const made = createApiKey(db, { name: 'bad', role: 'handler', orgs: [], origins: [origin] });
    await expect(made, origin).rejects.toMatchObject({ status: 400 });
  }
});

test('a wrong token makes nobody of the caller, even with a good cookie beside it', async () => {
  const { token } = await startWebSession(db, right.user);
  expect(await whoIs(db, { bearer: 'hub_wrong', cookie: token })).toBeUndefined();
  expect(await whoIs(db, { playback: 'wrong', cookie: token })).toBeUndefined();
  expect(await whoIs(db, {})).toBeUndefined();
});

test('no organisations means nothing to see, the root of the tree means everything', async () => {
  const { scopeOf } = await import('../../hub/access/scope-of.ts');
  expect(scopeOf([])).toEqual({ kind: 'orgs', orgs: [] });
  expect(scopeOf(['000000000000'])).toEqual({ kind: 'everything' });
});

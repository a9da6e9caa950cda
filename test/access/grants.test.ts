import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { grantKey } from '../../hub/access/grant-key.ts';
import { issueGrant, playbackMs, redeemGrant } from '../../hub/access/grants.ts';
import { whoIs } from '../../hub/access/who.ts';
import { revokeGrant } from '../../hub/store/grants.ts';
import { database } from '../kit/database.ts';

const { store } = await database();
const db = store.db;
const key = grantKey('a secret of this test, shared by all processes');
const origin = 'https://case.example';
const request = {
  system: 'case',
  records: [11, 12],
  person: { policeId: '009901', name: '测试民警' },
  origin,
  purpose: '办案',
  issuedBy: 'case-system',
};

test('a grant opens its records for its person, once', async () => {
  const { token } = await issueGrant(db, key, request);
  const { playback } = await redeemGrant(db, key, { token, from: { origin } });
  const actor = await whoIs(db, { playback });
  expect(actor).toMatchObject({ kind: 'grant', name: '009901', origin, scope: { kind: 'records', records: [11, 12] } });
  expect([...(actor?.rights ?? [])].sort()).toEqual(['footage.play', 'footage.read', 'records.read']);
  await expect(redeemGrant(db, key, { token, from: { origin } })).rejects.toMatchObject({ reason: 'used' });
  expect(await whoIs(db, { playback })).toBeDefined();
});

test('of many who try the same grant at once, one gets in', async () => {
  const { token } = await issueGrant(db, key, request);
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => redeemGrant(db, key, { token, from: { origin } })),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('another process with the same secret accepts it, one with another secret does not', async () => {
  const { token } = await issueGrant(db, key, request);
  const stranger = grantKey('another secret');
  await expect(redeemGrant(db, stranger, { token, from: { origin } })).rejects.toMatchObject({ reason: 'not-a-grant' });
  const sibling = grantKey('a secret of this test, shared by all processes');
  await expect(redeemGrant(db, sibling, { token, from: { origin } })).resolves.toHaveProperty('playback');
});

test('a wrong origin is refused and does not use the grant up', async () => {
  const { token } = await issueGrant(db, key, request);
  for (const other of ['https://evil.example', 'http://case.example', 'https://case.example:444', 'null', undefined]) {
    await expect(redeemGrant(db, key, { token, from: { origin: other } })).rejects.toMatchObject({
      reason: 'wrong-origin',
      status: 403,
    });
  }
  await expect(redeemGrant(db, key, { token, from: { origin } })).resolves.toHaveProperty('playback');
});

test('after 120 seconds it is worth nothing', async () => {
  const now = Date.now();
  const { token, expiresAt } = await issueGrant(db, key, request, now);
  expect(expiresAt - now).toBeLessThanOrEqual(120_000);
  await expect(redeemGrant(db, key, { token, from: { origin } }, expiresAt + 1000)).rejects.toMatchObject({
    reason: 'expired',
  });
});

test('revoking ends the grant and the session it was exchanged for at once', async () => {
  const unused = await issueGrant(db, key, request);
  expect(await revokeGrant(db, unused.id, 'case-system', Date.now())).toBe(true);
  await expect(redeemGrant(db, key, { token: unused.token, from: { origin } })).rejects.toMatchObject({
    reason: 'revoked',
  });

  const used = await issueGrant(db, key, request);
  const { playback } = await redeemGrant(db, key, { token: used.token, from: { origin } });
  expect(await revokeGrant(db, used.id, 'case-system', Date.now())).toBe(true);
  expect(await whoIs(db, { playback })).toBeUndefined();
});

test('one business system cannot revoke the grant of another', async () => {
  const { id, token } = await issueGrant(db, key, request);
  expect(await revokeGrant(db, id, 'other-system', Date.now())).toBe(false);
  await expect(redeemGrant(db, key, { token, from: { origin } })).resolves.toHaveProperty('playback');
});

test('a playback session ends by itself', async () => {
  const then = Date.now() - playbackMs - 1;
  const { token } = await issueGrant(db, key, request, then);
  const { playback } = await redeemGrant(db, key, { token, from: { origin } }, then);
  expect(await whoIs(db, { playback })).toBeUndefined();
});

test('tokens that are forged, unsigned or signed for something else are no grants', async () => {
  const { id, token } = await issueGrant(db, key, request);
  const [, body] = token.split('.');
  const none = `${Buffer.from('{"alg":"none","typ":"hub-grant+jwt"}').toString('base64url')}.${body}.`;
  const symmetric = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'hub-grant+jwt' })
    .setIssuer('footage-link-hub')
    .setJti(id)
    .setExpirationTime('2m')
    .sign(key.publicKey.export({ type: 'spki', format: 'der' }));
  const otherType = await new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' })
    .setIssuer('footage-link-hub')
    .setJti(id)
    .setExpirationTime('2m')
    .sign(key.privateKey);
  for (const bad of ['', 'x', `${token}x`, none, symmetric, otherType]) {
    await expect(redeemGrant(db, key, { token: bad, from: { origin } })).rejects.toMatchObject({
      reason: 'not-a-grant',
    });
  }
});

test('neither token nor playback is in the database', async () => {
  const { token } = await issueGrant(db, key, request);
  const { playback } = await redeemGrant(db, key, { token, from: { origin } });
  const [rows] = await store.pool.query('select * from grants');
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(JSON.stringify(rows)).not.toContain(playback);
});

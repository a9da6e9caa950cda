import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestResponse, readDigest, writeAuthorization } from '../../connectors/_viid/digest.ts';
import {
  answerTo,
  bench,
  call,
  device,
  type Memory,
  register,
  registered,
  registration,
  settings,
} from './_viid-device.ts';

describe('Digest', () => {
  test('the examples of RFC 7616 come out', () => {
    const proof = {
      user: 'Mufasa',
      password: 'Circle of Life',
      realm: 'http-auth@example.org',
      method: 'GET',
      uri: '/dir/index.html',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      nc: '00000001',
      cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
    };
    expect(digestResponse({ ...proof, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec');
    expect(digestResponse({ ...proof, algorithm: 'SHA-256' })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  test('headers are read in every spelling, and never for long', () => {
    expect(readDigest('digest realm = "a \\"b\\"" ,NC=00000001,qop="auth,auth-int", stale=TRUE')).toEqual({
      realm: 'a "b"',
      nc: '00000001',
      qop: 'auth,auth-int',
      stale: 'TRUE',
    });
    expect(readDigest('Basic abc')).toBeUndefined();
    expect(readDigest(`Digest ${'a='.repeat(1_000_000)}`)).toBeUndefined();
    expect(Object.keys(readDigest(`Digest ${'\\"='.repeat(1300)}`) ?? {})).toEqual([]);
  });

  test('what is written is read back, whatever stands in it', () => {
    const plain = fc.string({ maxLength: 40 }).filter((value) => !/[\r\n]/.test(value));
    fc.assert(
      fc.property(plain, plain, plain, plain, (user, realm, nonce, opaque) => {
        const proof = { user, realm, nonce, password: 'p', method: 'POST', uri: '/', nc: '00000001', cnonce: 'c' };
        const written = writeAuthorization({ ...proof, algorithm: 'MD5' }, opaque);
        const response = digestResponse({ ...proof, algorithm: 'MD5' });
        expect(readDigest(written)).toMatchObject({ username: user, realm, nonce, opaque, response, qop: 'auth' });
      }),
    );
  });

  test('any header at all is read in no time, or is none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500, unit: fc.constantFrom('"', '\\', '=', ',', ' ', 'a', 'D') }), (rest) => {
        expect(() => readDigest(`Digest ${rest}`)).not.toThrow();
      }),
    );
  });

  test('a device registers in two requests, and only then is heard', async () => {
    const one = bench();
    expect(
      (await call(one, '/VIID/System/Keepalive', { body: { KeepaliveObject: { DeviceID: device } } })).status,
    ).toBe(401);
    const first = await call(one, '/VIID/System/Register', { body: registration });
    expect(first.status).toBe(401);
    expect(first.headers.get('www-authenticate')).toMatch(/^Digest realm="viid", qop="auth", nonce="[0-9a-f]{60}"/);
    const second = await register(one);
    expect(second.status).toBe(200);
    expect(second.reply).toEqual({
      ResponseStatusObject: {
        RequestURL: '/VIID/System/Register',
        StatusCode: 0,
        StatusString: 'OK',
        Id: device,
        LocalTime: expect.stringMatching(/^20\d{12}$/),
      },
    });
    expect(
      (await call(one, '/VIID/System/Keepalive', { body: { KeepaliveObject: { DeviceID: device } } })).status,
    ).toBe(200);
    expect(one.observed).toMatchObject([{ kind: 'heartbeat', deviceId: device }]);
  });

  test('a client that keeps its body back until it is asked, as libcurl does, is asked', async () => {
    const first = await call(bench(), '/VIID/System/Register');
    expect(first.status).toBe(401);
    expect(first.headers.get('www-authenticate')).toMatch(/^Digest /);
  });

  test.each([
    ['another password', { password: 'wrong' }],
    ['another user', { user: 'admin' }],
    ['a proof for another address', { uri: '/receive/viid/VIID/System/UnRegister' }],
    ['an algorithm that is not offered', { algorithm: 'sha256' }],
  ])('%s is refused', async (_, options) => {
    const answer = await register(bench(), options);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).not.toContain('stale');
    expect(answer.reply.ResponseStatusObject.StatusCode).toBe(4);
  });

  test('SHA-256 where it is offered', async () => {
    const one = bench({ digest: 'both' });
    const first = await call(one, '/VIID/System/Register', { body: registration });
    expect(first.headers.get('www-authenticate')).toMatch(/algorithm=SHA-256.*algorithm=MD5/);
    expect((await register(one, { algorithm: 'sha256' })).status).toBe(200);
  });

  test('a proof serves once: a copy of it is stale', async () => {
    const one = bench();
    const first = await call(one, '/VIID/System/Register', { body: registration });
    const headers = { authorization: answerTo(first.headers.get('www-authenticate') ?? '') };
    expect((await call(one, '/VIID/System/Register', { body: registration, headers })).status).toBe(200);
    const copy = await call(one, '/VIID/System/Register', { body: registration, headers });
    expect(copy.status).toBe(401);
    expect(copy.headers.get('www-authenticate')).toContain('stale=true');
  });

  test('a nonce of another source or an invented one is none of ours', async () => {
    const stranger = bench({ password: 'another-password' });
    const challenge = (await call(stranger, '/VIID/System/Register', { body: registration })).headers.get(
      'www-authenticate',
    );
    const headers = { authorization: answerTo(challenge ?? '') };
    expect((await call(bench(), '/VIID/System/Register', { body: registration, headers })).status).toBe(401);
  });

  test('an old nonce is stale, so that the device asks for no new password', async () => {
    const one = bench({ nonceSeconds: 10 });
    const first = await call(one, '/VIID/System/Register', { body: registration });
    const headers = { authorization: answerTo(first.headers.get('www-authenticate') ?? '') };
    const { now } = Date;
    Date.now = () => now() + 11_000;
    try {
      const late = await call(one, '/VIID/System/Register', { body: registration, headers });
      expect(late.status).toBe(401);
      expect(late.headers.get('www-authenticate')).toContain('stale=true');
    } finally {
      Date.now = now;
    }
  });

  test('a device that is not listed may know the password and does not register', async () => {
    const answer = await register(bench({ devices: [{ id: '99010600001190000002' }] }));
    expect(answer.status).toBe(403);
  });

  test.each([
    ['19 digits', { RegisterObject: { DeviceID: device.slice(1) } }],
    ['another than User-Identify', { RegisterObject: { DeviceID: '99010600001190000002' } }],
    ['a number', { RegisterObject: { DeviceID: 7 } }],
    ['no object', {}],
  ])('a DeviceID with %s is refused', async (_, body) => {
    expect(await register(bench(), {}, body)).toMatchObject({
      status: 400,
      reply: { ResponseStatusObject: { StatusCode: 8 } },
    });
  });

  test('with Digest always, a request without proof is challenged though its sender has registered', async () => {
    const memory: Memory = new Map();
    await registered({}, { memory });
    const strict = bench({ digestAlways: true }, { memory });
    const body = { VideoSliceListObject: { VideoSlice: [] } };
    const first = await call(strict, '/VIID/VideoSlices', { body });
    expect(first.status).toBe(401);
    const authorization = answerTo(first.headers.get('www-authenticate') ?? '', { uri: '/VIID/VideoSlices' });
    expect((await call(strict, '/VIID/VideoSlices', { body, headers: { authorization } })).status).toBe(200);
  });
});

describe('a registration', () => {
  test('is known to another process, and after a restart', async () => {
    const memory: Memory = new Map();
    await registered({}, { memory });
    const other = bench({}, { memory });
    expect((await call(other, '/VIID/System/Time', { method: 'GET' })).reply.SystemTimeObject).toMatchObject({
      VIIDServerID: settings.serverId,
      TimeZone: '+08:00',
    });
  });

  test('ends when the device says so', async () => {
    const one = await registered();
    const body = { UnRegisterObject: { DeviceID: device } };
    const first = await call(one, '/VIID/System/UnRegister', { body });
    expect(first.status).toBe(401);
    const uri = '/receive/viid/VIID/System/UnRegister';
    const authorization = answerTo(first.headers.get('www-authenticate') ?? '', { uri });
    expect((await call(one, '/VIID/System/UnRegister', { body, headers: { authorization } })).status).toBe(200);
    expect((await call(one, '/VIID/System/Time', { method: 'GET' })).status).toBe(401);
  });

  test('ends in silence, and lives on with every good request', async () => {
    const one = await registered({ registrationSeconds: 30 });
    const { now } = Date;
    const later = async (seconds: number) => {
      Date.now = () => now() + seconds * 1000;
      try {
        return (await call(one, '/VIID/System/Time', { method: 'GET' })).status;
      } finally {
        Date.now = now;
      }
    };
    expect(await later(20)).toBe(200);
    expect(await later(45)).toBe(200);
    expect(await later(80)).toBe(401);
  });
});

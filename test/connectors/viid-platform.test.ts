import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import viid from '../../connectors/viid.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { benchFor, pollOnce, text } from './_context.ts';
import { type Answer, type Heard, serve } from './_server.ts';

const serverId = '99010600005030000001';
const password = 'synthetic-password-there';

const status = (StatusCode: number | string): string =>
  JSON.stringify({ ResponseStatusObject: { RequestURL: '', StatusCode, StatusString: '', Id: '', LocalTime: '' } });

/** An upper view library: asks for Digest, forgets whom it is told to forget, keeps what is subscribed. */
const upperPlatform = async ({ algorithm = 'MD5' } = {}) => {
  const nonce = randomBytes(16).toString('hex');
  const registered = new Set<string>();
  const subscriptions: { SubscribeID: string; SubscribeDetail: string; ReceiveAddr: string }[] = [];
  const hash = (plain: string): string =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(plain)
      .digest('hex');
  const isProved = ({ headers, method, path }: Heard): boolean => {
    const given = Object.fromEntries(
      [...(headers.authorization ?? '').matchAll(/(\w+)="?([^",]+)"?/g)].map(([, name, value]) => [name, value]),
    );
    const first = hash(`${serverId}:upper library:${password}`);
    const expected = hash(`${first}:${nonce}:${given.nc}:${given.cnonce}:auth:${hash(`${method}:${path}`)}`);
    return given.response === expected && given.uri === path && given.opaque === 'o';
  };
  const answer = (heard: Heard): Answer => {
    const who = String(heard.headers['user-identify']);
    if (heard.path.endsWith('/VIID/System/Register')) {
      if (isProved(heard)) {
        registered.add(who);
        return { body: status(0) };
      }
      const challenge = `Digest realm="upper library", qop="auth,auth-int", nonce="${nonce}", opaque="o", algorithm=${algorithm}`;
      return { status: 401, headers: { 'www-authenticate': challenge } };
    }
    if (!registered.has(who)) return { status: 401, body: status(4) };
    if (heard.path.endsWith('/VIID/Subscribes')) {
      subscriptions.push(...JSON.parse(heard.body).SubscribeListObject.SubscribeObject);
      return { body: `{"ResponseStatusListObject":{"ResponseStatusObject":[{"StatusCode":"0","Id":"x"}]}}` };
    }
    return { body: status('0') };
  };
  const { origin, heard } = await serve(answer);
  return { origin, heard, subscriptions, forgetAll: () => registered.clear() };
};

const settingsFor = (origin: string, change: Record<string, unknown> = {}) => ({
  serverId,
  password: 'synthetic-password',
  platformUrl: `${origin}/base/`,
  platformPassword: password,
  notifyUrl: 'http://10.20.0.5/receive/viid/VIID/SubscribeNotifications',
  ...change,
});

const paths = (heard: readonly Heard[]): string[] => heard.map(({ path }) => path.replace('/base/VIID/', ''));

test.each(['MD5', 'SHA-256'])(
  'the hub registers by %s, subscribes once, and then only keeps itself alive',
  async (algorithm) => {
    const { origin, heard, subscriptions } = await upperPlatform({ algorithm });
    const bench = benchFor(viid, settingsFor(origin));
    expect((await pollOnce(viid, bench)).messages).toEqual([]);
    expect(paths(heard)).toEqual(['System/Register', 'System/Register', 'Subscribes']);
    expect(subscriptions).toMatchObject([
      {
        SubscribeID: expect.stringMatching(/^\d{33}$/),
        SubscribeDetail: '1,3,16',
        ReceiveAddr: 'http://10.20.0.5/receive/viid/VIID/SubscribeNotifications',
      },
    ]);
    await pollOnce(viid, bench);
    expect(paths(heard).slice(3)).toEqual(['System/Keepalive']);
  },
);

test('what the other side notifies of arrives, though it has never registered here', async () => {
  const { origin, subscriptions } = await upperPlatform();
  const memory = new Map();
  await pollOnce(viid, benchFor(viid, settingsFor(origin), { memory }));
  const path = '/VIID/SubscribeNotifications';
  const { context, delivered } = benchFor(viid, settingsFor(origin), { memory, path });
  const notify = async (SubscribeID: string) => {
    const VideoSlice = [{ VideoSliceInfo: { VideoID: '1' } }];
    const notification = { NotificationID: '1', SubscribeID, VideoSliceListObject: { VideoSlice } };
    const body = JSON.stringify({
      SubscribeNotificationListObject: { SubscribeNotificationObject: [notification] },
    });
    return (await viid.receive?.(context, new Request(`http://hub${path}`, { method: 'POST', body })))?.status;
  };
  expect(await notify(subscriptions[0]?.SubscribeID ?? '')).toBe(200);
  expect(delivered.map(text)).toEqual(['{"VideoSliceListObject":{"VideoSlice":[{"VideoSliceInfo":{"VideoID":"1"}}]}}']);
  expect(await notify('990106000000032024010508480900001')).toBe(400);
  expect(delivered).toHaveLength(1);
});

test('a platform that has forgotten the hub is registered and subscribed at anew', async () => {
  const { origin, heard, subscriptions, forgetAll } = await upperPlatform();
  const bench = benchFor(viid, settingsFor(origin));
  await pollOnce(viid, bench);
  forgetAll();
  await pollOnce(viid, bench);
  expect(paths(heard).slice(3)).toEqual(['System/Keepalive', 'System/Register', 'System/Register', 'Subscribes']);
  expect(subscriptions).toHaveLength(2);
});

test('the check registers, and names a password that is refused', async () => {
  const { origin } = await upperPlatform();
  const { context } = benchFor(viid, settingsFor(origin));
  expect(await viid.check(context)).toMatchObject([{ step: 'serve' }, { step: 'register', ok: true }]);
  const wrong = benchFor(viid, settingsFor(origin, { platformPassword: 'wrong' }));
  await expect(viid.check(wrong.context)).rejects.toThrow(ConfigurationError);
});

test('a yes of HTTP with a no in its status is a no', async () => {
  const { origin } = await serve(() => ({ body: status(4) }));
  await expect(viid.check(benchFor(viid, settingsFor(origin)).context)).rejects.toThrow(/answers 4/);
});

test('an address without password or notification address fails the check', async () => {
  const settings = settingsFor('http://127.0.0.1:1', { notifyUrl: '' });
  await expect(viid.check(benchFor(viid, settings).context)).rejects.toThrow(/notifyUrl|notify/);
});

test('without another view library a poll does nothing', async () => {
  const bench = benchFor(viid, { serverId, password: 'synthetic-password' });
  expect((await pollOnce(viid, bench)).pages).toEqual([]);
});

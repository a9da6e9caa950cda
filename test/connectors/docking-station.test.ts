import { describe, expect, test } from 'vitest';
import dockingStation from '../../connectors/docking-station.ts';
import { ConfigurationError, RetriableError } from '../../hub/core/errors.ts';
import { benchFor, type Surroundings, text } from './_context.ts';

const station = '99010600001280000001';
const base = '/openapi/workstation/v3';
const settings = {
  authkey: 'synthetic-authkey',
  stations: [{ id: station, name: '测试采集站', org: '990106590000', orgName: '测试派出所' }],
  workstationConfig: '{"interval":60}',
};

const file = {
  wjbh: `99010600_99010600071510000001202401050848090001202401051800000001`,
  wjbm: '测试 08:48',
  pssj: '2024-01-05 08:48:09',
  wjlx: '0',
  wjsc: 600,
};
/** Clients write the size as a float. */
const files = `[${JSON.stringify(file).replace('}', ',"wjdx":1610612736.0}')}]`;

const directory: Surroundings['directory'] = {
  orgs: async (parent) =>
    parent === '990106000000' ? [{ code: '990106590000', name: '测试派出所', parent: '990106000000' }] : [],
  people: async (org) => [{ policeId: '009901', name: '测试', org, orgName: '测试派出所' }],
};

const call = async (
  operation: string,
  {
    method = 'GET',
    query = {},
    body,
    ...surroundings
  }: Surroundings & {
    method?: string;
    query?: Record<string, string>;
    body?: string;
  } = {},
) => {
  const bench = benchFor(dockingStation, settings, { directory, ...surroundings, path: `${base}${operation}` });
  const parameters = new URLSearchParams({
    gzz_xh: station,
    authkey: 'synthetic-authkey',
    domain: '99010600',
    ...query,
  });
  const request = new Request(`http://hub/receive/dock${base}${operation}?${parameters}`, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
  });
  const response = await dockingStation.receive?.(bench.context, request);
  if (!response) throw new Error('no answer');
  return { ...bench, status: response.status, headers: response.headers, reply: await response.json() };
};

describe('operations', () => {
  test('ping', async () => {
    expect(await call('/ping')).toMatchObject({ status: 200, reply: { code: 0, message: 'SUCCESS' } });
  });

  test('heartbeat is answered with the clock and the configuration, and observed', async () => {
    const state = { gzz_xh: station, cp: 12, syzrl: 6_291_456 };
    const { reply, observed } = await call('/wsinfo/heartbeat', { method: 'POST', body: JSON.stringify(state) });
    expect(reply).toMatchObject({
      code: 0,
      message: 'SUCCESS',
      body: {
        gzz_xh: station,
        name: '测试采集站',
        bmbh: '990106590000',
        bmmc: '测试派出所',
        wsconf: '{"interval":60}',
      },
    });
    const clock = Date.parse(`${reply.body.svrtime.replace(' ', 'T')}+08:00`);
    expect(Math.abs(clock - Date.now())).toBeLessThan(60_000);
    expect(observed).toMatchObject([{ kind: 'heartbeat', deviceId: station, org: '990106590000', detail: state }]);
  });

  test('suborg and userinfo come from the directory', async () => {
    const { reply } = await call('/suborg', { query: { sjbmbh: '990106000000' } });
    expect(reply.body).toEqual([{ bmbh: '990106590000', bmmc: '测试派出所', sjbmbh: '990106000000' }]);
    const users = await call('/userinfo', { query: { bmbh: '990106590000' } });
    expect(users.reply.body).toEqual([{ bmbh: '990106590000', bmmc: '测试派出所', jybh: '009901', jyxm: '测试' }]);
  });

  test('parameters behind "&" instead of "?" are understood', async () => {
    const { reply } = await call('/suborg&sjbmbh=990106000000');
    expect(reply.body).toHaveLength(1);
  });

  test('fileinfo is one message with the array as it came', async () => {
    const { reply, delivered } = await call('/fileinfo', { method: 'POST', body: files });
    expect(reply).toMatchObject({ code: 0, body: { accepted: 1, unchanged: 0, deadLettered: 0 } });
    expect(delivered.map(text)).toEqual([files]);
    expect(delivered[0]).toMatchObject({ subject: 'fileinfo' });
  });

  test('an empty fileinfo is fine and stores nothing', async () => {
    const { reply, delivered } = await call('/fileinfo', { method: 'POST', body: '[]' });
    expect(reply.code).toBe(0);
    expect(delivered).toEqual([]);
  });

  test('only what the hub keeps may be deleted', async () => {
    expect((await call('/can_delete_files', { keptFootage: ['W1', 'W2'] })).reply.body).toEqual([
      { wjbh: 'W1' },
      { wjbh: 'W2' },
    ]);
    expect((await call('/can_delete_files')).reply.body).toEqual([]);
  });

  test.each(['["W1","W2"]', '[{"wjbh":"W1"},{"wjbh":"W2"}]', '{"wjbh":"W1,W2"}', '{"wjbh":["W1","W2"]}'])(
    'a deletion told as %s is observed',
    async (body) => {
      const { reply, observed } = await call('/notify_file_deleted', { method: 'POST', body });
      expect(reply.code).toBe(0);
      expect(observed).toMatchObject([{ deviceId: station, detail: { deletedFiles: ['W1', 'W2'] } }]);
    },
  );
});

describe('what is refused, as {code, message} without a body', () => {
  test.each([
    ['a wrong key', { query: { authkey: 'wrong' } }, 401],
    ['no key', { query: { authkey: '' } }, 401],
    ['an unknown station', { query: { gzz_xh: '99010600001280000002' } }, 401],
    ['no station', { query: { gzz_xh: '' } }, 401],
    ['another method', { method: 'DELETE' }, 404],
    ['an object instead of an array', { method: 'POST', body: '{}' }, 400],
    ['cut JSON', { method: 'POST', body: files.slice(0, 50) }, 422],
    ['no body', { method: 'POST', body: '' }, 400],
    ['the store away', { method: 'POST', body: files, failOnce: new RetriableError('[hub] [store] away') }, 503],
  ])('%s', async (_, options, status) => {
    const { reply, delivered, status: given } = await call('/fileinfo', options);
    expect(given).toBe(status);
    expect(reply).toEqual({ code: status, message: expect.any(String) });
    expect(delivered).toEqual([]);
  });

  test('an unknown operation names those that there are', async () => {
    const { status, reply } = await call('/fileinfos', { method: 'POST', body: files });
    expect(status).toBe(404);
    expect(reply.message).toContain('POST /fileinfo');
  });

  test('a list that cannot be read as a whole', async () => {
    const open = () => {
      throw new Error('no wjbh');
    };
    const { reply, delivered } = await call('/fileinfo', { method: 'POST', body: files, open });
    expect(reply).toEqual({ code: 422, message: 'no wjbh' });
    expect(delivered).toHaveLength(1);
  });
});

test('any station with the key is taken where none are listed', async () => {
  const bench = benchFor(dockingStation, { authkey: 'synthetic-authkey' }, { path: '/ping' });
  const request = new Request(`http://hub/x/ping?gzz_xh=99010600001280000009&authkey=synthetic-authkey`);
  expect((await dockingStation.receive?.(bench.context, request))?.status).toBe(200);
});

test('a station configuration that is no JSON fails the check', async () => {
  const { context } = benchFor(dockingStation, { ...settings, workstationConfig: '{interval' });
  await expect(dockingStation.check(context)).rejects.toThrow(ConfigurationError);
});

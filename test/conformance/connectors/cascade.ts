import { serve } from '../../connectors/_server.ts';
import { type ConnectorCase, type Peer, utf8 } from './_case.ts';

const path = '/openapi/levam/platform/upload/ps/basic/info';

interface Case {
  ajbh: string;
  wjxx: { gllx: string; wjbh: string }[];
}

/** An upper platform: one case after the other, its files as it was told last. */
const upperPlatform = async (): Promise<Peer> => {
  const cases = new Map<string, string[]>();
  const { origin } = await serve(({ path: asked, query, body }) => {
    const answer = (code: number, message: string) => ({ status: 200, body: JSON.stringify({ code, message }) });
    if (query.get('authkey') !== 'upper-authkey' || query.get('domain') !== '99010600')
      return answer(401, 'authkey错误');
    if (asked !== '/openapi/levam/platform/upload/cm/basic/info') return answer(404, '接口不存在');
    const { aj } = JSON.parse(body) as { aj: Case[] };
    for (const { ajbh, wjxx } of aj) {
      if (ajbh === '') return answer(1, 'ajbh不能为空');
      if (wjxx.some(({ gllx }) => gllx !== 'ZDGL')) return answer(1, 'gllx错误');
      cases.set(
        ajbh,
        wjxx.map(({ wjbh }) => wjbh),
      );
    }
    return answer(0, 'SUCCESS');
  });
  const settings = {
    authkey: 'synthetic-authkey',
    publish: true,
    publishUrl: origin,
    publishAuthkey: 'upper-authkey',
    publishDomain: '99010600',
  };
  return {
    settings,
    refused: { ...settings, publishAuthkey: 'wrong' },
    pointedAt: (host) => ({ ...settings, publishUrl: `http://${host}`, timeoutSeconds: 1 }),
    held: async () => [...cases].sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([, files]) => files),
    shows: (url) => `99010600_file_${url.split('/').at(-1)}`,
    unwanted: (publication) => ({ ...publication, record: { ...publication.record, externalId: '' } }),
  };
};

export default {
  publishing: upperPlatform,
  settings: { authkey: 'synthetic-authkey', maxMegabytes: 1 },
  refused: { authkey: 'synthetic-authkey', handTo: { cm: 'test-source' } },
  door: {
    path,
    request: (body, contentType) =>
      new Request(`http://hub/receive/x${path}?domain=99010600&authkey=synthetic-authkey`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': contentType },
      }),
    good: { body: utf8('{"jj":[{"jqbh":"J1"}]}'), contentType: 'application/json' },
    wrap: (text) => ({ body: utf8(`{"jj":${text}}`), contentType: 'application/json' }),
    saysYes: ({ status }, body) => status === 200 && JSON.parse(body).code === 0,
    saysNo: ({ status }, body) => status >= 400 && JSON.parse(body).code === status,
  },
} satisfies ConnectorCase;

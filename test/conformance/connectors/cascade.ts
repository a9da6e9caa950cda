import { type ConnectorCase, utf8 } from './_case.ts';

const path = '/openapi/levam/platform/upload/ps/basic/info';

export default {
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

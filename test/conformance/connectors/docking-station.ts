import { type ConnectorCase, utf8 } from './_case.ts';

const path = '/openapi/workstation/v3/fileinfo';

export default {
  settings: { authkey: 'synthetic-authkey', maxMegabytes: 1 },
  refused: { authkey: 'synthetic-authkey', workstationConfig: 'not json' },
  door: {
    path,
    request: (body, contentType) =>
      new Request(`http://hub/receive/x${path}?gzz_xh=99010600001280000001&authkey=synthetic-authkey`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': contentType },
      }),
    good: { body: utf8('[{"wjbh":"W1"}]'), contentType: 'application/json' },
    saysYes: ({ status }, body) => status === 200 && JSON.parse(body).code === 0,
    saysNo: ({ status }, body) => status >= 400 && JSON.parse(body).code === status,
  },
} satisfies ConnectorCase;

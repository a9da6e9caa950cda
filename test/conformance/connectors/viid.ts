import { type ConnectorCase, utf8 } from './_case.ts';

const device = '99010600001190000001';
const path = '/VIID/VideoSlices';
const settings = { serverId: '99010600005030000001', password: 'synthetic-password', maxMegabytes: 1 };

const slice = '{"VideoSliceInfo":{"VideoID":"99010600001310000001012024010508480900001"}}';

export default {
  settings,
  pointedAt: (host) => ({
    ...settings,
    platformUrl: `http://${host}`,
    platformPassword: 'synthetic-password-there',
    notifyUrl: 'http://127.0.0.1:1/receive/x/VIID/SubscribeNotifications',
    timeoutSeconds: 1,
  }),
  door: {
    path,
    memory: () =>
      new Map([[`device/${device}`, { value: { since: 0, seen: Date.now() }, until: Date.now() + 300_000 }]]),
    request: (body, contentType) =>
      new Request(`http://hub/receive/x${path}`, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': contentType, 'user-identify': device },
      }),
    good: { body: utf8(`{"VideoSliceListObject":{"VideoSlice":[${slice}]}}`), contentType: 'application/VIID+JSON' },
    wrap: (text) => ({
      body: utf8(`{"VideoSliceListObject":{"VideoSlice":[${slice},${text}]}}`),
      contentType: 'application/VIID+JSON;charset=UTF-8',
    }),
    saysYes: ({ status }, body) =>
      status === 200 && JSON.parse(body).ResponseStatusListObject.ResponseStatusObject.every(isOk),
    saysNo: ({ status }, body) => status >= 400 && JSON.parse(body).ResponseStatusObject.StatusCode > 0,
  },
} satisfies ConnectorCase;

const isOk = ({ StatusCode }: { StatusCode: number }): boolean => StatusCode === 0;

import { type ConnectorCase, utf8 } from './_case.ts';

export default {
  settings: { token: 'synthetic-token-of-tests', maxMegabytes: 1 },
  refused: { token: 'short' },
  door: {
    path: '',
    request: (body, contentType) =>
      new Request('http://hub/receive/x', {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': contentType, authorization: 'Bearer synthetic-token-of-tests' },
      }),
    good: { body: utf8('{"$id":"urn:emergency:uid:incidentid:1:psap.example"}'), contentType: 'application/json' },
    wrap: (text) => ({ body: utf8(`[{"$id":"1"},${text}]`), contentType: 'application/EmergencyCallData.eido+json' }),
    saysYes: ({ status }, body) => status === 200 && Array.isArray(JSON.parse(body).items),
    saysNo: ({ status, headers }, body) =>
      status >= 400 && headers.get('content-type') === 'application/problem+json' && JSON.parse(body).status === status,
  },
} satisfies ConnectorCase;

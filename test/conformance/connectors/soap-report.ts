import { type ConnectorCase, utf8 } from './_case.ts';

const envelope = (argument: string): string =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><reportservice><xml>${argument}</xml></reportservice></soapenv:Body></soapenv:Envelope>`;

const contentType = 'text/xml; charset=utf-8';
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export default {
  settings: { maxMegabytes: 1, token: 'synthetic-token' },
  door: {
    path: '',
    request: (body, type) =>
      new Request('http://hub/receive/x?token=synthetic-token', {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': type },
      }),
    good: {
      body: utf8(envelope(escaped('<RBSPMessage><Row tablename="T"><Data A="测试"/></Row></RBSPMessage>'))),
      contentType,
    },
    wrap: (text) => ({ body: utf8(envelope(escaped(text))), contentType }),
    saysYes: ({ status }, body) => status === 200 && body.includes('&lt;Data&gt;000&lt;/Data&gt;'),
    saysNo: ({ status }, body) =>
      (status >= 400 && body.includes('<faultcode>soapenv:')) ||
      (status === 200 && body.includes('&lt;Data&gt;001&lt;/Data&gt;')),
  },
  waivers: {
    'check refuses wrong settings': 'it calls nobody, and no combination of its settings is wrong',
  },
} satisfies ConnectorCase;

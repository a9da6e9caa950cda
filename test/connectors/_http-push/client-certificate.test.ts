import { describe, expect, test } from 'vitest';
import httpPush from '../../../connectors/http-push.ts';
import { ConfigurationError } from '../../../hub/core/errors.ts';
import { benchFor } from '../_context.ts';

describe('a client certificate that the proxy has checked', () => {
  const fingerprint = '3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed';
  const proxy = { 'x-proxy-secret': 'synthetic secret of the proxy' };
  const settings = {
    authentication: 'certificate',
    secret: 'synthetic secret of the proxy',
    certificates: [fingerprint, 'CN=icc.example;O=Test'],
  };
  const spelled = (fingerprint.match(/../g) ?? []).join(':').toUpperCase();
  const forwarded = 'x-forwarded-client-cert';

  test.each([
    ['by its fingerprint', {}, { ...proxy, 'x-ssl-client-fingerprint': spelled }, 202],
    ['by its subject', {}, { ...proxy, 'x-ssl-client-fingerprint': 'CN=icc.example,O=Test' }, 202],
    [
      'as Envoy tells it',
      { certificateHeader: forwarded },
      { ...proxy, [forwarded]: `By=spiffe://x;Hash=${fingerprint};Subject="CN=other"` },
      202,
    ],
    ['and no other', {}, { ...proxy, 'x-ssl-client-fingerprint': fingerprint.replace('3', '4') }, 403],
    ['and not by part of a subject', {}, { ...proxy, 'x-ssl-client-fingerprint': 'CN=icc.example' }, 403],
    [
      'but not one that the sender wrote before the proxy did',
      { certificateHeader: forwarded },
      { ...proxy, [forwarded]: `Hash=${fingerprint},Hash=${'0'.repeat(64)}` },
      403,
    ],
    ['and never without it', {}, proxy, 401],
    ['and never past the proxy', {}, { 'x-ssl-client-fingerprint': fingerprint }, 401],
  ])('opens the door %s', async (_, change, headers, status) => {
    const bench = benchFor(httpPush, { ...settings, ...change });
    const request = new Request('http://hub/x', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', ...headers },
    });
    expect((await httpPush.receive?.(bench.context, request))?.status).toBe(status);
    expect(bench.delivered).toHaveLength(status === 202 ? 1 : 0);
  });

  test('must be listed, or the check says so', async () => {
    const { context } = benchFor(httpPush, { ...settings, certificates: [] });
    await expect(httpPush.check(context)).rejects.toThrow(ConfigurationError);
  });
});

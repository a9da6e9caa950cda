/**
 * 六合一 traffic platform (interfaces 1.1–1.5, 1.7, 1.8, 1.11): an Axis 1.4 server, SOAP 1.1 rpc/encoded, with its
 * WSDL at `?wsdl`. The old entry takes four parameters, the new one also names the calling office and person.
 *
 * Reads 04C01 (violation) and 04C03 (viosurveil), takes 04C53 and 04C54. The return string is URL-encoded UTF-8 as a
 * whole, labelled GBK; failures are codes inside HTTP 200; only a broken envelope gets HTTP 500 and a Fault. That no
 * row is code 0 with a message is this site's way: the convention is not confirmed (1.4).
 *
 * Environment: TRAFFIC_JKXLH (the registered key); TRAFFIC_JKIDS, TRAFFIC_ADDRESSES (what the key is bound to).
 */
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { perDays, simulatedCity } from './_kit/city-days.ts';
import { listOr, requiredText } from './_kit/environment.ts';
import { runSimulator } from './_kit/process.ts';
import { knownAt } from './_kit/timeline.ts';
import { AxisFault, checkSoapAction, faultReply, readCall, reply } from './traffic/envelope.ts';
import { trafficGateway } from './traffic/gateway.ts';
import { endpoints } from './traffic/operations.ts';
import { trafficTables } from './traffic/rows.ts';
import { urlEncode } from './traffic/url-text.ts';
import { wsdlOf } from './traffic/wsdl.ts';

const xml = { 'content-type': 'text/xml;charset=utf-8' };

await runSimulator('traffic', ({ url, log }) => {
  const city = simulatedCity();
  const tables = perDays(city, (days) => trafficTables(city.city, days));
  const { answer, videos } = trafficGateway({
    registration: {
      jkxlh: requiredText('TRAFFIC_JKXLH'),
      jkids: listOr('TRAFFIC_JKIDS', '04C01,04C03,04C53,04C54'),
      addresses: listOr('TRAFFIC_ADDRESSES', '127.0.0.1'),
    },
    now: city.clock.now,
    tables,
  });
  let calls = 0;

  const app = new Hono();
  app.get('/', (c) => {
    const now = city.clock.now();
    const { violation, viosurveil } = tables();
    const rows = { violation: knownAt(violation, now).length, viosurveil: knownAt(viosurveil, now).length };
    return c.json({ calls, ...rows, spdz: videos() });
  });
  for (const endpoint of endpoints) {
    app.get(endpoint.path, (c) =>
      c.req.query('wsdl') === undefined
        ? c.html('<h1>TmriOutAccess</h1>\n<p>Hi there, this is an AXIS service!</p>\n')
        : c.body(wsdlOf(endpoint, url), 200, xml),
    );
    app.post(endpoint.path, async (c) => {
      calls += 1;
      try {
        checkSoapAction(c.req.header('soapaction'));
        const { operation, parameters } = await readCall(await c.req.text(), endpoint);
        const address = (getConnInfo(c).remote.address ?? '').replace(/^::ffff:/, '');
        const text = await answer({ write: operation.startsWith('write'), parameters, address });
        return c.body(reply(operation, `${url}${endpoint.path}`, urlEncode(text)), 200, xml);
      } catch (error) {
        if (!(error instanceof AxisFault)) throw error;
        log(`refused a call: ${error.message}`);
        return c.body(faultReply(error), 500, xml);
      }
    });
  }
  return { app };
});

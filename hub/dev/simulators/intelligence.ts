/**
 * 情报 intelligence platform. No public schema exists (interfaces 4.2), so two transports that are seen in the field:
 *
 * (a) Warnings (预警) are pushed as JSON, one to five in a message, when issued, signed and answered. Field names follow
 *     64W02 (1.9) where it has them; yj… is assumed. Signed by the rules of Standard Webhooks. A message that is not
 *     accepted is repeated with its id; one refused three times is put aside.
 *
 * (b) Clues (线索) are asked for at POST /node, as at a 请求服务 node (4.1): form fields SenderID, ServiceID, UserCardId,
 *     UserName, UserDept, Method (Query or PageQuery), DataObjectCode, InfoCodeMode (taken, without effect), Condition,
 *     RequiredItems (comma-separated), PageNum, RowsPerPage. Those are the parameters that callers of the node's client
 *     library set; the library's own wire format is not public, and a plain form stands for it. The answer is the
 *     matrix: Row 0 "000", Row 1 names, then data, by GXSJ. Not open: plain text that begins `SrcReceiver:`. The code
 *     999 for a query that cannot be answered is this site's.
 *
 * Environment: HUB_RECEIVE_URL, INTEL_SECRET (`whsec_…`); INTEL_SERVICE_ID, INTEL_SENDER_ID, INTEL_DATA_OBJECT;
 * SIM_STATE_FILE (remembers how far the push is). GET / tells how far it is.
 */
import { Hono } from 'hono';
import { randomOf } from '../city/random.ts';
import { perDays, simulatedCity } from './_kit/city-days.ts';
import { requiredText, textOr } from './_kit/environment.ts';
import { startOutbox } from './_kit/outbox.ts';
import { post } from './_kit/post.ts';
import { runSimulator } from './_kit/process.ts';
import { knownAt } from './_kit/timeline.ts';
import { clueRevisionsOf } from './intelligence/clues.ts';
import { pushBody, receiptOf, secretBytes, signedHeaders } from './intelligence/push.ts';
import { queryService } from './intelligence/query-service.ts';
import { warningRevisionsOf } from './intelligence/warnings.ts';

await runSimulator('intelligence', ({ log }) => {
  const city = simulatedCity();
  const receiver = requiredText('HUB_RECEIVE_URL');
  const secret = secretBytes(requiredText('INTEL_SECRET'));
  const stateFile = process.env.SIM_STATE_FILE;
  const warnings = perDays(city, warningRevisionsOf);
  const clues = perDays(city, clueRevisionsOf);
  const random = randomOf(city.city.seed, 'warning-batches');

  const outbox = startOutbox({
    known: () => {
      const now = city.clock.now();
      return warnings().filter(({ at }) => at <= now);
    },
    batchSize: () => random.int(1, 5),
    async send(batch) {
      const body = pushBody(batch);
      const answer = await post(receiver, body, signedHeaders(body, secret, Date.now()));
      return 'kind' in answer ? answer : receiptOf(answer);
    },
    log,
    ...(stateFile ? { stateFile } : {}),
  });

  const answer = queryService({
    serviceId: textOr('INTEL_SERVICE_ID', 'S99-00000821'),
    senderId: textOr('INTEL_SENDER_ID', 'C99-00000001'),
    dataObjectCode: textOr('INTEL_DATA_OBJECT', 'QB_XS'),
    now: city.clock.now,
    clues,
  });

  const app = new Hono();
  app.get('/', (c) => c.json({ push: outbox.state(), clues: knownAt(clues(), city.clock.now()).length }));
  app.post('/node', async (c) => {
    const { contentType, body } = answer(Object.fromEntries(new URLSearchParams(await c.req.text())));
    return c.body(body, 200, { 'content-type': contentType });
  });
  return { app, stop: outbox.stop };
});

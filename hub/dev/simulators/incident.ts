/**
 * 案事件 case and incident system (interfaces 3.6): a client that reports 接处警 (AGZX_TB_JCJXX) and 接报案
 * (AGZX_TB_JBAXX) rows by RBSP, `reportservice(xml)` in the namespace http://server.tcwebservice.tc.com. GB2312 bytes, the
 * message as escaped text in the SOAP argument, one row an element with its columns as attributes; `i` when entered, `u`
 * with the whole row when completed. Officers are lists of ten digits; CZSJ has milliseconds. The interface is known from
 * its sender's side only, so of the answer just this is asked: the code 000, alone or in Row 0 of an RBSPMessage.
 *
 * History goes first, in messages of up to twenty rows, then what happens, as it happens. What is not accepted is sent
 * again; a row refused three times is put aside.
 *
 * Environment: HUB_RECEIVE_URL; INCIDENT_REQUESTER_ID, INCIDENT_ALIAS; SIM_STATE_FILE (remembers how far it is).
 * GET / tells how far it is.
 */
import { Hono } from 'hono';
import { perDays, simulatedCity } from './_kit/city-days.ts';
import { requiredText, textOr } from './_kit/environment.ts';
import { startOutbox } from './_kit/outbox.ts';
import { post } from './_kit/post.ts';
import { runSimulator } from './_kit/process.ts';
import { receiptOf, reportEnvelope, reportHeaders, reportMessage } from './incident/report.ts';
import { reportRevisions } from './incident/rows.ts';

const rowsPerMessage = 20;

await runSimulator('incident', ({ log }) => {
  const city = simulatedCity();
  const receiver = requiredText('HUB_RECEIVE_URL');
  const requester = textOr('INCIDENT_REQUESTER_ID', `C${city.city.areaCode}-AJXT0001-0001`);
  const alias = textOr('INCIDENT_ALIAS', 'AJSJXT');
  const stateFile = process.env.SIM_STATE_FILE;
  const revisions = perDays(city, (days) => reportRevisions(city.city, days));

  const outbox = startOutbox({
    known: () => {
      const now = city.clock.now();
      return revisions().filter(({ at }) => at <= now);
    },
    batchSize: () => rowsPerMessage,
    async send(batch) {
      const message = reportMessage(
        requester,
        alias,
        batch.map(({ row }) => row),
      );
      const answer = await post(receiver, reportEnvelope(message), reportHeaders);
      return 'kind' in answer ? answer : receiptOf(answer);
    },
    log,
    ...(stateFile ? { stateFile } : {}),
  });

  const app = new Hono();
  app.get('/', (c) => c.json(outbox.state()));
  return { app, stop: outbox.stop };
});

/**
 * 警综 comprehensive police platform (interfaces 3.1, 3.3), in two parts.
 *
 * (a) The REST resource service: GET or POST /restcloud/fh_gateway/v1/auth/apitokenxx (appid, appsecret) gives an
 *     identitytoken that expires; POST /restcloud/fh_gateway/v1/zyk/ajxx with header `identitytoken` and JSON { pageNum
 *     (from 1), pageSize, gxsj_q, gxsj_z, ajbh } gives cases, data[0] the count; GET /fsga/distribute/jqxx (pageNum from
 *     0, pageSize, lastupdatedtime_q, lastupdatedtime_z) gives calls. Paths below the known roots, credentials and
 *     parameter names are this site's: public code shows only the answers. Failures are codes inside HTTP 200. Rows have
 *     the leading comma of xbrjh and labels that were never resolved (`:dict.AB`).
 *
 * (b) The case system's web pages, another origin than the hub: GET / and GET /cases/{ajbh}. They ask the hub server to
 *     server for a grant and embed its elements; without the hub they work and say what is missing.
 *
 * Environment: HUB_URL, HUB_API_KEY (both or no footage); PLATFORM_APPID, PLATFORM_APPSECRET, PLATFORM_TOKEN_SECONDS.
 * GET /sim tells the state; POST /sim/cases opens a case (entered-case.ts) and answers { ajbh }.
 */
import { Hono } from 'hono';
import type { CaseFile } from '../city/model.ts';
import { perDays, simulatedCity } from './_kit/city-days.ts';
import { numberOr, textOr } from './_kit/environment.ts';
import { runSimulator } from './_kit/process.ts';
import { wholeSecond } from './_kit/time-text.ts';
import { knownAt, type Revision } from './_kit/timeline.ts';
import { callRevisionsOf } from './police-platform/call-rows.ts';
import { type CaseRow, caseRevisions, caseRevisionsOf } from './police-platform/case-rows.ts';
import { desk } from './police-platform/desk.ts';
import { CaseRefused, enteredCase } from './police-platform/entered-case.ts';
import { resourceService } from './police-platform/resources.ts';

await runSimulator('police-platform', ({ url }) => {
  const city = simulatedCity();
  const { now } = city.clock;
  const living = perDays(city, (days) => caseRevisionsOf(city.city, days));
  const calls = perDays(city, (days) => callRevisionsOf(city.city, days));
  const enteredFiles: CaseFile[] = [];
  const entered: Revision<CaseRow>[] = [];
  const cases = (): Revision<CaseRow>[] => [...living(), ...entered];

  const hubUrl = textOr('HUB_URL', '').replace(/\/+$/, '');
  const apiKey = textOr('HUB_API_KEY', '');
  const app = new Hono();
  app.route(
    '/',
    resourceService({
      appId: textOr('PLATFORM_APPID', 'footage-hub'),
      appSecret: textOr('PLATFORM_APPSECRET', 'synthetic-secret'),
      tokenLifetimeMs: numberOr('PLATFORM_TOKEN_SECONDS', 600) * 1000,
      now,
      cases,
      calls,
    }),
  );
  app.route(
    '/',
    desk({
      city: city.city,
      url,
      hub: hubUrl && apiKey ? { url: hubUrl, apiKey } : undefined,
      now,
      cases,
      fileOf: (ajbh) =>
        [...city.days().flatMap((day) => day.cases), ...enteredFiles].find(({ number }) => number === ajbh),
      callOf: (callNumber) =>
        city
          .days()
          .flatMap((day) => day.calls)
          .find(({ number }) => number === callNumber),
      interviewsOf: (ajbh) =>
        city
          .days()
          .flatMap((day) => day.interviews)
          .filter(({ caseNumber }) => caseNumber === ajbh),
    }),
  );
  app.get('/sim', (c) => c.json({ cases: knownAt(cases(), now()).length, calls: knownAt(calls(), now()).length }));
  app.post('/sim/cases', async (c) => {
    try {
      const input: unknown = await c.req.json().catch(() => undefined);
      const file = enteredCase(city.city, input, now(), enteredFiles.length + 1);
      enteredFiles.push(file);
      // The steps before now are past: only the filing, stamped with now, and what follows are to be seen.
      entered.push(...caseRevisions(city.city, file, []).filter(({ at }) => at >= wholeSecond(file.filedAt)));
      return c.json({ ajbh: file.number }, 201);
    } catch (error) {
      if (error instanceof CaseRefused) return c.json({ error: error.message }, 400);
      throw error;
    }
  });
  return { app };
});

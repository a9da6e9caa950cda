import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { hashPassword } from '../../hub/access/password.ts';
import { startWebSession } from '../../hub/access/web-session.ts';
import { createApi } from '../../hub/api/app.ts';
import { readEnvironment } from '../../hub/core/environment.ts';
import { footageSchema } from '../../hub/core/footage.ts';
import { recordSchema } from '../../hub/core/record.ts';
import { everything } from '../../hub/core/scope.ts';
import type { Role } from '../../hub/core/vocabulary.ts';
import { recordDocument } from '../../hub/search/documents.ts';
import { saveAccount } from '../../hub/store/accounts.ts';
import { saveOrgs, savePeople } from '../../hub/store/directory.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { type LinkContent, putLinks, recount } from '../../hub/store/links.ts';
import { getRecord, saveRecord } from '../../hub/store/records.ts';
import { openHub } from '../../hub/workers/hub.ts';
import { database } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';

export const origin = 'https://case.example';
export const publicUrl = 'https://hub.example';
/** Two stations that must not see anything of each other. */
export const north = '990106590000';
export const south = '990107590000';

const start = Date.parse('2024-01-05T08:48:00+08:00');

/** A hub of its own with its API, on real servers; called at the top of a test's file, closed when that is done. */
export const openWorld = async () => {
  const { url } = await database();
  const folder = await mkdtemp(join(tmpdir(), 'hub-api-'));
  const environment = readEnvironment({
    HUB_PUBLIC_URL: publicUrl,
    HUB_SECRET: 'a secret of the tests, long enough for all',
    DATABASE_URL: url,
    REDIS_URL: await redis(),
    HUB_DATA: join(folder, 'data'),
    HUB_MEDIA: join(folder, 'media'),
    LOG_LEVEL: 'fatal',
  });
  const hub = await openHub(environment);
  const { app, close } = await createApi(hub);
  afterAll(async () => {
    await close();
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { db } = hub.store;
  const password = await hashPassword('correct horse');

  await saveOrgs(db, [
    { code: '990000000000', name: '测试省厅' },
    { code: north, name: '北站派出所' },
    { code: south, name: '南站派出所' },
  ]);
  await savePeople(db, [
    { policeId: '009901', name: '北甲', org: north },
    { policeId: '009902', name: '南乙', org: south },
  ]);

  /** Headers of somebody signed in, sent as the console sends them. */
  const signedIn = async (user: string, role: Role, orgs: string[]): Promise<Record<string, string>> => {
    await saveAccount(db, { user, password, name: user, policeId: null, role, orgs, disabled: false });
    const { token } = await startWebSession(db, user);
    return { cookie: `hub_session=${token}`, 'x-hub': '1' };
  };

  let count = 0;
  const makeRecord = async (org: string, more: Record<string, unknown> = {}): Promise<number> => {
    count += 1;
    const record = recordSchema.parse({
      source: 'dispatch-icc',
      system: 'dispatch',
      kind: 'call',
      externalId: `CALL-${org}-${count}`,
      title: `警情 ${org}`,
      org,
      officers: [{ policeId: org === north ? '009901' : '009902' }],
      time: { start: '2024-01-05T08:48:00+08:00' },
      milestones: [{ name: 'arrived', at: '2024-01-05T08:50:00+08:00' }],
      ...more,
    });
    const { id } = await hub.store.transaction((tx) => saveRecord(tx, record, { messageId: null, at: Date.now() }));
    const row = await getRecord(db, everything, id);
    if (row) await hub.search.put([recordDocument({ row, filmedBy: [] })]);
    return id;
  };

  const makeClip = async (org: string, url?: string, more: Record<string, unknown> = {}): Promise<number> => {
    count += 1;
    const clip = footageSchema.parse({
      source: 'dock',
      externalId: `CLIP-${org}-${count}`,
      deviceKind: 'body-camera',
      mediaType: 'video',
      policeId: org === north ? '009901' : '009902',
      org,
      start: '2024-01-05T08:47:00+08:00',
      end: '2024-01-05T08:57:00+08:00',
      media: url === undefined ? {} : { url },
      ...more,
    });
    const { id } = await hub.store.transaction((tx) => saveFootage(tx, clip, { messageId: null, at: Date.now() }));
    return id;
  };

  const makeLink = async (recordId: number, footageId: number, more: Partial<LinkContent> = {}): Promise<void> => {
    const content: LinkContent = {
      recordId,
      footageId,
      viaRecordId: null,
      segmentStart: start,
      segmentEnd: start + 120_000,
      weight: 12.5,
      probability: 0.998,
      decision: 'linked',
      decidedBy: 'rule',
      rule: 'test@1',
      evidence: [{ comparison: 'officer', level: 'exact', weight: 8.1 }],
      ...more,
    };
    await hub.store.transaction(async (tx) => {
      await putLinks(tx, [{ content, version: 1 }]);
      await recount(tx, [recordId], [footageId]);
    });
  };

  const caseKey = await createApiKey(db, {
    name: 'case-system',
    system: 'dispatch',
    role: 'handler',
    orgs: [north],
    origins: [origin],
  });

  const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
    Promise.resolve(app.request(path, { ...init, headers }));
  const send = (method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Response> =>
    ask(
      path,
      { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
    );

  return { hub, app, db, environment, folder, signedIn, makeRecord, makeClip, makeLink, caseKey, ask, send };
};
export type World = Awaited<ReturnType<typeof openWorld>>;

/** The body of an answer, after its status was checked. */
export const bodyOf = async <T = Record<string, never>>(
  answer: Response | Promise<Response>,
  status = 200,
): Promise<T> => {
  const response = await answer;
  const text = await response.text();
  if (response.status !== status) throw new Error(`status ${response.status}, not ${status}: ${text.slice(0, 500)}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
};

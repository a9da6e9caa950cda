import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import { readEnvironment } from '../../hub/core/environment.ts';
import { footageSchema } from '../../hub/core/footage.ts';
import { recordSchema } from '../../hub/core/record.ts';
import { configureSource } from '../../hub/ingest/configure.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { dropLinks, type LinkContent, putLinks, recount } from '../../hub/store/links.ts';
import { tell } from '../../hub/store/outbox.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { links } from '../../hub/store/tables/catalogue.ts';
import { openHub } from '../../hub/workers/hub.ts';
import { publishingOf } from '../../hub/workers/publishing.ts';
import { database, emptyDatabase } from '../kit/database.ts';
import { redis } from '../kit/redis.ts';

const start = Date.now() - 3_600_000;

/**
 * A hub with a source that reads calls from a database and tells links by the table beside them: both sides are real
 * databases, the hub's own and the other side's.
 */
export const openWorld = async (settings: Record<string, unknown> = {}) => {
  const [{ url, store }, there, folder] = await Promise.all([
    database(),
    emptyDatabase(),
    mkdtemp(join(tmpdir(), 'hub-publish-')),
  ]);
  // The mappings these sources need, and the rules.
  for (const file of ['dispatch-icc.yaml', 'traffic-surveillance.yaml', 'matching.yaml'])
    await copyFile(new URL(`../../mappings/${file}`, import.meta.url), join(folder, file));
  const hub = await openHub(
    readEnvironment({
      HUB_SECRET: randomBytes(32).toString('base64'),
      HUB_PUBLIC_URL: 'https://hub.example',
      DATABASE_URL: url,
      REDIS_URL: await redis(),
      HUB_DATA: folder,
      HUB_MEDIA: folder,
      HUB_MAPPINGS: folder,
      LOG_LEVEL: 'fatal',
    }),
  );
  const connection = await mysql.createConnection(there);
  await connection.query(
    `CREATE TABLE RS_SYP_GLXX (SYPBH VARCHAR(64) PRIMARY KEY, URL VARCHAR(500), JJBH VARCHAR(32), AJBH VARCHAR(25),
       DWBH VARCHAR(12), PSR_JH VARCHAR(10), PSSJ DATETIME, SCSJ DATETIME, GLSJ DATETIME, XGSJ DATETIME, SPSC INT)`,
  );
  onTestFinished(async () => {
    await connection.end();
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { user = '', password = '', host, port, database: name } = connection.config;
  const configure = (more: Record<string, unknown> = {}) =>
    configureSource(hub, {
      name: 'dispatch-icc',
      mapping: 'dispatch-icc',
      state: 'running',
      schedule: null,
      settings: {
        url: `mysql://${user}@${host}:${port}/${name}`,
        password: password || 'none',
        publish: true,
        ...settings,
        ...more,
      },
    });
  await configure();

  const makeRecord = async (externalId: string, more: Record<string, unknown> = {}): Promise<number> => {
    const record = recordSchema.parse({
      ...{ source: 'dispatch-icc', system: 'dispatch', kind: 'call', externalId, org: '990106590000' },
      persons: [{ name: '某某', idNumber: '990106199001010000', phone: '00000000000' }],
      time: { start: new Date(start).toISOString() },
      ...more,
    });
    return (await store.transaction((tx) => saveRecord(tx, record, { messageId: null, at: Date.now() }))).id;
  };
  const makeClip = async (externalId: string): Promise<number> => {
    const clip = footageSchema.parse({
      ...{ source: 'dock', externalId, deviceKind: 'body-camera', mediaType: 'video', policeId: '009901' },
      ...{ start: new Date(start).toISOString(), end: new Date(start + 600_000).toISOString() },
    });
    return (await store.transaction((tx) => saveFootage(tx, clip, { messageId: null, at: Date.now() }))).id;
  };
  /** As matching does: the links and, in the same transaction, the word of it. */
  const link = (recordId: number, footageId: number, more: Partial<LinkContent> = {}): Promise<void> =>
    store.transaction(async (tx) => {
      const content: LinkContent = {
        ...{ recordId, footageId, viaRecordId: null, segmentStart: start, segmentEnd: start + 60_000 },
        ...{ weight: 12.5, probability: 0.998, decision: 'linked', decidedBy: 'rule', rule: 'test@1', evidence: [] },
        ...more,
      };
      await putLinks(tx, [{ content, version: 1 }]);
      await recount(tx, [recordId], [footageId]);
      await tell(tx, [{ name: 'links.changed', data: { recordId, footageIds: [footageId] } }]);
    });
  const unlink = (recordId: number): Promise<void> =>
    store.transaction(async (tx) => {
      const all = await tx.select({ id: links.id, recordId: links.recordId }).from(links);
      const own = all.filter((row) => row.recordId === recordId).map(({ id }) => id);
      await dropLinks(tx, own);
      await tell(tx, [{ name: 'links.changed', data: { recordId, footageIds: [] } }]);
    });
  /** What stands in the other side's table. */
  const table = async (): Promise<mysql.RowDataPacket[]> => {
    const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT * FROM RS_SYP_GLXX ORDER BY JJBH, SYPBH');
    return rows;
  };
  return { hub, store, deps: publishingOf(hub), connection, configure, makeRecord, makeClip, link, unlink, table };
};
export type World = Awaited<ReturnType<typeof openWorld>>;

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconciliation } from '../../hub/ingest/reconcile.ts';
import { openStore } from '../../hub/store/open.ts';
import { type DemoUnderTest, demoUnderTest, eventually } from '../kit/demo.ts';

let demo: DemoUnderTest;

beforeAll(async () => {
  // Faster than real time, so that all seven sources bring something between two kills.
  demo = await demoUnderTest({ days: 1, speed: 20, seed: 11 });
}, 180_000);
afterAll(() => demo?.dispose(), 60_000);

const rows = async <T>(url: string, sql: string): Promise<T[]> => {
  const connection = await mysql.createConnection(url);
  try {
    return (await connection.query<RowDataPacket[]>(sql))[0] as T[];
  } finally {
    await connection.end();
  }
};

/** Kill a process the hard way; resolves when another has taken its place and the hub says that it is ready. */
const kill = async (name: string): Promise<void> => {
  const kept = demo.kept.get(name);
  const before = kept?.child().pid ?? 0;
  process.kill(before, 'SIGKILL');
  await eventually(async () => kept?.child().pid !== before && (await fetch(`${demo.facts.url}/readyz`)).ok, 90);
};

interface TruthLine {
  clip?: string;
  via?: string;
}

test('kill -9 of hub, MariaDB and Redis while the city lives loses nothing and doubles nothing', {
  timeout: 420_000,
}, async () => {
  await eventually(
    async () =>
      (
        await rows<{ n: number }>(
          demo.facts.databaseUrl,
          'SELECT count(DISTINCT source) AS n FROM tallies WHERE stored > 0',
        )
      )[0]?.n === 9,
    120,
  );
  for (const name of ['hub', 'mariadb', 'redis', 'hub', 'mariadb']) {
    await pause(4_000);
    await kill(name);
  }
  await pause(5_000);

  // What the other side held when it stopped speaking is what the hub has to come to.
  const calls = await rows<{ id: string; units: number }>(
    demo.facts.dispatchDatabaseUrl,
    'SELECT j.jjdbh AS id, (SELECT count(*) FROM icc_t_pjdb p WHERE p.jjdbh = j.jjdbh) AS units FROM icc_t_jjdb j',
  );
  const clips = readFileSync(demo.facts.truth, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TruthLine)
    .filter(({ via }) => via === 'docking-station');
  await Promise.all(
    ['docking-station', 'interview-room', 'incident', 'intelligence', 'dispatch', 'traffic', 'police-platform'].map(
      (name) => demo.kept.get(name)?.stop(),
    ),
  );

  const missing = async () => {
    const records = new Set(
      (
        await rows<{ id: string }>(
          demo.facts.databaseUrl,
          "SELECT externalId AS id FROM records WHERE source = 'dispatch-icc'",
        )
      ).map(({ id }) => id),
    );
    return calls.filter(({ id }) => !records.has(id));
  };
  await eventually(async () => (await missing()).length === 0, 60);
  const footage = await rows<{ id: string }>(
    demo.facts.databaseUrl,
    "SELECT externalId AS id FROM footage WHERE source = 'dock-linjiang'",
  );
  const known = new Set(footage.map(({ id }) => id));
  // Stations report within some seconds of the upload: of what the truth knew then, nothing older may be missing.
  const settled = clips.slice(0, -20).flatMap(({ clip }) => (clip ? [clip] : []));
  expect(settled.filter((clip) => !known.has(clip))).toEqual([]);

  const doubles = await rows(
    demo.facts.databaseUrl,
    'SELECT source, externalId FROM records GROUP BY source, externalId HAVING count(*) > 1',
  );
  expect(doubles).toEqual([]);
  const doubleLinks = await rows(
    demo.facts.databaseUrl,
    'SELECT recordId, footageId FROM links GROUP BY recordId, footageId HAVING count(*) > 1',
  );
  expect(doubleLinks).toEqual([]);

  const store = openStore(demo.facts.databaseUrl);
  try {
    const now = Date.now();
    const sums = await reconciliation(store.db, { from: now - 3_600_000, to: now });
    expect(sums.length).toBeGreaterThanOrEqual(9);
    expect(sums.filter(({ balanced }) => !balanced)).toEqual([]);
    // Whatever an event asked for is done in the end, although Redis forgot it in between.
    await eventually(
      async () =>
        (
          await rows<{ n: number }>(
            demo.facts.databaseUrl,
            "SELECT count(*) AS n FROM outbox WHERE name IN ('record.changed', 'footage.changed', 'links.changed')",
          )
        )[0]?.n === 0,
      120,
    );
  } finally {
    await store.close();
  }
});

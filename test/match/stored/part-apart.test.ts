import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { doPartApart } from '../../../hub/match/stored/part-apart.ts';
import { planRun } from '../../../hub/match/stored/plan-run.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import { runById, startRun } from '../../../hub/store/match-runs.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { database } from '../../kit/database.ts';
import { call, clip, minute, ten } from '../_fixtures.ts';

const rules = readFileSync(new URL('../../../mappings/matching.yaml', import.meta.url), 'utf8');
const origin = { messageId: null, at: ten } as never;
const dayMs = 24 * 60 * minute;

test('threads do parts side by side and one after the other, and one that is stopped leaves its part to others', async () => {
  const { store, url } = await database();
  const days = [0, 1, 2].map((day) => ten + day * dayMs);
  await store.transaction(async (tx) => {
    for (const [day, arrived] of days.entries()) {
      await saveRecord(tx, call({ id: `day-${day}`, arrived }), origin);
      await saveFootage(tx, clip({ id: `day-${day}`, start: arrived }), origin);
    }
  });
  const runId = await store.transaction((tx) =>
    startRun(tx, { fromAt: 0, toAt: Number.MAX_SAFE_INTEGER, org: null, startedBy: 'test' }),
  );
  await planRun(store, runId, 1);
  const open = async (): Promise<number[]> => {
    const [rows] = await store.pool.query('SELECT id FROM match_parts WHERE doneAt IS NULL ORDER BY id');
    return (rows as { id: unknown }[]).map(({ id }) => Number(id));
  };
  const order = (partId: number) => ({ databaseUrl: url, rules, partId });
  const [first = 0, ...others] = await open();
  const stop = new AbortController();
  const stopped = doPartApart(order(first), stop.signal);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  expect(await open()).toEqual([first, ...others]);

  await Promise.all(others.map((part) => doPartApart(order(part), new AbortController().signal)));
  for (let left = await open(); left.length > 0; left = await open())
    for (const part of left) await doPartApart(order(part), new AbortController().signal);
  expect((await runById(store.db, runId))?.finishedAt).not.toBeNull();
  const [rows] = await store.pool.query('SELECT linkCount FROM records ORDER BY id');
  expect((rows as { linkCount: unknown }[]).map(({ linkCount }) => Number(linkCount))).toEqual([1, 1, 1]);
}, 120_000);

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { standardRules } from '../../../hub/match/rules/rules.ts';
import { openRulesInForce } from '../../../hub/match/rules/rules-in-force.ts';
import { daysOfRecords, insertRules } from '../../../hub/store/match-rules.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { database } from '../../kit/database.ts';
import { call, minute, rules, ten } from '../_fixtures.ts';

const { store } = await database();
const yaml = readFileSync(standardRules, 'utf8');
const publish = (text: string, version: string) =>
  insertRules(store.db, { yaml: text, version, publishedBy: 'admin', publishedAt: Date.now() });

test('every process goes by what was published last, without being told', async () => {
  const [one, other] = [openRulesInForce(store, rules), openRulesInForce(store, rules)];
  expect(await one.current()).toBe(rules);
  await publish(yaml.replace(/linked: 0\.\d+/, 'linked: 0.99'), 'standard@one');
  expect((await one.current()).thresholds.linked).toBe(0.99);
  expect((await other.current()).thresholds.linked).toBe(0.99);
  expect(await one.current()).toBe(await one.current());
});

test('what ends after a publication was done by its rules', async () => {
  const inForce = openRulesInForce(store, rules);
  const seen: number[] = [];
  const last = await inForce.by(async ({ thresholds }) => {
    seen.push(thresholds.linked);
    if (seen.length === 1) await publish(yaml.replace(/linked: 0\.\d+/, 'linked: 0.995'), 'standard@two');
    return thresholds.linked;
  });
  expect(seen).toEqual([0.99, 0.995]);
  expect(last).toBe(0.995);
});

test('days of records are days of the zone', async () => {
  const zone = 8 * 60 * minute;
  const origin = { messageId: null, at: ten };
  // 23:53 and 00:23 by the clock on the wall, dispatched minutes before.
  for (const [id, arrived] of [
    ['late', ten + 14 * 60 * minute - 60_000],
    ['early', ten + 14 * 60 * minute + 30 * minute],
  ] as const)
    await saveRecord(store.db, call({ id, arrived }), origin);
  const midnight = ten - 10 * 60 * minute;
  expect(await daysOfRecords(store.db, 0, ten * 2, zone)).toEqual([midnight + 24 * 60 * minute, midnight]);
});

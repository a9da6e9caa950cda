import { beforeAll, expect, test } from 'vitest';
import { everything } from '../../hub/core/scope.ts';
import { matchFootage, matchRecord } from '../../hub/match/online/online.ts';
import { saveSightings } from '../../hub/store/devices.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { linksOfRecord } from '../../hub/store/links.ts';
import type { Store } from '../../hub/store/open.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { outbox } from '../../hub/store/tables/ingest.ts';
import { database } from '../kit/database.ts';
import { call, clip, minute, rules, ten } from './_fixtures.ts';

let store: Store;
beforeAll(async () => {
  ({ store } = await database());
});
const origin = { messageId: null, at: ten } as never;

/** The level on which the officer of a call and a clip for which nobody signed in stand, after a hand-out of a device. */
const officerLevel = async (day: number, handedOut: string, recordedBy: string): Promise<string | undefined> => {
  const at = ten + day * 24 * 60 * minute;
  const issue = { kind: 'issue', deviceId: handedOut, at: new Date(at - 60 * minute), policeId: '009901' } as const;
  await saveSightings(store.db, [{ source: 'dock', observation: issue }]);
  const one = await store.transaction((tx) => saveRecord(tx, call({ id: `r${day}`, arrived: at }), origin));
  const entry = clip({ id: `c${day}`, start: at, policeId: null, device: recordedBy });
  const other = await store.transaction((tx) => saveFootage(tx, entry, origin));
  await store.transaction((tx) => matchRecord(tx, rules, one.id));
  await store.transaction((tx) => matchFootage(tx, rules, other.id));
  const [shown] = await linksOfRecord(store.db, everything, one.id);
  return shown?.link.evidence.find(({ comparison }) => comparison === 'officer')?.level;
};

test('a hand-out under the platform id names who recorded under the serial, and the other way round', async () => {
  expect(await officerLevel(0, '44010613151000000071', '0000071')).toBe('issued');
  expect(await officerLevel(7, '0000072', '44010613151000000072')).toBe('issued');
  expect(await officerLevel(14, '44010613151000000073', '0000074')).toBe(undefined);
});

test('a hand-out that is told late has clips under the camera’s other name matched again', async () => {
  const at = ten + 21 * 24 * 60 * minute;
  const put = (id: string, device: string, policeId: string | null) =>
    store.transaction((tx) => saveFootage(tx, clip({ id, start: at, policeId, device }), origin));
  const nobody = await put('nobody', '0000075', null);
  await put('somebody', '0000075', '009902');
  await put('another', '0000076', null);
  await store.db.delete(outbox);
  const issue = { kind: 'issue', deviceId: '44010613151000000075', at: new Date(at), policeId: '009901' } as const;
  await saveSightings(store.db, [{ source: 'dock', observation: issue }]);
  const told = await store.db.select({ name: outbox.name, data: outbox.data }).from(outbox);
  expect(told).toEqual([{ name: 'footage.changed', data: { id: nobody.id } }]);
});

import { expect, test } from 'vitest';
import type { Footage } from '../../hub/core/footage.ts';
import type { BusinessRecord } from '../../hub/core/record.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { joinsOfFootage, joinsOfRecords, namedRecords } from '../../hub/store/number-joins.ts';
import { saveRecord } from '../../hub/store/records.ts';
import { database } from '../kit/database.ts';
import { call, clip, minute, ten } from '../match/_fixtures.ts';

const origin = { messageId: null, at: ten } as never;

test('numbers join records and clips whoever wrote them down, seen from either side', async () => {
  const { store } = await database();
  const record = (id: string, references: BusinessRecord['references'] = []): BusinessRecord => ({
    ...call({ id, arrived: ten }),
    references,
  });
  const film = (id: string, references: Footage['references'] = []): Footage => ({
    ...clip({ id, start: ten + 1_000 * minute }),
    references,
  });
  const names = [
    ['record names the number', 'film-1'],
    ['record names source and number', 'film-2'],
    ['named by the clip', 'film-3'],
    ['both name a case', 'film-4'],
    ['both name a record', 'film-3'],
  ] as const;
  await store.transaction(async (tx) => {
    await saveRecord(tx, record(names[0][0], [{ kind: 'footage', id: 'film-1' }]), origin);
    await saveRecord(tx, record(names[1][0], [{ kind: 'footage', id: `${film('film-2').source}/film-2` }]), origin);
    await saveRecord(tx, record(names[2][0]), origin);
    await saveRecord(tx, record(names[3][0], [{ kind: 'case', id: 'A0001' }]), origin);
    await saveRecord(tx, record(names[4][0], [{ kind: 'dispatch', id: names[2][0] }]), origin);
    await saveRecord(tx, record('alone'), origin);
    for (const id of ['film-1', 'film-2', 'film-5']) await saveFootage(tx, film(id), origin);
    await saveFootage(tx, film('film-3', [{ kind: 'dispatch', id: names[2][0] }]), origin);
    await saveFootage(tx, film('film-4', [{ kind: 'case', id: 'A0001' }]), origin);
  });
  const idsOf = async (table: string): Promise<Map<number, string>> => {
    const [rows] = await store.pool.query(`SELECT id, externalId FROM ${table}`);
    return new Map((rows as { id: unknown; externalId: string }[]).map((row) => [Number(row.id), row.externalId]));
  };
  const [records, clips] = [await idsOf('records'), await idsOf('footage')];
  const told = (joins: readonly { recordId: number; footageId: number }[]) =>
    [...new Set(joins.map(({ recordId, footageId }) => `${records.get(recordId)}: ${clips.get(footageId)}`))].sort();
  const expected = names.map(([name, number]) => `${name}: ${number}`).sort();
  const [all, films] = [[...records.keys()], [...clips.keys()]];
  expect(told(await joinsOfRecords(store.pool, all, all))).toEqual(expected);
  expect(told(await joinsOfFootage(store.pool, films, films))).toEqual(expected);
  expect((await namedRecords(store.pool, all)).map((id) => records.get(id))).toEqual([names[2][0]]);
});

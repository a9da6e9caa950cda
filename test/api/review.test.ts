import { expect, test } from 'vitest';
import { reviewClaims } from '../../hub/store/tables/matching.ts';
import { bodyOf, north, openWorld, south } from './world.ts';

const world = await openWorld();
// Later than the API: schemas that exist before it cannot be described in its reference.
const { matchRecord } = await import('../../hub/match/online/online.ts');
const one = await world.signedIn('one', 'analyst', [north]);
const other = await world.signedIn('other', 'analyst', [north]);
const stranger = await world.signedIn('stranger', 'analyst', [south]);

interface Item {
  id: number;
  version: number;
  record: { id: number };
  footage: { id: number };
}
interface Taken {
  items: Item[];
  waiting: number;
  others: number;
  until: string;
}
const take = (who: Record<string, string>, most: number, passed: number[] = []) =>
  bodyOf<Taken>(world.send('POST', '/api/v1/review/take', who, { most, passed }));
const decide = (who: Record<string, string>, { id, version }: Item, decision: string) =>
  world.send('POST', `/api/v1/links/${id}/decision`, who, { decision, version });
const idsOf = ({ items }: Taken) => items.map(({ id }) => id);

/** Two calls of one officer at one time without a place: the rules cannot tell which of them the clip shows. */
const makeDoubt = async (hour: number): Promise<void> => {
  const at = (minute: number) =>
    `2024-01-05T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+08:00`;
  const milestones = (minute: number) => [
    { name: 'dispatched', at: at(minute) },
    { name: 'arrived', at: at(minute + 5) },
    { name: 'cleared', at: at(minute + 25) },
  ];
  for (const minute of [10, 11]) {
    const id = await world.makeRecord(north, { time: { start: at(minute) }, milestones: milestones(minute) });
    if (minute === 10) await world.makeClip(north, undefined, { start: at(15), end: at(25) });
    else await world.hub.store.transaction((tx) => matchRecord(tx, world.hub.rules.standard, id));
  }
};
for (const hour of [8, 11, 14]) await makeDoubt(hour);

test('different people are handed different pairs, and see how many wait', async () => {
  const mine = await take(one, 4);
  expect(mine).toMatchObject({ waiting: 6, others: 0 });
  expect(mine.items).toHaveLength(4);
  const theirs = await take(other, 10);
  expect(theirs).toMatchObject({ waiting: 6, others: 4 });
  expect(theirs.items).toHaveLength(2);
  expect(idsOf(mine)).not.toEqual(expect.arrayContaining(idsOf(theirs)));
  expect(idsOf(await take(one, 4))).toEqual(idsOf(mine));
  expect(await bodyOf(world.ask('/api/v1/review', one))).toEqual({ waiting: 6, others: 2 });
});

test('who asks in the same moment gets different ones as well', async () => {
  await world.db.delete(reviewClaims);
  const taken = await Promise.all([take(one, 3), take(other, 3), take(one, 3), take(other, 3)]);
  const [mine, theirs] = [
    new Set([taken[0], taken[2]].flatMap((part) => (part ? idsOf(part) : []))),
    new Set([taken[1], taken[3]].flatMap((part) => (part ? idsOf(part) : []))),
  ];
  expect([...mine].filter((id) => theirs.has(id))).toEqual([]);
});

test('what was passed over, let go or kept too long goes to others', async () => {
  await world.db.delete(reviewClaims);
  const [first, second] = idsOf(await take(one, 6));
  expect(idsOf(await take(one, 6, [first ?? 0]))).not.toContain(first);
  expect(idsOf(await take(other, 6))).toEqual([first]);
  await bodyOf(world.send('POST', '/api/v1/review/release', one), 204);
  expect(idsOf(await take(other, 6))).toContain(second);
  await world.db.update(reviewClaims).set({ until: Date.now() - 1 });
  expect((await take(one, 6)).items).toHaveLength(6);
});

test('the second of two people is told what the first one did, and nothing is overwritten', async () => {
  await world.db.delete(reviewClaims);
  const [item] = (await take(one, 1)).items;
  if (!item) throw new Error('nothing to review');
  await bodyOf(decide(one, item, 'confirmed'));
  const refused = await bodyOf<{ type: string; current: unknown; remedy: string }>(
    decide(other, item, 'rejected'),
    409,
  );
  expect(refused.type).toBe('https://hub.example/problems/conflict');
  expect(refused.current).toMatchObject({ decision: 'confirmed', decidedBy: 'one', version: item.version + 1 });
  expect(refused.remedy).not.toBe('');
  const { items } = await bodyOf<{ items: Item[] }>(world.ask(`/api/v1/records/${item.record.id}/links`, one));
  expect(items.find(({ id }) => id === item.id)).toMatchObject({ decision: 'confirmed', decidedBy: 'one' });

  const undone = { ...item, version: item.version + 1 };
  await bodyOf(decide(one, undone, 'undone'));
  const history = await bodyOf<{ items: unknown[] }>(world.ask(`/api/v1/records/${item.record.id}/decisions`, other));
  expect(history.items).toMatchObject([
    { user: 'one', decision: 'undone', previous: 'confirmed', previousBy: 'one', footageId: item.footage.id },
    { user: 'one', decision: 'confirmed', previous: 'review', previousBy: 'rule', footageId: item.footage.id },
  ]);
});

test('nobody is handed or told what is outside their scope', async () => {
  await world.db.delete(reviewClaims);
  expect(await take(stranger, 10)).toMatchObject({ items: [], waiting: 0, others: 0 });
});

test('a pair is linked by hand with the seconds the person names', async () => {
  const recordId = await world.makeRecord(north, { time: { start: '2024-01-09T08:00:00+08:00' }, milestones: [] });
  const footageId = await world.makeClip(north, undefined, {
    start: '2024-01-10T08:00:00+08:00',
    end: '2024-01-10T09:00:00+08:00',
  });
  const byHand = (start: string, end: string) =>
    world.send('POST', '/api/v1/links', one, { recordId, footageId, segment: { start, end } });
  const made = await bodyOf<{ segment: unknown }>(
    byHand('2024-01-10T08:10:00+08:00', '2024-01-10T08:12:30+08:00'),
    201,
  );
  expect(made.segment).toMatchObject({ startSeconds: 600, endSeconds: 750 });
  const again = await bodyOf<{ segment: unknown }>(
    byHand('2024-01-10T08:00:00+08:00', '2024-01-10T08:01:00+08:00'),
    201,
  );
  expect(again.segment).toMatchObject({ startSeconds: 0, endSeconds: 60 });
  for (const [start, end] of [
    ['2024-01-10T07:59:59+08:00', '2024-01-10T08:01:00+08:00'],
    ['2024-01-10T08:30:00+08:00', '2024-01-10T09:00:01+08:00'],
    ['2024-01-10T08:30:00+08:00', '2024-01-10T08:30:00+08:00'],
  ] as const)
    await bodyOf(byHand(start, end), 400);
  // Another person, who did not see that this one had decided.
  const asked = { recordId, footageId };
  const refused = await bodyOf<{ current: unknown }>(world.send('POST', '/api/v1/links', other, asked), 409);
  expect(refused.current).toMatchObject({ decision: 'confirmed', decidedBy: 'one' });
});

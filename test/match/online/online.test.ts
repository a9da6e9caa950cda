import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { ConflictError } from '../../../hub/core/errors.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { decide } from '../../../hub/match/decide.ts';
import { matchFootage, matchRecord } from '../../../hub/match/online/online.ts';
import { decisionsOfPair } from '../../../hub/store/decisions.ts';
import { footage } from '../../../hub/store/tables/catalogue.ts';
import { outbox } from '../../../hub/store/tables/ingest.ts';
import { call, clip, iso, minute, place, rules } from '../_fixtures.ts';
import { openArriving } from './_arriving.ts';

const { store, week, putRecord, putClip, linksOf, decisionsOf, linkCounts } = await openArriving();

describe('a pair', () => {
  test('is linked whichever side arrives first, counted on both and told once', async () => {
    const { at, day } = week();
    const recordId = await putRecord(call({ id: `first-${day}`, arrived: at }));
    const clipId = await putClip(clip({ id: `first-${day}`, start: at }));
    expect(await decisionsOf(recordId)).toEqual({ [clipId]: 'linked' });
    expect(await linkCounts(recordId, clipId)).toEqual([1, 1]);

    const later = week();
    const lateClip = await putClip(clip({ id: `late-${later.day}`, start: later.at }));
    const lateRecord = await putRecord(call({ id: `late-${later.day}`, arrived: later.at }));
    expect(await decisionsOf(lateRecord)).toEqual({ [lateClip]: 'linked' });
    const told = await store.db.select({ data: outbox.data }).from(outbox).where(eq(outbox.name, 'links.changed'));
    expect(told.filter(({ data }) => (data as { recordId: number }).recordId === lateRecord)).toHaveLength(1);
  });

  test('is not written again when nothing changed', async () => {
    const { at, day } = week();
    const recordId = await putRecord(call({ id: `same-${day}`, arrived: at }));
    await putClip(clip({ id: `same-${day}`, start: at }));
    const before = await linksOf(recordId);
    expect(await store.transaction((tx) => matchRecord(tx, rules, recordId))).toEqual(new Set());
    expect(await linksOf(recordId)).toEqual(before);
  });

  test('goes when the record is edited away from it, and its rival gets the clip', async () => {
    const { at, day } = week();
    const officers = ['009911'];
    const first = call({ id: `edit-${day}`, arrived: at, officers, at: null });
    const second = call({ id: `rival-${day}`, arrived: at + minute, officers, at: null });
    const recordId = await putRecord(first);
    const rivalId = await putRecord(second);
    const clipId = await putClip(clip({ id: `edit-${day}`, start: at, policeId: '009911' }));
    expect(await decisionsOf(recordId)).toEqual({ [clipId]: 'review' });
    expect(await decisionsOf(rivalId)).toEqual({ [clipId]: 'review' });
    await putRecord({ ...first, officers: [{ policeId: '009912' }] });
    expect((await decisionsOf(recordId))[clipId]).not.toBe('linked');
    expect(await decisionsOf(rivalId)).toEqual({ [clipId]: 'linked' });
  });

  test('shows where in the clip, on the clip’s own clock', async () => {
    const { at, day } = week();
    const recordId = await putRecord(call({ id: `seek-${day}`, arrived: at, cleared: at + 10 * minute }));
    const start = at - 30 * minute;
    await putClip(clip({ id: `seek-${day}`, start, lengthMs: 60 * minute, at: place() }));
    const [link] = await linksOf(recordId);
    expect(link?.segmentStart).toBe(at - 5 * minute - 3 * minute);
    expect(link?.segmentEnd).toBe(at + 10 * minute + 10 * minute);
  });

  test('of a clip that gives its clock away is found, and its segment stays on the wrong clock', async () => {
    const { at, day } = week();
    const recordId = await putRecord(call({ id: `clock-${day}`, arrived: at }));
    const error = 8 * 60 * minute;
    const right = clip({ id: `clock-${day}`, start: at, at: place() });
    const clipId = await putClip({ ...right, start: iso(at + error), end: iso(at + error + 10 * minute) });
    expect(await decisionsOf(recordId)).toEqual({ [clipId]: 'linked' });
    const [row] = await store.db.select().from(footage).where(eq(footage.id, clipId));
    expect(row?.clockErrorMs).toBe(error);
    const [link] = await linksOf(recordId);
    expect(link?.segmentStart).toBe(at + error);
  });
});

describe('a person’s decision', () => {
  test('outranks the rules, survives every re-match, and comes back by undoing', async () => {
    const { at, day } = week();
    const record = call({ id: `decide-${day}`, arrived: at });
    const recordId = await putRecord(record);
    const clipId = await putClip(clip({ id: `decide-${day}`, start: at }));
    const pair = { recordId, footageId: clipId, user: 'reviewer' };
    const rejected = await decide(store, rules, { ...pair, decision: 'rejected', version: 1 });
    expect(rejected?.version).toBe(2);
    await store.transaction((tx) => matchFootage(tx, rules, clipId));
    await putRecord({ ...record, title: 'edited' });
    expect(await decisionsOf(recordId)).toEqual({ [clipId]: 'rejected' });
    expect(await linkCounts(recordId, clipId)).toEqual([0, 0]);

    await decide(store, rules, { ...pair, decision: 'confirmed' });
    expect((await linksOf(recordId))[0]?.decidedBy).toBe('reviewer');
    await decide(store, rules, { ...pair, decision: 'undone' });
    expect(await decisionsOf(recordId)).toEqual({ [clipId]: 'rejected' });
    await decide(store, rules, { ...pair, decision: 'undone' });
    expect(await decisionsOf(recordId)).toEqual({ [clipId]: 'linked' });
    const log = await decisionsOfPair(store.db, recordId, clipId);
    expect(log.map(({ decision }) => decision)).toEqual(['undone', 'undone', 'confirmed', 'rejected']);
  });

  test('does not overwrite another person’s', async () => {
    const { at, day } = week();
    const recordId = await putRecord(call({ id: `both-${day}`, arrived: at }));
    const footageId = await putClip(clip({ id: `both-${day}`, start: at }));
    await decide(store, rules, { recordId, footageId, user: 'one', decision: 'confirmed', version: 1 });
    const second = decide(store, rules, { recordId, footageId, user: 'two', decision: 'rejected', version: 1 });
    await expect(second).rejects.toBeInstanceOf(ConflictError);
    expect(await decisionsOf(recordId)).toEqual({ [footageId]: 'confirmed' });
  });

  test('may name a pair no rule proposed, and frees or takes the clip for its rivals', async () => {
    const { at, day } = week();
    const officers = ['009921'];
    const one = await putRecord(call({ id: `take-${day}`, arrived: at, officers, at: null }));
    const other = await putRecord(call({ id: `lose-${day}`, arrived: at + minute, officers, at: null }));
    const clipId = await putClip(clip({ id: `take-${day}`, start: at, policeId: '009921' }));
    await decide(store, rules, { recordId: one, footageId: clipId, user: 'reviewer', decision: 'rejected' });
    expect(await decisionsOf(other)).toEqual({ [clipId]: 'linked' });
    const strange = await putClip(
      clip({ id: `strange-${day}`, start: at + 100 * minute, policeId: '009999', org: '440105590000' }),
    );
    await decide(store, rules, { recordId: one, footageId: strange, user: 'reviewer', decision: 'confirmed' });
    expect(await decisionsOf(one)).toEqual({ [clipId]: 'rejected', [strange]: 'confirmed' });
  });
});

describe('references', () => {
  const caseOf = (id: string, at: number, references: BusinessRecord['references'] = []): BusinessRecord =>
    call({
      id,
      references,
      officers: ['009950'],
      more: {
        source: 'platform',
        system: 'case',
        kind: 'case',
        milestones: [],
        time: { start: iso(at), end: iso(at + minute), precision: 'second' },
      },
    });

  test('a case shows what its call shows, whichever of them names the other, and says so', async () => {
    const { at, day } = week();
    const callId = `call-${day}`;
    const caseId = await putRecord(caseOf(`A-${day}`, at - 300 * minute));
    const recordId = await putRecord(call({ id: callId, arrived: at, references: [{ kind: 'case', id: `A-${day}` }] }));
    const backwards = await putRecord(caseOf(`B-${day}`, at - 400 * minute, [{ kind: 'dispatch', id: callId }]));
    const clipId = await putClip(clip({ id: callId, start: at }));
    for (const heir of [caseId, backwards]) {
      const [link] = await linksOf(heir);
      expect(link).toMatchObject({ footageId: clipId, viaRecordId: recordId, decision: 'linked', decidedBy: 'rule' });
      expect(link?.evidence[0]).toMatchObject({ comparison: 'inherited', detail: { path: [`dispatch/${callId}`] } });
    }
    expect(await linkCounts(caseId, clipId)).toEqual([1, 3]);

    await decide(store, rules, { recordId, footageId: clipId, user: 'reviewer', decision: 'rejected' });
    expect(await linksOf(caseId)).toEqual([]);
    expect(await linkCounts(backwards, clipId)).toEqual([0, 0]);
  });

  test('rings end, and an edited reference takes the inherited link away', async () => {
    const { at, day } = week();
    const [one, two] = [`ring-1-${day}`, `ring-2-${day}`];
    const first = call({ id: one, arrived: at, references: [{ kind: 'dispatch', id: two }] });
    const recordId = await putRecord(first);
    const heir = await putRecord(
      call({ id: two, arrived: at - 100 * minute, officers: [], references: [{ kind: 'dispatch', id: one }] }),
    );
    const clipId = await putClip(clip({ id: one, start: at }));
    expect(await decisionsOf(heir)).toEqual({ [clipId]: 'linked' });
    await putRecord({ ...first, references: [] });
    expect(await decisionsOf(heir)).toEqual({ [clipId]: 'linked' });
    await putRecord(call({ id: two, arrived: at - 100 * minute, officers: [] }));
    expect(await decisionsOf(heir)).toEqual({});
    expect(await decisionsOf(recordId)).toEqual({ [clipId]: 'linked' });
  });
});

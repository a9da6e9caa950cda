import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { NotFoundError } from '../../../hub/core/errors.ts';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { everything, type Scope } from '../../../hub/core/scope.ts';
import { decide } from '../../../hub/match/decide.ts';
import { explainMisses } from '../../../hub/match/explain/explain-misses.ts';
import { matchFootage, matchRecord } from '../../../hub/match/online/online.ts';
import { saveSightings } from '../../../hub/store/devices.ts';
import { saveFootage } from '../../../hub/store/footage.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { footage } from '../../../hub/store/tables/catalogue.ts';
import { database } from '../../kit/database.ts';
import { call, clip, iso, minute, place, rules, ten } from '../_fixtures.ts';

const { store } = await database();
const hour = 60 * minute;
const dayMs = 24 * hour;
/** As the hub writes moments. */
const iso8 = (at: number): string => `${iso(at + 8 * hour).slice(0, 19)}+08:00`;
let turn = 0;
/** Every test has a week and an officer of its own, so that they share a database without meeting. */
const start = (): { at: number; id: string; officer: string } => {
  turn += 1;
  return { at: ten + turn * 7 * dayMs, id: `why-${turn}`, officer: String(990_000 + turn) };
};

const putRecord = async (record: BusinessRecord): Promise<number> => {
  const { id } = await store.transaction((tx) => saveRecord(tx, record, { messageId: null, at: ten }));
  await store.transaction((tx) => matchRecord(tx, rules, id));
  return id;
};
const putClip = async (entry: Footage, cameAt = ten): Promise<number> => {
  const { id } = await store.transaction((tx) => saveFootage(tx, entry, { messageId: null, at: cameAt }));
  await store.transaction((tx) => matchFootage(tx, rules, id));
  return id;
};
const explain = async (recordId: number, scope: Scope = everything) => {
  const { items, diagnosis } = await explainMisses(store.db, rules, scope, recordId);
  return { items, diagnosis, codes: diagnosis.map(({ code }) => code) };
};
// The catalogue reaches back before all that is asked about.
await putClip(clip({ id: 'oldest', policeId: '980000', start: ten - dayMs }));

test('nothing to say where there is some', async () => {
  const { at, id, officer } = start();
  const recordId = await putRecord(call({ id, officers: [officer], arrived: at }));
  await putClip(clip({ id, policeId: officer, start: at }));
  expect(await explain(recordId)).toMatchObject({ items: [], codes: [] });
});

test('a record that is not there', async () => {
  await expect(explain(999_999)).rejects.toBeInstanceOf(NotFoundError);
});

describe('what people did', () => {
  test('a rejected clip is said with who and when, and still shown', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, officers: [officer], arrived: at }));
    const footageId = await putClip(clip({ id, policeId: officer, start: at }));
    await decide(store, rules, { recordId, footageId, user: 'reviewer', decision: 'rejected' });
    const { diagnosis, items } = await explain(recordId);
    expect(diagnosis[0]).toMatchObject({ code: 'rejected', detail: { footageId, by: 'reviewer' } });
    expect(items.map((item) => item.footageId)).toEqual([footageId]);
  });

  test('a clip that waits, because another record claims it as well', async () => {
    const { at, id, officer } = start();
    const officers = [officer];
    const recordId = await putRecord(call({ id, officers, arrived: at, at: null }));
    await putRecord(call({ id: `${id}-rival`, officers, arrived: at + minute, at: null }));
    const footageId = await putClip(clip({ id, policeId: officer, start: at }));
    const { diagnosis } = await explain(recordId);
    expect(diagnosis.slice(0, 2)).toMatchObject([{ code: 'waiting', detail: { footageId } }, { code: 'outbid' }]);
  });

  test('a clip that somebody gave to another record is not called a camera that was off', async () => {
    const { at, id, officer } = start();
    const officers = [officer];
    for (const apart of [-5 * hour, 5 * hour])
      await putClip(clip({ id: `${id}${apart}`, policeId: officer, start: at + apart }));
    const recordId = await putRecord(call({ id, officers, arrived: at }));
    const other = await putRecord(call({ id: `${id}-other`, officers, arrived: at + 20 * minute }));
    const footageId = await putClip(clip({ id, policeId: officer, start: at }));
    const segment = { start: at, end: at + 10 * minute };
    await decide(store, rules, { recordId: other, footageId, user: 'reviewer', decision: 'confirmed', segment });
    expect((await explain(recordId)).codes).toEqual(['outbid']);
  });
});

describe('what clips show', () => {
  test('one that misses the window by minutes makes its clock suspicious', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, officers: [officer], arrived: at }));
    const footageId = await putClip(clip({ id, policeId: officer, start: at + 42 * minute }));
    const { diagnosis } = await explain(recordId);
    const found = diagnosis.find(({ code }) => code === 'clock-suspicious');
    expect(found?.detail).toMatchObject({ footageId, outsideS: 12 * 60 });
    // The camera recorded before, after and nearly at the time: nobody says that it was off.
    await putClip(clip({ id: `${id}-before`, policeId: officer, start: at - 5 * hour }));
    expect((await explain(recordId)).codes).not.toContain('not-recorded');
  });

  test('one that was somewhere else', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, officers: [officer], arrived: at }));
    const footageId = await putClip(clip({ id, policeId: officer, start: at, at: place(20_000, 0) }));
    const { diagnosis } = await explain(recordId);
    const found = diagnosis.find(({ code }) => code === 'place-contradicts');
    expect(found?.detail).toMatchObject({ footageId });
    expect(Number(found?.detail.nearestM)).toBeGreaterThan(19_000);
  });

  test('one that its source no longer has, and one that is still coming', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, officers: [officer], arrived: at }));
    // Far enough away not to be sure.
    const footageId = await putClip(clip({ id, policeId: officer, start: at, at: place(20_000, 0) }));
    const be = (mediaState: 'lost' | 'remote') =>
      store.db.update(footage).set({ mediaState, mediaError: 'gone since March' }).where(eq(footage.id, footageId));
    await be('lost');
    const lost = await explain(recordId);
    expect(lost.diagnosis).toMatchObject([
      { code: 'waiting' },
      { code: 'expired', detail: { footageId, reason: 'gone since March' } },
      { code: 'place-contradicts' },
    ]);
    await be('remote');
    const coming = await explain(recordId);
    expect(coming.diagnosis[1]).toMatchObject({ code: 'still-uploading', detail: { footageId } });
    expect(coming.codes).not.toContain('expired');
  });

  test('those of other units only', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, arrived: at, officers: [officer] }));
    const passing = await putClip(
      clip({ id, policeId: '981000', start: at + 2 * minute, at: place(700, 0), org: '440106580000' }),
    );
    const { items, codes } = await explain(recordId);
    expect(codes).toEqual(['other-units-only', 'no-camera-issued']);
    expect(items).toMatchObject([{ footageId: passing, failed: { comparison: 'officer', level: 'another' } }]);
  });
});

describe('a camera for which a colleague signed in, at the scene', () => {
  /** Weak by itself: it ends late and comes near only. */
  const scene = async (isOnDuty: boolean, recordsOwn: boolean) => {
    const { at, id, officer } = start();
    const colleague = `98${officer.slice(2)}`;
    if (isOnDuty) await putRecord(call({ id: `${id}-other`, arrived: at + hour, officers: [colleague], at: null }));
    if (recordsOwn)
      await putClip(clip({ id: `${id}-own`, policeId: officer, device: `own-${id}`, start: at + 2 * hour }));
    const recordId = await putRecord(call({ id, arrived: at, officers: [officer] }));
    const lent = clip({ id, policeId: colleague, device: `lent-${id}`, start: at + 9 * minute, at: place(450, 0) });
    return { footageId: await putClip(lent), colleague, officer, ...(await explain(recordId)) };
  };

  test('was borrowed where the colleague was off duty and the officer recorded nothing', async () => {
    const { diagnosis, footageId, colleague, officer } = await scene(false, false);
    expect(diagnosis.find(({ code }) => code === 'borrowed-camera')?.detail).toMatchObject({
      footageId,
      signedIn: colleague,
      officers: [officer],
    });
  });
  test('was the colleague’s where the one was on duty or the other had a camera', async () => {
    expect((await scene(true, false)).codes).not.toContain('borrowed-camera');
    expect((await scene(false, true)).codes).not.toContain('borrowed-camera');
  });
});

describe('what is known of the cameras', () => {
  test('never issued, not docked since, or off at the time', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, arrived: at, officers: [officer] }));
    expect((await explain(recordId)).diagnosis).toMatchObject([
      { code: 'no-camera-issued', detail: { officers: [officer] } },
    ]);
    await saveSightings(store.db, [
      {
        source: 'dock',
        observation: { kind: 'issue', deviceId: `cam-${id}`, policeId: officer, at: new Date(at - hour) },
      },
    ]);
    expect((await explain(recordId)).diagnosis).toMatchObject([
      { code: 'not-uploaded', detail: { officers: [officer], devices: [`cam-${id}`] } },
    ]);
    const device = `cam-${id}`;
    await putClip(clip({ id: `${id}-before`, device, policeId: officer, start: at - 3 * hour }));
    expect((await explain(recordId)).diagnosis).toMatchObject([
      { code: 'not-uploaded', detail: { before: iso8(at - 3 * hour) } },
    ]);
    await putClip(clip({ id: `${id}-after`, device, policeId: officer, start: at + 3 * hour }));
    const { items, diagnosis } = await explain(recordId);
    expect(diagnosis).toMatchObject([{ code: 'not-recorded', detail: { officers: [officer] } }]);
    expect(diagnosis[0]?.detail).toMatchObject({ before: iso8(at - 3 * hour), after: iso8(at + 3 * hour) });
    expect(items[0]?.failed).toMatchObject({ comparison: 'time', level: 'apart' });
  });

  test('one officer’s camera is not docked though the other’s is', async () => {
    const { at, id, officer } = start();
    const partner = `${officer}1`;
    const recordId = await putRecord(call({ id, arrived: at, officers: [officer, partner] }));
    for (const [name, policeId, shift] of [
      ['a', officer, -3],
      ['b', officer, 3],
      ['c', partner, -3],
    ] as const)
      await putClip(clip({ id: `${id}-${name}`, device: `cam-${policeId}`, policeId, start: at + shift * hour }));
    expect((await explain(recordId)).diagnosis).toMatchObject([
      { code: 'not-uploaded', detail: { officers: [partner], devices: [`cam-${partner}`] } },
    ]);
  });

  test('nobody is named', async () => {
    const { at, id } = start();
    const recordId = await putRecord(call({ id, arrived: at, officers: [] }));
    expect((await explain(recordId)).codes).toEqual(['officer-unknown']);
  });

  test('clips of the officers are arriving just now', async () => {
    const { id, officer } = start();
    const at = Date.now() - 5 * hour;
    const recordId = await putRecord(call({ id, arrived: at, officers: [officer] }));
    await putClip(clip({ id, device: `cam-${id}`, policeId: officer, start: at - 5 * hour }), Date.now());
    const { codes, diagnosis } = await explain(recordId);
    expect(codes).toEqual(['still-uploading', 'not-uploaded']);
    expect(diagnosis[0]?.detail).toMatchObject({ officers: [officer] });
  });

  test('the catalogue does not reach back so far', async () => {
    const { id, officer } = start();
    const recordId = await putRecord(call({ id, arrived: ten - 40 * dayMs, officers: [officer] }));
    expect((await explain(recordId)).diagnosis).toMatchObject([
      { code: 'expired', detail: { oldest: iso8(ten - dayMs) } },
    ]);
  });
});

describe('what the reader may not see', () => {
  const own: Scope = { kind: 'orgs', orgs: ['440106590000'] };
  const elsewhere = '440105590000';

  test('is no more than that somebody else may see more', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, officers: [officer], arrived: at }));
    await putClip(clip({ id, policeId: officer, start: at, org: elsewhere }));
    const seen = await explain(recordId, own);
    expect(seen).toMatchObject({ items: [], diagnosis: [{ code: 'out-of-scope', detail: {} }] });
    expect(seen.diagnosis).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain(elsewhere);
    expect((await explain(recordId)).codes).toEqual([]);
  });

  test('makes no untrue word about the cameras', async () => {
    const { at, id, officer } = start();
    const recordId = await putRecord(call({ id, officers: [officer], arrived: at }));
    const away = { policeId: officer, device: `cam-${id}`, org: elsewhere };
    await putClip(clip({ id: `${id}-after`, start: at + 4 * hour, ...away }));
    expect((await explain(recordId, own)).codes).toEqual(['out-of-scope']);
    const { items } = await explain(recordId);
    expect(items).toHaveLength(1);
  });
});

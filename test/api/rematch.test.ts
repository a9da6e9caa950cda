import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test, vi } from 'vitest';
import { standardRules } from '../../hub/match/rules/rules.ts';
import { footage } from '../../hub/store/tables/catalogue.ts';
import { runWorkers } from '../../hub/workers/run.ts';
import { bodyOf, north, openWorld, origin, south } from './world.ts';

/** Whatever changes, the page of the case system that is open shows it at its next question, without being loaded anew. */
const world = await openWorld();
const workers = await runWorkers(world.hub);
afterAll(() => workers.close());
const analyst = await world.signedIn('analyst', 'analyst', [north]);
const supervisor = await world.signedIn('supervisor', 'supervisor', ['990000000000']);
const { saveSightings } = await import('../../hub/store/devices.ts');

const hour = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();
const stay = (at: number) => ({
  time: { start: iso(at), end: iso(at + hour / 2) },
  milestones: [
    { name: 'dispatched', at: iso(at) },
    { name: 'arrived', at: iso(at + 300_000) },
    { name: 'cleared', at: iso(at + hour / 2) },
  ],
});
const film = (at: number) => ({ start: iso(at + 300_000), end: iso(at + 900_000) });
let turn = 0;
/** A day and a number of its own for every test. */
const begin = () => {
  turn += 1;
  return { at: Date.now() - turn * 3 * 24 * hour, externalId: `CALL-${turn}` };
};

interface Shown {
  links: { id: number; version: number; decision: string; footage: { id: number } }[];
  diagnosis?: { code: string }[];
}
/** The page of a case handler: one grant, one session, asked again and again. */
const openPage = async (externalId: string) => {
  const { token } = await bodyOf<{ token: string }>(
    world.send(
      'POST',
      '/api/v1/grants',
      { authorization: `Bearer ${world.caseKey}` },
      { system: 'dispatch', record: externalId, person: { policeId: '009901' }, origin, purpose: '办案' },
    ),
    201,
  );
  const { playback } = await bodyOf<{ playback: string }>(
    world.send('POST', '/embed/v1/session', { origin }, { token }),
  );
  const read = () =>
    bodyOf<Shown>(
      world.ask(`/embed/v1/records/dispatch/${externalId}`, { authorization: `Bearer ${playback}`, origin }),
    );
  /** Until the page shows these clips with these decisions. */
  const shows = (...wanted: [footageId: number, decision: string][]) =>
    vi.waitUntil(
      async () => {
        const shown = (await read()).links.map(({ footage, decision }) => `${footage.id} ${decision}`).sort();
        return (
          shown.join() ===
          wanted
            .map((one) => one.join(' '))
            .sort()
            .join()
        );
      },
      { timeout: 20_000, interval: 50 },
    );
  return { read, shows };
};

test('a late upload', async () => {
  const { at, externalId } = begin();
  await world.makeRecord(north, { externalId, ...stay(at) });
  const page = await openPage(externalId);
  expect((await page.read()).diagnosis).toMatchObject([{ code: 'no-camera-issued' }]);
  const clip = await world.makeClip(north, undefined, film(at));
  await page.shows([clip, 'linked']);
});

test('an edited record', async () => {
  const { at, externalId } = begin();
  const clip = await world.makeClip(north, undefined, film(at));
  await world.makeRecord(north, { externalId, ...stay(at), officers: [{ policeId: '009955' }] });
  const page = await openPage(externalId);
  await vi.waitUntil(async () => (await page.read()).links.every(({ decision }) => decision !== 'linked'));
  await world.makeRecord(north, { externalId, ...stay(at), officers: [{ policeId: '009901' }] });
  await page.shows([clip, 'linked']);
  await world.makeRecord(north, { externalId, ...stay(at - 100 * hour), officers: [{ policeId: '009901' }] });
  await page.shows();
});

test('a device issue that is told late', async () => {
  const { at, externalId } = begin();
  await world.makeRecord(north, { externalId, ...stay(at) });
  const deviceId = `cam-${turn}`;
  // Begins on arrival and ends when the scene is cleared: only who wore the camera is not known.
  const whole = { ...film(at), end: iso(at + hour / 2) };
  const clip = await world.makeClip(north, undefined, { ...whole, policeId: undefined, deviceId, org: undefined });
  const page = await openPage(externalId);
  await page.shows();
  const issue = { kind: 'issue' as const, deviceId, policeId: '009901', at: new Date(at - hour) };
  await world.hub.store.transaction((tx) => saveSightings(tx, [{ source: 'dock', observation: issue }]));
  await page.shows([clip, 'linked']);
  const other = { ...issue, policeId: '009977' };
  await world.hub.store.transaction((tx) => saveSightings(tx, [{ source: 'dock', observation: other }]));
  await page.shows();
});

test('a message that says where an officer serves, and its edit', async () => {
  const { at } = begin();
  const worn = { ...film(at), policeId: '009933' };
  const clip = await world.makeClip(south, undefined, worn);
  const says = (externalId: string, from: number, policeId = '009933') =>
    world.makeRecord(north, { externalId, ...stay(from), officers: [{ policeId, org: north }] });
  const isOf = (station: string) =>
    vi.waitUntil(
      async () => {
        const [row] = await world.db.select({ station: footage.station }).from(footage).where(eq(footage.id, clip));
        return row?.station === station;
      },
      { timeout: 60_000, interval: 50 },
    );
  await says('SAYS-BEFORE', at - hour);
  await says('SAYS-AFTER', at + hour);
  await isOf(north);
  await says('SAYS-AFTER', at + hour, '009934');
  await isOf(south);
});

test('a decision, its undoing, and what it means for the rival', async () => {
  const { at, externalId } = begin();
  await world.makeRecord(north, { externalId, ...stay(at) });
  await world.makeRecord(north, { externalId: `${externalId}-rival`, ...stay(at + 60_000) });
  const clip = await world.makeClip(north, undefined, film(at));
  const [page, rival] = [await openPage(externalId), await openPage(`${externalId}-rival`)];
  await page.shows([clip, 'review']);
  await rival.shows([clip, 'review']);
  const [link] = (await page.read()).links;
  const decide = (decision: string, version: number | undefined) =>
    bodyOf<{ version: number }>(
      world.send('POST', `/api/v1/links/${link?.id}/decision`, analyst, { decision, version }),
    );
  const { version } = await decide('rejected', link?.version);
  await rival.shows([clip, 'linked']);
  await page.shows();
  await decide('undone', version);
  await page.shows([clip, 'review']);
  await rival.shows([clip, 'review']);
});

test('published rules', async () => {
  const { at, externalId } = begin();
  await world.makeRecord(north, { externalId, ...stay(at) });
  const clip = await world.makeClip(north, undefined, film(at));
  const page = await openPage(externalId);
  await page.shows([clip, 'linked']);
  const yaml = readFileSync(standardRules, 'utf8').replace(/linked: 0\.\d+/, 'linked: 0.999999999');
  await bodyOf(world.send('POST', '/api/v1/rules', supervisor, { yaml, basedOn: 0, days: 100 }), 201);
  await page.shows([clip, 'review']);
});

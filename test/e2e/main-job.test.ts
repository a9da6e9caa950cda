import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../kit/browser.ts';
import { type DemoUnderTest, demoUnderTest, eventually } from '../kit/demo.ts';
import { offDutyPatrol } from '../kit/off-duty-patrol.ts';
import { looksAlive } from '../kit/picture.ts';

const seed = 7;
let demo: DemoUnderTest;

beforeAll(async () => {
  demo = await demoUnderTest({ days: 1, speed: 1, seed });
}, 180_000);
afterAll(() => demo?.dispose(), 60_000);

interface RecordItem {
  id: number;
  externalId: string;
}
interface LinkItem {
  decision: string;
  segment: { startSeconds: number; endSeconds: number };
  footage: { externalId: string; seconds: number };
}

/** As an administrator: end what was given, and the session it was exchanged for. */
const revoke = async (grant: string): Promise<void> => {
  const { url, accounts } = demo.facts;
  const { user, password } = accounts.find(({ role }) => role === 'admin') ?? { user: '', password: '' };
  const headers = { 'content-type': 'application/json', 'x-hub': '1' };
  const session = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ user, password }),
  });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { jti } = JSON.parse(Buffer.from(grant.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
  const answer = await fetch(`${url}/api/v1/grants/${jti}`, { method: 'DELETE', headers: { ...headers, cookie } });
  expect(answer.status).toBe(204);
};

test('every source of the city has records or footage, and links', { timeout: 300_000 }, async () => {
  await eventually(async () => {
    const { items } = await demo.get<{ items: { name: string; state: string; today: { stored: number } }[] }>(
      '/api/v1/sources',
    );
    return (
      items.length === 9 &&
      items.every(({ state }) => state === 'running') &&
      items.every(({ today }) => today.stored > 0)
    );
  }, 120);
  for (const system of ['dispatch', 'case', 'incident', 'intelligence', 'traffic']) {
    await eventually(async () => {
      const { items } = await demo.get<{ items: RecordItem[] }>(`/api/v1/records?system=${system}&linked=true&limit=1`);
      return items.length > 0;
    }, 120);
  }
  for (const kind of ['body-camera', 'interview-room']) {
    await eventually(async () => {
      const { items } = await demo.get<{ items: unknown[] }>(`/api/v1/footage?deviceKind=${kind}&linked=true&limit=1`);
      return items.length > 0;
    }, 120);
  }
});

test('a call and a clip arrive, and the case system plays the right seconds', { timeout: 420_000 }, async () => {
  // Twenty minutes ago a call; the officer was there for eight minutes of which the camera saw three, and more before.
  const arrivedAt = Date.now() - 15 * 60_000;
  const { officer, place } = offDutyPatrol(seed, arrivedAt);
  const { jjdbh } = await demo.control<{ jjdbh: string }>('dispatch', '/sim/calls', {
    org: officer.org,
    officers: [officer.policeId],
    at: arrivedAt - 5 * 60_000,
    arrivedAt,
    clearedAt: arrivedAt + 8 * 60_000,
    ...place,
    text: '端到端测试：商铺门口有人争执',
  });
  const callIn = Date.now();
  const { wjbh } = await demo.control<{ wjbh: string }>('docking-station', '/sim/clips', {
    policeId: officer.policeId,
    device: '99010200001510009999',
    start: arrivedAt + 30_000,
    seconds: 150,
    org: officer.org,
    place,
    label: 'CALL',
  });
  const clipIn = Date.now();

  const record = await eventually(async () => {
    const { items } = await demo.get<{ items: RecordItem[] }>(
      `/api/v1/records?source=dispatch-icc&officer=${officer.policeId}&limit=200`,
    );
    return items.find(({ externalId }) => externalId === jjdbh);
  });
  const link = await eventually(async () => {
    const { items } = await demo.get<{ items: LinkItem[] }>(`/api/v1/records/${record.id}/links`);
    return items.find(({ footage, decision }) => footage.externalId === wjbh && decision === 'linked');
  });
  console.log(`from the later of the two arriving to the link in the API: ${Date.now() - Math.max(callIn, clipIn)} ms`);
  expect(link.segment.endSeconds - link.segment.startSeconds).toBeGreaterThan(60);

  const { ajbh } = await demo.control<{ ajbh: string }>('police-platform', '/sim/cases', {
    callNumber: jjdbh,
    org: officer.org,
    leadOfficer: officer.policeId,
  });
  await eventually(async () => {
    const { items } = await demo.get<{ items: RecordItem[] }>('/api/v1/records?source=police-platform-case&limit=200');
    const found = items.find(({ externalId }) => externalId === ajbh);
    return (
      found &&
      (await demo.get<{ items: LinkItem[] }>(`/api/v1/records/${found.id}/links`)).items.some(
        ({ footage }) => footage.externalId === wjbh,
      )
    );
  }, 90);

  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${demo.facts.caseSystemUrl}/cases/${ajbh}`);
    const element = page.locator('linked-footage');
    await element.waitFor();
    // The element opens at the linked segment and plays when it is asked to.
    await eventually(() => element.evaluate((node) => (node as unknown as { readyState: number }).readyState >= 2), 90);
    const at = () => element.evaluate((node) => (node as unknown as HTMLMediaElement).currentTime);
    const first = await at();
    expect(first).toBeGreaterThanOrEqual(link.segment.startSeconds - 1);
    expect(first).toBeLessThan(link.segment.endSeconds);
    await element.evaluate((node) => (node as unknown as HTMLMediaElement).play());
    const later = await eventually(async () => {
      const now = await at();
      return now > first + 2 && now;
    });
    expect(later).toBeLessThanOrEqual(link.segment.endSeconds + 1);
    expect(await looksAlive(await element.locator('footage-player video').screenshot())).toBe(true);

    // The right to look is taken away: the case system gives a new one, and it goes on without a reload.
    const grant = (await element.getAttribute('grant')) ?? '';
    await revoke(grant);
    await eventually(async () => (await element.getAttribute('grant')) !== grant, 60);
    await element.evaluate((node) => (node as unknown as HTMLMediaElement).play());
    const back = await at();
    await eventually(async () => (await at()) > back + 1 || (await at()) < back);
    expect(await page.locator('footage-viewer [role=alert]').count()).toBe(0);
    expect(errors).toEqual([]);
  } finally {
    await close();
  }
});

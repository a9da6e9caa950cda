import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { sealOf } from '../../hub/media/evidence/seal.ts';
import { verifyPackage } from '../../hub/media/evidence/verify-package.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { homeVolume } from '../../hub/media/home-volume.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { createSource } from '../../hub/store/sources.ts';
import { links } from '../../hub/store/tables/catalogue.ts';
import { openBrowser } from '../kit/browser.ts';
import { unpack } from '../kit/unpack.ts';
import { makeClip } from '../media/clips.ts';
import { mediaServer } from '../media/media-server.ts';
import { bodyOf, north, openWorld, south } from './world.ts';

const world = await openWorld();
const server = await mediaServer();
const original = await readFile(await makeClip(world.folder, 'h264.mp4'));
server.file('/clip.mp4', join(world.folder, 'h264.mp4'));
await createSource(world.db, {
  name: 'dock',
  connector: 'docking-station',
  mapping: 'docking-station-v3',
  settings: { mediaHosts: [server.host] },
});

const start = Date.parse('2024-01-05T08:47:00+08:00');
const recordId = await world.makeRecord(north);
const clip = await world.makeClip(north, `${server.url}/clip.mp4`);
await fetchFootage(world.hub, clip);
await world.makeLink(recordId, clip, { segmentStart: start + 1000, segmentEnd: start + 4000 });
const handler = await world.signedIn('keeper', 'handler', [north]);

interface Item {
  id: string;
  url: string;
  fingerprint: string;
  fetched: number;
}
const order = (more: object = {}, headers = handler) =>
  world.send('POST', '/api/v1/evidence', headers, { recordId, reason: '移送检察院', ...more });
const fetchTo = async (name: string, { url }: Item): Promise<string> => {
  const response = await world.ask(url, handler);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/zip');
  const file = join(world.folder, name);
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
  return file;
};

const item = await bodyOf<Item>(order(), 201);
const file = await fetchTo('package.zip', item);

test('a package holds the original, the linked part, and everything that says where they come from', async () => {
  const { problems, manifest, signature } = await verifyPackage(file);
  expect(problems).toEqual([]);
  expect(signature.fingerprint).toBe(item.fingerprint);
  expect(manifest).toMatchObject({
    id: item.id,
    reason: '移送检察院',
    createdBy: 'keeper',
    record: { externalId: expect.stringMatching(/^CALL-/) },
    links: [{ decision: 'linked', segment: { start: '2024-01-05T08:47:01+08:00' }, evidence: [{ level: 'exact' }] }],
  });
  expect(manifest.log.map(({ action }) => action)).toContain('evidence.order');
  const roles = Object.fromEntries(manifest.files.map((one) => [one.role, one]));
  expect(roles.original?.bytes).toBe(original.length);
  expect(roles.segment?.bytes).toBeLessThan(original.length);
  await unpack(file, join(world.folder, 'unpacked'));
  expect(await readFile(join(world.folder, 'unpacked', roles.original?.path ?? ''))).toEqual(original);
  const seconds = execFileSync('ffprobe', [
    ...['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0'],
    join(world.folder, 'unpacked', roles.segment?.path ?? ''),
  ]);
  expect(Number(seconds)).toBeGreaterThan(2.5);
  expect(Number(seconds)).toBeLessThan(5.2);
});

test('it is the same bytes whenever it is fetched, whatever was decided since', async () => {
  await world.makeLink(recordId, clip, { segmentStart: start + 1000, segmentEnd: start + 4000, probability: 0.5 });
  const again = await fetchTo('again.zip', item);
  expect((await readFile(again)).equals(await readFile(file))).toBe(true);
  const { items } = await bodyOf<{ items: Item[] }>(world.ask(`/api/v1/evidence?recordId=${recordId}`, handler));
  expect(items.find(({ id }) => id === item.id)?.fetched).toBe(2);
  const fetches = await listAudit(world.db, { object: `record:${recordId}`, action: 'evidence.fetch' }, 10);
  expect(fetches).toHaveLength(2);
});

test('also when the clip was matched anew since, or its link rejected', async () => {
  const own = await world.makeRecord(north);
  await world.makeLink(own, clip, { segmentStart: start + 1000, segmentEnd: start + 4000 });
  const ordered = await bodyOf<Item>(order({ recordId: own }), 201);
  const first = await readFile(await fetchTo('first.zip', ordered));
  for (const [name, change] of [
    ['moved', { segmentStart: start + 2000, segmentEnd: start + 3000 }],
    ['rejected', { decision: 'rejected' as const }],
  ] as const) {
    await world.db
      .update(links)
      .set(change)
      .where(and(eq(links.footageId, clip), eq(links.recordId, own)));
    expect((await readFile(await fetchTo(`${name}.zip`, ordered))).equals(first), name).toBe(true);
  }
});

test('clips whose names differ in signs alone have files of their own', async () => {
  const own = await world.makeRecord(north);
  for (const externalId of ['室1/通道:A', '室1/通道#A']) {
    const one = await world.makeClip(north, `${server.url}/clip.mp4`, { externalId });
    await fetchFootage(world.hub, one);
    await world.makeLink(own, one, { segmentStart: start + 1000, segmentEnd: start + 4000 });
  }
  const { problems, manifest } = await verifyPackage(
    await fetchTo('signs.zip', await bodyOf<Item>(order({ recordId: own }), 201)),
  );
  expect(problems).toEqual([]);
  expect(new Set(manifest.files.filter(({ footage }) => footage).map(({ path }) => path)).size).toBe(4);
});

test('who asks for the head alone has fetched nothing, and nothing is cut', async () => {
  const ordered = await bodyOf<Item>(order(), 201);
  expect((await world.ask(ordered.url, handler, { method: 'HEAD' })).status).toBe(200);
  const { items } = await bodyOf<{ items: Item[] }>(world.ask(`/api/v1/evidence?recordId=${recordId}`, handler));
  expect(items.find(({ id }) => id === ordered.id)?.fetched).toBe(0);
  expect((await readdir(homeVolume(world.hub).workshop)).filter((name) => name.startsWith('segment-'))).toEqual([]);
});

test.each(['originals/', 'segments/', 'manifest.json', 'signature.json', 'index.html'])(
  'a byte changed in %s is found',
  async (part) => {
    const bytes = await readFile(file);
    const { manifest } = await verifyPackage(file);
    const names = [...manifest.files.map(({ path }) => path), 'manifest.json', 'signature.json'];
    const name = names.find((path) => path.startsWith(part)) ?? '';
    // The data of a file begin behind its local header, in which its name is found first.
    const data = bytes.indexOf(Buffer.from(name)) + name.length;
    // A quarter into it, and a character that stays one.
    const at = part === 'signature.json' ? bytes.indexOf('"signature": "', data) + 20 : data + 200;
    bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
    const tampered = join(world.folder, `tampered-${part.replace('/', '')}.zip`);
    await writeFile(tampered, bytes);
    const found = await verifyPackage(tampered).then(
      ({ problems }) => problems,
      (error: Error) => [error.message],
    );
    expect(found.length).toBeGreaterThan(0);
  },
);

test('a compressed file that is damaged is named', async () => {
  const zip = new ZipFile();
  const content = Buffer.from(randomBytes(3000).toString('hex'));
  const digest = (name: string) => createHash(name).update(content).digest('hex');
  const listed = { path: 'originals/a.mp4', role: 'original', type: 'video/mp4', bytes: content.length };
  const { manifest: whole } = await verifyPackage(file);
  const manifest = Buffer.from(
    JSON.stringify({ ...whole, files: [{ ...listed, sha256: digest('sha256'), sm3: digest('sm3') }] }),
  );
  zip.addBuffer(manifest, 'manifest.json');
  zip.addBuffer(Buffer.from(JSON.stringify(sealOf('s'.repeat(40)).sign(manifest))), 'signature.json');
  zip.addBuffer(content, listed.path, { compress: true });
  zip.end();
  const bytes = await buffer(zip.outputStream as Readable);
  bytes.fill(0xff, bytes.indexOf(listed.path) + 115, bytes.indexOf(listed.path) + 415);
  const damaged = join(world.folder, 'damaged.zip');
  await writeFile(damaged, bytes);
  expect((await verifyPackage(damaged)).problems.join()).toContain(listed.path);
});

test('the command line says so too, and which hub it must come from', async () => {
  const hub = (...args: string[]) =>
    execFileSync('node', ['--import', 'tsx', 'hub/cli/main.ts', 'evidence', 'verify', ...args], { encoding: 'utf8' });
  expect(hub(file, '--fingerprint', item.fingerprint)).toContain('everything is as it was sealed');
  expect(() => hub(file, '--fingerprint', '0000000000000000')).toThrow(/sealed by/);
  const seal = await bodyOf<{ fingerprint: string }>(world.ask('/.well-known/evidence-seal.json'));
  expect(seal.fingerprint).toBe(item.fingerprint);
});

test('nobody gets what they may not see, or what is not here', async () => {
  const stranger = await world.signedIn('stranger', 'handler', [south]);
  expect((await order({}, stranger)).status).toBe(404);
  expect((await world.ask(item.url, stranger)).status).toBe(404);
  const analyst = await world.signedIn('analyst', 'analyst', [north]);
  expect((await order({}, analyst)).status).toBe(403);
  expect((await order({ reason: '' })).status).toBe(400);
  expect((await order({ footageIds: [987654] })).status).toBe(404);

  const away = await world.makeClip(north, `${server.url}/clip.mp4`);
  await world.makeLink(recordId, away);
  const refused = await bodyOf<{ detail: string; remedy: string }>(order({ footageIds: [away] }), 409);
  expect(refused.detail).toContain(`recording ${away}`);
  expect(refused.remedy).toContain('fetched');
});

test('the page in the package checks and plays it from a disk, without network', async () => {
  const folder = join(world.folder, 'offline');
  await unpack(file, folder);
  const { context, close } = await openBrowser();
  try {
    await context.setOffline(true);
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(error.message));
    await page.goto(`file://${folder}/index.html`);
    const [zipInput, folderInput] = [page.locator('input[accept=".zip"]'), page.locator('input[webkitdirectory]')];
    const verdict = page.locator('.verdict');

    await zipInput.setInputFiles(file);
    await page.locator('.verdict.good').waitFor();
    expect(await page.locator('.files li.good').count()).toBe(3);
    await page.locator('.files li button').first().click();
    await page.waitForFunction(() => {
      const video = document.querySelector('evidence-viewer')?.shadowRoot?.querySelector('video');
      return (video?.currentTime ?? 0) > 0.2;
    });

    await folderInput.setInputFiles(folder);
    await page.locator('.verdict.good').waitFor();

    for (const part of ['originals', 'manifest.json', 'signature.json']) {
      await zipInput.setInputFiles(join(world.folder, `tampered-${part}.zip`));
      await page.locator('.verdict.bad').waitFor();
      expect(await verdict.textContent(), part).toMatch(/改动|cannot be checked/);
    }
    expect(
      asked.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:') && !url.startsWith('data:')),
    ).toEqual([]);
    expect(trouble).toEqual([]);
  } finally {
    await close();
  }
}, 60_000);

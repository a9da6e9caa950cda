import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createApiKey } from '../../hub/access/api-key.ts';
import { fetchFootage } from '../../hub/media/fetch-footage.ts';
import { tendOriginal } from '../../hub/media/volumes/tend-original.ts';
import { tendVolumes } from '../../hub/media/volumes/tend-volumes.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { findFootageMedia } from '../../hub/store/media.ts';
import { placementsOf } from '../../hub/store/placements.ts';
import { createSource } from '../../hub/store/sources.ts';
import { links } from '../../hub/store/tables/catalogue.ts';
import { logCopies } from '../../hub/workers/log-copies.ts';
import assessLinked from '../../hub/workers/on/assess-linked.ts';
import { ownFolder } from '../media/clips.ts';
import { objectStore } from '../media/volumes/object-store.ts';
import { bodyOf, north, openWorld, south } from './world.ts';

const world = await openWorld();
const { hub, db } = world;
const watched = join(world.folder, 'watched');
await mkdir(watched);
await createSource(db, { name: 'dock', connector: 'folder-watch', mapping: 'x', settings: { folder: watched } });
const objects = await objectStore(join(await ownFolder(), 'objects'));
const operator = await world.signedIn('operator', 'operator', ['990000000000']);
const chief = await world.signedIn('chief', 'supervisor', [north]);
const deputy = await world.signedIn('deputy', 'supervisor', [north]);
const stranger = await world.signedIn('stranger', 'supervisor', [south]);
const handler = await world.signedIn('handler', 'handler', [north]);

const bytes = randomBytes(6 * 2 ** 20);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const sm3 = createHash('sm3').update(bytes).digest('hex');

const bring = async (more: Record<string, unknown> = {}): Promise<number> => {
  const file = join(watched, `${randomBytes(4).toString('hex')}.mp4`);
  await writeFile(file, bytes);
  const id = await world.makeClip(north, pathToFileURL(file).href, { mediaType: 'other', ...more });
  expect(await fetchFootage(hub, id)).toBe('stored');
  await tend(id);
  return id;
};
const tend = (id: number, more: { to?: string; graceMs?: number; now?: number } = {}) =>
  tendOriginal(hub, id, { note: logCopies, ...more });
const propose = (who: Record<string, string>, footage: number) =>
  world.send('POST', '/api/v1/deletions', who, { footage, reason: '保存期限已满' });
const decide = (who: Record<string, string>, id: number, word: string) =>
  world.send('POST', `/api/v1/deletions/${id}/${word}`, who, {});
const actionsOn = async (id: number): Promise<string[]> =>
  (await listAudit(db, { object: `footage:${id}` }, 100)).map(({ action }) => action);

interface Problem {
  type: string;
  detail: string;
  remedy?: string;
}

test('an operator adds an object store while the hub runs; its key is not shown again', async () => {
  const settings = { ...objects.settings };
  const added = await bodyOf(
    world.send('PUT', '/api/v1/volumes/archive', operator, { kind: 's3', settings, distance: 200 }),
  );
  expect(added).toMatchObject({ name: 'archive', isUp: true, state: 'open', copies: 0 });
  const detail = await bodyOf<{ settings: Record<string, string> }>(world.ask('/api/v1/volumes/archive', operator));
  expect(detail.settings.secretKey).toMatch(/^•+$/);
  expect(JSON.stringify(detail)).not.toContain('S3RVER","prefix');
  const { items, kinds } = await bodyOf<{ items: { name: string; freeBytes?: number }[]; kinds: { name: string }[] }>(
    world.ask('/api/v1/volumes', operator),
  );
  expect(items.map(({ name }) => name)).toEqual(['main', 'archive']);
  expect(kinds.map(({ name }) => name)).toEqual(['local-folder', 's3']);
  const wrong = await bodyOf<Problem>(
    world.send('PUT', '/api/v1/volumes/broken', operator, { kind: 's3', settings: { ...settings, bucket: 'nowhere' } }),
    503,
  );
  expect(wrong.type).toContain('volume-trouble');
  await bodyOf(world.send('PUT', '/api/v1/volumes/x', chief, { kind: 's3', settings }), 403);
  expect((await world.ask('/docs/volumes/s3')).status).toBe(200);
});

test('a player goes on by ranges while the recording moves to the object store and the old copy goes', async () => {
  const id = await bring();
  const before = await findFootageMedia(db, id);
  const played: Buffer[] = [];
  let moving: Promise<unknown> | undefined;
  const step = 300_000;
  for (let at = 0; at < bytes.length; at += step) {
    const range = `bytes=${at}-${Math.min(bytes.length, at + step) - 1}`;
    const answer = await world.ask(`/media/${id}/original`, { ...handler, range });
    expect(answer.status).toBe(206);
    played.push(Buffer.from(await answer.arrayBuffer()));
    if (at === step) {
      await bodyOf(world.send('POST', `/api/v1/footage/${id}/move`, operator, { volume: 'archive' }), 202);
      moving = tend(id, { to: 'archive', graceMs: 0 });
    }
    if (at === step * 10) {
      await moving;
      await tend(id, { now: Date.now() + 1_000 });
    }
  }
  expect(Buffer.concat(played).equals(bytes)).toBe(true);
  expect((await placementsOf(db, id)).map(({ volume, state }) => [volume, state])).toEqual([['archive', 'good']]);
  await expect(stat(join(world.environment.mediaDir, before?.path ?? ''))).rejects.toThrow('ENOENT');
  const whole = await world.ask(`/media/${id}/original`, handler);
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  expect(await actionsOn(id)).toEqual(
    expect.arrayContaining(['original.move', 'original.copied', 'original.moved', 'original.removed']),
  );
  // Whoever may not see the recording does not see it through the store either.
  expect((await world.ask(`/media/${id}/original`, stranger)).status).toBe(404);
});

test('one proposes, another approves: the bytes go from every volume, the tombstone stays', async () => {
  const id = await bring();
  const proposal = await bodyOf<{ id: number; state: string; class: string }>(propose(chief, id), 201);
  expect(proposal).toMatchObject({ state: 'proposed', class: 'general' });
  await bodyOf(propose(deputy, id), 409);
  await bodyOf(decide(handler, proposal.id, 'approve'), 403);
  await bodyOf(decide(stranger, proposal.id, 'approve'), 404);
  const own = await bodyOf<Problem>(decide(chief, proposal.id, 'approve'), 403);
  expect(own.detail).toContain('proposed');
  // Nor by a key that whoever proposed could have made.
  const key = await createApiKey(db, { name: 'script', role: 'supervisor', orgs: [north], origins: [] });
  await bodyOf(decide({ authorization: `Bearer ${key}` }, proposal.id, 'approve'), 403);
  const path = (await findFootageMedia(db, id))?.path ?? '';
  await stat(join(world.environment.mediaDir, path));
  expect(await bodyOf(decide(deputy, proposal.id, 'approve'))).toMatchObject({
    state: 'approved',
    decidedBy: 'deputy',
  });
  expect((await world.ask(`/media/${id}/original`, handler)).status).toBe(410);
  await tend(id);
  await expect(stat(join(world.environment.mediaDir, path))).rejects.toThrow('ENOENT');
  const { items } = await bodyOf<{ items: Record<string, unknown>[] }>(
    world.ask(`/api/v1/deletions?state=done&footage=${id}`, chief),
  );
  expect(items).toMatchObject([{ sha256, sm3, reason: '保存期限已满', proposedBy: 'chief', decidedBy: 'deputy' }]);
  expect(await bodyOf(world.ask(`/api/v1/footage/${id}`, handler))).toMatchObject({
    media: { state: 'deleted', sha256, sm3 },
  });
  expect(await actionsOn(id)).toEqual(
    expect.arrayContaining(['deletion.propose', 'deletion.approve', 'original.removed', 'footage.deleted']),
  );
  // It does not come back by itself, nor by another message of its source.
  expect(await fetchFootage(hub, id)).toBe('nothing');
  await bodyOf(propose(chief, id), 409);
});

test('what is held, kept for ever or not over is refused with the reason', async () => {
  const held = await bring();
  const hold = await bodyOf<{ id: number }>(
    world.send('POST', '/api/v1/holds', handler, { footage: held, reason: '信访复核' }),
    201,
  );
  const problem = await bodyOf<Problem>(propose(chief, held), 409);
  expect(problem).toMatchObject({ type: expect.stringContaining('recording-is-kept') });
  expect(problem.detail).toContain('信访复核');
  await bodyOf(world.send('POST', `/api/v1/holds/${hold.id}/release`, stranger, { reason: '完毕' }), 404);
  await bodyOf(world.send('POST', `/api/v1/holds/${hold.id}/release`, handler, { reason: '复核完毕' }));
  const { id } = await bodyOf<{ id: number }>(propose(chief, held), 201);

  // A hold that comes between proposal and approval holds, too; here by the record.
  const record = await world.makeRecord(north);
  await world.makeLink(record, held);
  await bodyOf(world.send('POST', '/api/v1/holds', handler, { record, reason: '行政复议' }), 201);
  expect((await bodyOf<Problem>(decide(deputy, id, 'approve'), 409)).detail).toContain('行政复议');
  // Also when the rules no longer link them; and what was linked since the hold is held like the rest.
  const later = await bring();
  await world.makeLink(record, later);
  await assessLinked.run(hub, { recordId: record, footageIds: [later] }, AbortSignal.timeout(30_000), () => undefined);
  await world.db.delete(links).where(eq(links.recordId, record));
  expect((await bodyOf<Problem>(decide(deputy, id, 'approve'), 409)).detail).toContain('行政复议');
  expect((await bodyOf<Problem>(propose(chief, later), 409)).detail).toContain('行政复议');

  const evidence = await bring();
  const lawsuit = await world.makeRecord(north, { system: 'case', kind: 'case', source: 'case-platform' });
  await world.makeLink(lawsuit, evidence);
  expect((await bodyOf<Problem>(propose(chief, evidence), 409)).detail).toContain('for ever');
  await tend(evidence);
  expect(await bodyOf(world.ask(`/api/v1/footage/${evidence}/keeping`, handler))).toMatchObject({
    class: { name: 'evidence', copies: 2 },
    copies: expect.arrayContaining([expect.objectContaining({ volume: 'archive', state: 'good' })]),
  });

  const now = new Date();
  const young = await bring({ start: new Date(now.getTime() - 60_000).toISOString(), end: now.toISOString() });
  expect((await bodyOf<Problem>(propose(chief, young), 409)).detail).toContain('kept until');
});

test('what has expired is proposed, not deleted; a refused proposal is not made again', async () => {
  const id = await bring();
  await tendVolumes(hub, Date.now());
  const list = async () =>
    (
      await bodyOf<{ items: { id: number; state: string; proposedBy: string }[] }>(
        world.ask(`/api/v1/deletions?footage=${id}`, chief),
      )
    ).items;
  const [proposal] = await list();
  expect(proposal).toMatchObject({ state: 'proposed', proposedBy: 'hub' });
  expect(await findFootageMedia(db, id)).toMatchObject({ mediaState: 'stored' });
  await bodyOf(decide(chief, proposal?.id ?? 0, 'refuse'));
  await tendVolumes(hub, Date.now());
  expect(await list()).toMatchObject([{ state: 'refused' }]);
});

test('many are decided at once, each by itself', async () => {
  const [first, second] = [await bring(), await bring()];
  await tendVolumes(hub, Date.now());
  await bodyOf(world.send('POST', '/api/v1/holds', handler, { footage: second, reason: '信访复核' }), 201);
  const { items } = await bodyOf<{ items: { id: number; footage: { id: number } }[] }>(
    world.ask('/api/v1/deletions?state=proposed', chief),
  );
  const ids = [first, second].map((id) => items.find(({ footage }) => footage.id === id)?.id ?? 0);
  const decided = await bodyOf(
    world.send('POST', '/api/v1/deletions/decide', chief, { ids, decision: 'approve', note: '核对无误' }),
  );
  expect(decided).toMatchObject({
    items: [
      { id: ids[0], ok: true },
      { id: ids[1], ok: false, error: expect.stringContaining('信访复核') },
    ],
  });
  expect(await findFootageMedia(db, first)).toMatchObject({ mediaState: 'deleted' });
  expect(await findFootageMedia(db, second)).toMatchObject({ mediaState: 'stored' });
});

test('classes are settable, but not below what must be kept', async () => {
  const label = { zh: '一般', en: 'General' };
  const set = (days: number | null) =>
    world.send('PUT', '/api/v1/retention/general', operator, { label, days, copies: 1, systems: [], rank: 0 });
  await bodyOf(set(30), 400);
  expect(await bodyOf(set(365))).toMatchObject({ days: 365 });
  const { items } = await bodyOf<{ items: { name: string; days: number | null }[] }>(
    world.ask('/api/v1/retention', operator),
  );
  expect(items.map(({ name, days }) => [name, days])).toEqual([
    ['evidence', null],
    ['general', 365],
  ]);
});

test('no route writes an original', async () => {
  const id = await bring();
  for (const method of ['PUT', 'POST', 'PATCH', 'DELETE']) {
    expect((await world.send(method, `/media/${id}/original`, chief)).status).toBe(404);
  }
  const file = join(world.environment.mediaDir, (await findFootageMedia(db, id))?.path ?? '');
  expect((await stat(file)).mode & 0o222).toBe(0);
  expect(await readdir(join(world.environment.mediaDir, '.workshop'))).not.toContain(`${id}.part`);
});

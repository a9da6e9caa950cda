import { readFileSync } from 'node:fs';
import { afterAll, expect, test, vi } from 'vitest';
import { standardRules } from '../../hub/match/rules/rules.ts';
import { listAudit } from '../../hub/store/audit.ts';
import { runWorkers } from '../../hub/workers/run.ts';
import { bodyOf, north, openWorld } from './world.ts';

const world = await openWorld();
const workers = await runWorkers(world.hub);
afterAll(() => workers.close());
const top = ['990000000000'];
const admin = await world.signedIn('admin', 'admin', top);
const supervisor = await world.signedIn('supervisor', 'supervisor', top);
const local = await world.signedIn('local', 'supervisor', [north]);
const analyst = await world.signedIn('analyst', 'analyst', top);

const yaml = readFileSync(standardRules, 'utf8');
const shy = yaml.replace(/linked: 0\.\d+/, 'linked: 0.999999999');
const hour = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

/** A call of yesterday and the clip that shows it. */
const at = Date.now() - 24 * hour;
const recordId = await world.makeRecord(north, {
  time: { start: iso(at), end: iso(at + hour / 2) },
  milestones: [
    { name: 'dispatched', at: iso(at) },
    { name: 'arrived', at: iso(at + 300_000) },
    { name: 'cleared', at: iso(at + hour / 2) },
  ],
});
const clipId = await world.makeClip(north, undefined, { start: iso(at + 300_000), end: iso(at + 900_000) });

interface Links {
  items: { id: number; version: number; decision: string; footage: { id: number } }[];
}
const links = () => bodyOf<Links>(world.ask(`/api/v1/records/${recordId}/links`, admin));
const decisionIs = (decision: string) =>
  vi.waitUntil(async () => (await links()).items[0]?.decision === decision, { timeout: 20_000, interval: 50 });
interface List {
  inForce: { id: number; version: string; yaml: string };
  items: { id: number; inForce: boolean; publishedBy?: string; returnsTo?: number }[];
}
const list = () => bodyOf<List>(world.ask('/api/v1/rules', admin));
interface Trial {
  state: string;
  error?: string;
  result: {
    records: number;
    before: Record<string, number>;
    after: Record<string, number>;
    changes: Record<string, { total: number; pairs: { record: { id: number }; footage: { id: number } }[] }>;
  };
}
const tried = async (text: string): Promise<Trial> => {
  const { id } = await bodyOf<{ id: number }>(
    world.send('POST', '/api/v1/rule-trials', supervisor, { yaml: text, days: 3 }),
    202,
  );
  const read = () => bodyOf<Trial>(world.ask(`/api/v1/rule-trials/${id}`, supervisor));
  await vi.waitUntil(async () => ['done', 'failed'].includes((await read()).state), { timeout: 60_000, interval: 100 });
  return read();
};

test('without a publication the rules of the file hold', async () => {
  await decisionIs('linked');
  const { inForce, items } = await list();
  expect(inForce).toMatchObject({ id: 0, yaml });
  expect(items).toMatchObject([{ id: 0, inForce: true }]);
});

test('problems of a draft are told by line, and nothing is stored', async () => {
  const wrong = yaml.replace(/linked: 0\.\d+/, 'linked: 1.7').replace(/prior: 0\.\d+/, 'prior: often');
  const { problems } = await bodyOf<{ problems: { line: number; message: string }[] }>(
    world.send('POST', '/api/v1/rules/check', analyst, { yaml: wrong }),
  );
  const lineOf = (text: string) => wrong.slice(0, wrong.indexOf(text)).split('\n').length;
  expect(problems.map(({ line }) => line)).toEqual([lineOf('prior: often'), lineOf('linked: 1.7')]);
  await bodyOf(world.send('POST', '/api/v1/rule-trials', supervisor, { yaml: wrong, days: 3 }), 400);
  await bodyOf(world.send('POST', '/api/v1/rules', supervisor, { yaml: wrong, basedOn: 0 }), 400);
  await bodyOf(world.send('POST', '/api/v1/rules', supervisor, { yaml: `${yaml}# again\n`, basedOn: 0 }), 400);
  expect((await list()).inForce.id).toBe(0);
});

test('a trial shows what a draft would change and how people judge it, and changes nothing', async () => {
  const [link] = (await links()).items;
  const trial = await tried(shy);
  expect(trial).toMatchObject({ state: 'done' });
  expect(trial.result.before).toMatchObject({ linked: 1, review: 0 });
  expect(trial.result.after).toMatchObject({ linked: 0, review: 1 });
  expect(trial.result.changes.ambiguous).toMatchObject({
    total: 1,
    pairs: [
      { record: { id: recordId }, footage: { id: clipId }, before: { stand: 'linked' }, after: { stand: 'review' } },
    ],
  });
  expect((await links()).items[0]).toMatchObject({ id: link?.id, version: link?.version, decision: 'linked' });

  const path = `/api/v1/links/${link?.id}/decision`;
  const rejected = await bodyOf<{ version: number }>(
    world.send('POST', path, admin, { decision: 'rejected', version: link?.version }),
  );
  const judged = await tried(shy);
  expect(judged.result.before).toMatchObject({ judged: 1, right: 0 });
  expect(judged.result.after).toMatchObject({ judged: 0 });
  await bodyOf(world.send('POST', path, admin, { decision: 'undone', version: rejected.version }));
});

test('what is published holds at once, is in the log, and the days before are matched again', async () => {
  const published = await bodyOf<{ days: number }>(
    world.send('POST', '/api/v1/rules', supervisor, { yaml: shy, basedOn: 0, note: '更谨慎', days: 3 }),
    201,
  );
  expect(published.days).toBe(1);
  await decisionIs('review');
  const { inForce, items } = await list();
  expect(inForce.yaml).toBe(shy);
  expect(items).toMatchObject([
    { id: inForce.id, inForce: true, publishedBy: 'supervisor', note: '更谨慎' },
    { id: 0 },
  ]);
  const [entry] = await listAudit(world.db, { action: 'rules.publish' }, 1);
  expect(entry).toMatchObject({ actor: 'supervisor', object: `rules:${inForce.id}` });
});

test('two who publish do not overwrite each other', async () => {
  const { id } = (await list()).inForce;
  const late = await bodyOf<{ current: unknown }>(
    world.send('POST', '/api/v1/rules', admin, { yaml: yaml.replace(/margin: [\d.]+/, 'margin: 4.25'), basedOn: 0 }),
    409,
  );
  expect(late.current).toEqual({ id });
});

test('an earlier version comes back, with its links', async () => {
  const { id } = (await list()).inForce;
  await bodyOf(world.send('POST', '/api/v1/rules/0/return', supervisor, { basedOn: id, days: 3 }), 201);
  await decisionIs('linked');
  const { inForce, items } = await list();
  expect(inForce.yaml).toBe(yaml);
  expect(items[0]).toMatchObject({ returnsTo: 0, inForce: true });
  expect((await listAudit(world.db, { action: 'rules.return' }, 1))[0]).toMatchObject({ actor: 'supervisor' });
});

test('training gives a draft from the data here and changes nothing', async () => {
  const { inForce } = await list();
  const { training, yaml: draft } = await bodyOf<{
    training: { pairs: number; levels: { comparison: string; level: string; pairs: number }[] };
    yaml: string;
  }>(world.send('POST', '/api/v1/rule-training', supervisor, { days: 3 }));
  expect(training.pairs).toBe(1);
  expect(training.levels).toContainEqual(expect.objectContaining({ comparison: 'officer', level: 'exact', pairs: 1 }));
  expect(await bodyOf(world.send('POST', '/api/v1/rules/check', supervisor, { yaml: draft }))).toEqual({
    problems: [],
  });
  expect((await list()).inForce).toEqual(inForce);
});

test('only who sees all organisations and has the right', async () => {
  for (const [who, method, path, body] of [
    [local, 'POST', '/api/v1/rule-trials', { yaml, days: 1 }],
    [local, 'POST', '/api/v1/rules', { yaml: shy, basedOn: 0 }],
    [analyst, 'POST', '/api/v1/rules/0/return', { basedOn: 0 }],
    [analyst, 'POST', '/api/v1/rule-trials', { yaml, days: 1 }],
    [local, 'POST', '/api/v1/rule-training', { days: 1 }],
  ] as const)
    expect((await world.send(method, path, who, body)).status, path).toBe(403);
});

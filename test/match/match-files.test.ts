import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkSchema } from '../../hub/core/link.ts';
import { call, clip, iso, minute, ten } from './_fixtures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'match-'));
});
afterAll(() => rm(folder, { recursive: true }));

const path = (name: string) => join(folder, name);
const lines = (list: readonly unknown[]) =>
  list.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
const hub = (...args: string[]): Promise<{ code: number; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'hub/cli/main.ts', 'match', ...args], (error, _, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stderr }),
    );
  });
const linksIn = async (name: string) =>
  (await readFile(path(name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => linkSchema.parse(JSON.parse(line)));

const caseFile = call({
  id: 'A4401060000002024010001',
  officers: ['009950'],
  more: {
    source: 'platform',
    system: 'case',
    kind: 'case',
    milestones: [],
    time: { start: iso(ten - 600 * minute), precision: 'second' },
  },
});

test('links files of canonical lines, inherited ones with their way', async () => {
  const record = call({ references: [{ kind: 'case', id: caseFile.externalId }] });
  await writeFile(path('r.jsonl'), lines([record, caseFile, '']));
  await writeFile(path('f.jsonl'), lines([clip(), clip({ id: 'other', policeId: '009990', org: '440105590000' })]));
  const files = ['--records', path('r.jsonl'), '--footage', path('f.jsonl')];
  expect(await hub(...files, '--out', path('l.jsonl'))).toMatchObject({ code: 0 });
  const links = await linksIn('l.jsonl');
  expect(links.map(({ record: name, footage, decision }) => [name, footage, decision])).toEqual([
    ['dispatch/440100202401050001', 'dock/clip-1', 'linked'],
    [`platform/${caseFile.externalId}`, 'dock/clip-1', 'linked'],
  ]);
  expect(links[1]?.evidence[0]).toMatchObject({
    comparison: 'inherited',
    detail: { via: 'dispatch/440100202401050001' },
  });
  await hub(...files, '--out', path('own.jsonl'), '--no-inherited');
  expect(await linksIn('own.jsonl')).toHaveLength(1);
});

test('passes over bad lines, tells their numbers and says so by the exit status', async () => {
  const { time: _, ...timeless } = call();
  const turned = { ...clip(), externalId: 'turned', end: '2000-01-01T00:00:00Z' };
  await writeFile(path('bad-r.jsonl'), `\uFEFF${lines([call(), '{"source":', timeless])}`);
  await writeFile(path('bad-f.jsonl'), lines([{ ...clip(), deviceKind: 'drone' }, clip(), turned]));
  const { code, stderr } = await hub(
    '--records',
    path('bad-r.jsonl'),
    '--footage',
    path('bad-f.jsonl'),
    '--out',
    path('bad-l.jsonl'),
  );
  expect(code).toBe(2);
  expect(stderr).toContain(`${path('bad-r.jsonl')}:2: passed over, no JSON`);
  expect(stderr).toContain(`${path('bad-r.jsonl')}:3: passed over, time:`);
  expect(stderr).toContain(`${path('bad-f.jsonl')}:1: passed over, deviceKind:`);
  expect(stderr).toContain(`${path('bad-f.jsonl')}:3: passed over, end: the recording ends before it starts`);
  expect(await linksIn('bad-l.jsonl')).toHaveLength(1);
});

test('writes nothing when it cannot read or write', async () => {
  await writeFile(path('one.jsonl'), lines([call()]));
  const missing = await hub('--records', path('one.jsonl'), '--footage', path('none.jsonl'), '--out', path('no.jsonl'));
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.stderr).toContain('none.jsonl');
  const nowhere = await hub(
    '--records',
    path('one.jsonl'),
    '--footage',
    path('one.jsonl'),
    '--out',
    path('no/where.jsonl'),
  );
  expect(nowhere).toMatchObject({ code: 1 });
  expect(nowhere.stderr).toContain('cannot write');
  const rules = await hub(
    '--records',
    path('one.jsonl'),
    '--footage',
    path('one.jsonl'),
    '--out',
    path('no.jsonl'),
    '--rules',
    path('one.jsonl'),
  );
  expect(rules.code).toBe(1);
});

test('a default date of another century does not reach to the cameras of 1970', async () => {
  const record = call({ more: { time: { start: '1900-01-01T00:00:00+08:00', precision: 'second' }, milestones: [] } });
  const clips = ['1950-01-01', '1969-12-31'].map((day) =>
    clip({ id: day, more: { start: `${day}T00:00:00+08:00`, end: `${day}T00:09:30+08:00` } }),
  );
  await writeFile(path('old-r.jsonl'), lines([record]));
  await writeFile(path('old-f.jsonl'), lines(clips));
  const files = ['--records', path('old-r.jsonl'), '--footage', path('old-f.jsonl')];
  expect(await hub(...files, '--out', path('old-l.jsonl'))).toMatchObject({ code: 0 });
  expect(await readFile(path('old-l.jsonl'), 'utf8')).toBe('');
});

import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mappings-'));
});
afterAll(() => rm(folder, { recursive: true }));

const hub = (...args: string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'hub/cli/main.ts', 'mapping', ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: `${stdout}${stderr}` }),
    );
  });

test('lint knows connectors, plans and settings, and tells where each slip stands', async () => {
  const yaml = await readFile('mappings/incident-distribute.yaml', 'utf8');
  const wrong = yaml
    .replace('schedule: "*/2 * * * *"', 'schedule: every 5 minutes')
    .replace('firstPage: 0', 'firstPge: 0, pageSize: many');
  await writeFile(join(folder, 'incident-distribute.yaml'), wrong);
  const { code, said } = await hub('lint', '-f', folder);
  expect(code).toBe(1);
  expect(said).toMatch(/incident-distribute\.yaml:\d+:\d+ defaults\.schedule: "every 5 minutes" is no cron expression/);
  expect(said).toMatch(/defaults\.settings\.firstPge: is not a setting here/);
  expect(said).toContain('defaults.settings.pageSize:');
  await writeFile(
    join(folder, 'incident-distribute.yaml'),
    yaml.replace('connector: rest-poll', 'connector: rest-pol'),
  );
  expect((await hub('lint', '-f', folder)).said).toContain(
    'there is no connector "rest-pol"; did you mean "rest-poll"?',
  );
});

test('files as they are delivered are well formed', async () => {
  const good = join(folder, 'good');
  await mkdir(good);
  await copyFile('mappings/incident-distribute.yaml', join(good, 'incident-distribute.yaml'));
  expect(await hub('lint', '-f', good)).toEqual({ code: 0, said: 'all mappings are well formed\n' });
});

test.each([
  [['lint', '-f', '/nowhere'], 'the folder /nowhere cannot be read: ENOENT; name the folder with the YAML files'],
  [['dry-run', 'nowhere.yaml', 'package.json'], 'the file nowhere.yaml cannot be read: ENOENT; name a YAML file'],
])('hub mapping %j says what is missing, without a stack', async (args, words) => {
  const { code, said } = await hub(...args);
  expect(code).toBe(1);
  expect(said).toContain(words);
  expect(said).not.toMatch(/^\s+at /m);
});

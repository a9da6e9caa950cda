import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import type { ConnectorCase } from './connectors/_case.ts';
import type { Promised, Subject } from './connectors/_promise.ts';
import { publishPromises } from './connectors/_publishing.ts';
import { doorPromises } from './connectors/_receiving.ts';
import { promises } from './connectors/_settings-and-polling.ts';

const caseFolder = new URL('./connectors/', import.meta.url);

const caseOf = async (name: string): Promise<ConnectorCase> => {
  const file = new URL(`${name}.ts`, caseFolder);
  if (!existsSync(file)) throw new Error(`write test/conformance/connectors/${name}.ts: settings of the new connector`);
  const { default: known } = await import(file.href);
  return known;
};

const connectors = await loadConnectors();
const subjects: Subject[] = await Promise.all(
  [...connectors].map(async ([name, connector]) => ({ name, connector, known: await caseOf(name) })),
);

/** A promise that is waived must be broken: a waiver that is not needed any more is stale. */
const prove = async (subject: Subject, { title, prove: run }: Promised): Promise<void> => {
  const reason = subject.known.waivers?.[title];
  if (reason === undefined) return run(subject);
  const held = await run(subject).then(
    () => true,
    () => false,
  );
  expect(held, `the waiver of "${title}" is stale (${reason}): the promise holds, take it out`).toBe(false);
};

describe.each(subjects.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  const all = [...promises, ...(subject.connector.receive ? doorPromises : []), ...publishPromises];
  const applying = all.filter(({ holdsFor }) => holdsFor(subject));

  test.each(applying.map((promised) => [promised.title, promised] as const))('%s', async (_, promised) => {
    await prove(subject, promised);
  });

  test('waives nothing that is not promised', () => {
    const titles = new Set(applying.map(({ title }) => title));
    expect(Object.keys(subject.known.waivers ?? {}).filter((title) => !titles.has(title))).toEqual([]);
  });
});

test('every case belongs to a connector', () => {
  const cases = readdirSync(caseFolder).filter((file) => !file.startsWith('_'));
  expect(cases.map((file) => file.replace(/\.ts$/, '')).filter((name) => !connectors.has(name))).toEqual([]);
});

const mappings = await loadMappings(new URL('../../mappings', import.meta.url).pathname);

test.each([...mappings])('the mapping %s has defaults that its connector takes', (_, { connector: name, defaults }) => {
  const connector = connectors.get(name);
  expect(connector, `${name} is no connector`).toBeDefined();
  for (const [setting, value] of Object.entries(defaults?.settings ?? {})) {
    expect(connector?.settings[setting]?.type.safeParse(value).success, setting).toBe(true);
  }
  expect(defaults?.schedule === undefined || connector?.poll !== undefined, 'a schedule needs a poll').toBe(true);
});

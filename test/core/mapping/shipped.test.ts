import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConnectors } from '../../../connectors/_kit/scan.ts';
import { runExamples } from '../../../hub/core/mapping/examples.ts';
import { lintFolder, loadMappings, mappingFiles } from '../../../hub/core/mapping/folder.ts';
import { mappingJsonSchemaText } from '../../../hub/core/mapping/json-schema.ts';

const folder = join(import.meta.dirname, '../../../mappings');
const mappings = await loadMappings(folder);

test('the folder has no problems, and every file has examples', async () => {
  expect(await lintFolder(folder)).toEqual([]);
});

test.each([...mappings.keys()])('every example of %s holds', async (name) => {
  const mapping = mappings.get(name);
  if (!mapping) throw new Error(`there is no ${name}`);
  const results = await runExamples(mapping);
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
});

test('every file begins with the line that editors look for', async () => {
  for (const name of await mappingFiles(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    expect(text.split('\n')[0], name).toBe('# yaml-language-server: $schema=./mapping.schema.json');
  }
});

test('every connector that is named is there and knows the settings that are proposed', async () => {
  const connectors = await loadConnectors();
  for (const { name, connector, defaults } of mappings.values()) {
    const known = Object.keys(connectors.get(connector)?.settings ?? {});
    expect(known, `${connector} of ${name}`).toEqual(expect.arrayContaining(Object.keys(defaults.settings)));
    expect(connectors.has(connector), connector).toBe(true);
  }
});

test('mapping.schema.json is what the declaration says; `npm run -s hub -- mapping schema` writes it', async () => {
  expect(await readFile(join(folder, 'mapping.schema.json'), 'utf8')).toBe(mappingJsonSchemaText());
});

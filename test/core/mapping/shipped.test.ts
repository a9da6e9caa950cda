import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintFolder, mappingFiles } from '../../../hub/core/mapping/folder.ts';
import { mappingJsonSchemaText } from '../../../hub/core/mapping/json-schema.ts';

const folder = join(import.meta.dirname, '../../../mappings');

test('the folder has no problems, and every file has examples', async () => {
  expect(await lintFolder(folder)).toEqual([]);
});

test('every file begins with the line that editors look for', async () => {
  for (const name of await mappingFiles(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    expect(text.split('\n')[0], name).toBe('# yaml-language-server: $schema=./mapping.schema.json');
  }
});

test('mapping.schema.json is what the declaration says; `npm run -s hub -- mapping schema` writes it', async () => {
  expect(await readFile(join(folder, 'mapping.schema.json'), 'utf8')).toBe(mappingJsonSchemaText());
});

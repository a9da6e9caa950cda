import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { misfitRules } from '../../embed-widget/console/parts/misfit-rules.ts';
import { valueTypes } from '../../hub/core/mapping/field-schema.ts';

const root = join(import.meta.dirname, '../..');

/** Rules that misfits of these rooms name as a word. */
const rulesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const source = readFileSync(join(root, folder, file), 'utf8');
      return [...source.matchAll(/misfit: \{[^{}]*\brule: '(\w+)'/g)].map(([, rule = '']) => rule);
    });

test('every rule that a misfit can name has Chinese words', () => {
  const rules = new Set([...['hub', 'connectors'].flatMap(rulesIn), ...valueTypes]);
  expect(rules.size).toBeGreaterThan(20);
  expect([...rules].filter((rule) => !(rule in misfitRules))).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type JsonSchema, keysOf, schemasAt, valuesOf } from '../../embed-widget/console/yaml-editor/json-schema.ts';
import { topScalars, yamlPlaceAt } from '../../embed-widget/console/yaml-editor/yaml-place.ts';

/** The place of the `|` in a text. */
const placeOf = (marked: string) => {
  const position = marked.indexOf('|');
  const place = yamlPlaceAt(marked.replace('|', ''), position);
  return { path: place.path.join('.'), key: place.key, siblings: [...place.siblings].sort() };
};

test.each([
  ['na|', '', undefined, []],
  ['fields:\n  externalId: jjdbh\n  ki|', 'fields', undefined, ['externalId']],
  ['fields:\n  time: { start: a, e|', 'fields.time', undefined, ['start']],
  ['fields:\n  place: { crs: wg|', 'fields.place', 'crs', ['crs']],
  ['fields:\n  officers:\n    - policeId: a\n      ro|\n  org: b', 'fields.officers.-', undefined, ['policeId']],
  ['fields:\n  officers:\n    - policeId: a\n    - na|', 'fields.officers.-', undefined, []],
  ['fields:\n  officers:\n  - policeId: a\n  - { split: x, po|', 'fields.officers.-', undefined, ['split']],
  ['fields:\n  officers:\n    - policeId: a\n  re|', 'fields', undefined, ['officers']],
  ['success:\n  codes:\n    "104": re|', 'success.codes', '104', []],
  ['decode: [xml, j|', 'decode', '-', []],
  ['decode:\n  - j|', 'decode.-', undefined, []],
  ['system: ca|', '', 'system', []],
])('%s', (marked, path, key, siblings) => {
  expect(placeOf(marked)).toEqual({ path, key, siblings });
});

test('the schema of mappings answers at every depth, through references and unions', () => {
  const file = new URL('../../mappings/mapping.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as JsonSchema;
  const keysAt = (text: string, ...path: string[]) =>
    keysOf(schema, schemasAt(schema, path, topScalars(text))).map(({ label }) => label);
  const valuesAt = (text: string, ...path: string[]) =>
    valuesOf(schemasAt(schema, path, topScalars(text))).map(({ label }) => label);

  expect(keysAt('').slice(0, 3)).toContain('name');
  expect(keysAt('target: record', 'fields')).toContain('officers');
  expect(keysAt('target: footage', 'fields')).not.toContain('officers');
  expect(keysAt('target: footage # clips', 'fields')).toContain('deviceKind');
  expect(keysAt('target: record', 'fields', 'officers', '-')).toEqual(
    expect.arrayContaining(['split', 'policeId', 'role']),
  );
  expect(keysAt('target: record', 'fields', 'time', 'start')).toContain('formats');
  expect(valuesAt('', 'system')).toContain('dispatch');
  expect(valuesAt('', 'decode', '-')).toContain('xml');
  expect(valuesAt('target: record', 'fields', 'place', 'crs')).toContain('gcj02');
});

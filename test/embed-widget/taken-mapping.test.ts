import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { copyMapping, takeMapping } from '../../embed-widget/console/mapping-bench/taken-mapping.ts';

const yaml = readFileSync(new URL('../../mappings/case-guangdong.yaml', import.meta.url), 'utf8');
const definition = parse(yaml) as { connector: string; defaults: { schedule: string; settings: object } };

test('a copy for the same connector brings the usual settings that were not filled in', () => {
  const filledIn = { timeFormat: 'yyyyMMdd' };
  const copy = copyMapping(yaml, { name: 'ours', connector: definition.connector, filledIn });
  expect(copy.brought).toEqual({ cursorField: 'xgsj' });
  expect(copy.schedule).toBe(definition.defaults.schedule);
  expect(copy.formerConnector).toBeUndefined();
  expect(parse(copy.yaml)).toEqual({ ...definition, name: 'ours' });
});

test('a copy for another connector says so, and leaves out settings that are not its own', () => {
  const copy = copyMapping(yaml, { name: 'ours', connector: 'file-drop', filledIn: {} });
  expect(copy).toMatchObject({ brought: {}, formerConnector: definition.connector });
  expect(parse(copy.yaml)).toEqual({
    ...definition,
    name: 'ours',
    connector: 'file-drop',
    defaults: { schedule: definition.defaults.schedule },
  });
});

test('one that is used as it is stays as it is', () => {
  expect(takeMapping(yaml, {})).toMatchObject({ yaml, brought: definition.defaults.settings });
});

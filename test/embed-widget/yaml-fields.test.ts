import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  definitionOf,
  itemsOf,
  pathsIn,
  readField,
  valueAt,
  writeField,
} from '../../embed-widget/console/mapping-bench/yaml-fields.ts';

const yaml = readFileSync(new URL('../../mappings/police-platform-case.yaml', import.meta.url), 'utf8');
const fields = (text: string) => (parse(text) as { fields: Record<string, unknown> }).fields;

test('a field is shown as path and transforms', () => {
  const definition = definitionOf(yaml);
  expect(readField(definition, ['externalId'])).toEqual({ from: 'ajbh', rest: '' });
  expect(readField(definition, ['kind'])).toEqual({ from: '=case', rest: '' });
  expect(readField(definition, ['category', 'code'])).toEqual({ from: 'abdm, anjlxdm', rest: '' });
  expect(readField(definition, ['org'])).toEqual({ from: 'zbdwbh, shouldwbh', rest: 'ifBad: absent' });
  expect(readField(definition, ['officers', 0, 'policeId'])).toEqual({ from: '.', rest: '' });
  expect(readField(definition, ['officers', 7, 'policeId'])).toBeUndefined();
  expect(itemsOf(definition, 'officers')).toEqual([0, 1]);
});

test('an origin that is worked out is shown as it is written, and survives a change beside it', () => {
  const camcorder = readFileSync(new URL('../../mappings/camcorder.yaml', import.meta.url), 'utf8');
  const shown = readField(definitionOf(camcorder), ['end']);
  expect(shown).toEqual({
    from: '{ after: { from: media.startedAt, seconds: media.seconds } }, file.modifiedAt',
    rest: '',
  });
  const changed = writeField(camcorder, ['end'], { from: `${shown?.from}, file.name`, rest: '' });
  expect(fields(changed).end).toEqual([...(fields(camcorder).end as unknown[]), 'file.name']);
});

test('a changed field changes one line, and no comment', () => {
  const changed = writeField(yaml, ['title'], { from: 'ajbt', rest: '' });
  const lines = (text: string) => text.split('\n');
  const different = lines(changed).filter((line, index) => line !== lines(yaml)[index]);
  expect(different).toEqual(['  title: ajbt']);
  const inFlow = writeField(yaml, ['time', 'end'], { from: 'a, b', rest: 'ifBad: absent' });
  expect(fields(inFlow).time).toEqual({
    start: ['faasjcz', 'bjsj', 'slsj'],
    end: { from: ['a', 'b'], ifBad: 'absent' },
  });
  expect(lines(inFlow)).toHaveLength(lines(yaml).length);
});

test.each([
  { from: '=a, b: {c}', rest: '' },
  { from: '=警情 #1', rest: '' },
  { from: 'a', rest: "match: '^[^:].*'" },
  { from: 'a.b[k=v].c, d', rest: 'codes: { table: t, otherwise: keep }' },
  { from: '', rest: "template: '{a} {b}'" },
])('$from $rest goes in and comes out the same', (text) => {
  for (const path of [
    ['title'],
    ['time', 'start'],
    ['officers', 1, 'name'],
    ['place', 'lon'],
    ['persons', 0, 'name'],
  ]) {
    const written = writeField(yaml, path, text);
    const back = readField(definitionOf(written), path);
    expect(back?.from).toBe(text.from);
    expect(parse(`{ ${back?.rest} }`)).toEqual(parse(`{ ${text.rest} }`));
    expect(written).toContain('# one name belongs to one number');
  }
});

test('a field is taken out, and an item that is then empty with it', () => {
  expect(fields(writeField(yaml, ['summary'], undefined))).not.toHaveProperty('summary');
  expect(fields(writeField(yaml, ['place', 'address'], undefined))).not.toHaveProperty('place');
  expect(writeField(yaml, ['persons', 0, 'name'], undefined)).toBe(yaml);
});

test('transforms that are no YAML are refused', () => {
  expect(() => writeField(yaml, ['title'], { from: 'a', rest: 'match: "' })).toThrow();
});

test('paths and values of a row', () => {
  expect(pathsIn({ a: 1, b: { c: 2 }, d: [{ e: 3 }] })).toEqual(['a', 'b', 'b.c', 'd', 'd.e']);
  const mapped = { time: { start: 'now' }, officers: [{ policeId: '1' }, { policeId: '2' }] };
  expect(valueAt(mapped, ['time', 'start'])).toBe('now');
  expect(valueAt(mapped, ['officers', 'policeId'])).toBe('1、2');
  expect(valueAt(mapped, ['place', 'lon'])).toBe('');
});

import { expect, test } from 'vitest';
import { compileFields, recordOf } from './_compile.ts';

test('officers out of nested rows: split, joined with the role, one of each', () => {
  const mapping = compileFields(
    `officers:
  - { split: lead, policeId: ., role: =lead }
  - { each: units, split: crew, policeId: ., org: unit, role: =responder }
  - { each: reports, policeId: who, name: name, role: =responder }`,
  );
  const row = {
    lead: ',9901',
    units: [{ crew: '009901，009902、', unit: '990106590000' }, { crew: '', unit: '990106580000' }, { crew: null }],
    reports: [{ who: '009902', name: '测试' }, { who: '000000' }],
  };
  expect(recordOf(mapping, row).officers).toEqual([
    { policeId: '009901', role: 'lead', org: '990106590000' },
    { policeId: '009902', org: '990106590000', role: 'responder', name: '测试' },
  ]);
});

test('/ reads from the whole row, when leaves rows out', () => {
  const mapping = compileFields(
    `references:
  - { each: parts, kind: case, id: { template: '{/prefix}{no}' }, when: { state: [open, '1'] } }`,
  );
  const row = {
    prefix: 'A',
    parts: [
      { no: '1', state: 'open' },
      { no: '2', state: 'shut' },
      { no: '3', state: 1 },
    ],
  };
  expect(recordOf(mapping, row).references).toEqual([
    { kind: 'case', id: 'A1' },
    { kind: 'case', id: 'A3' },
  ]);
});

test('separators of the usual lists, or those that are named', () => {
  const usual = compileFields('references: [{ split: ids, kind: case, id: . }]');
  const own = compileFields("references: [{ split: ids, by: '/', kind: case, id: . }]");
  const ids = (mapping: typeof usual, text: string) => recordOf(mapping, { ids: text }).references.map(({ id }) => id);
  expect(ids(usual, 'a,b，c、d;e；f|g')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  expect(ids(usual, ',,a,,a,')).toEqual(['a']);
  expect(ids(own, 'a,1/b')).toEqual(['a,1', 'b']);
});

test('milestones stand in the order of time, units writing the same one several times', () => {
  const mapping = compileFields(
    `milestones:
  - { each: units, name: arrived, at: t }
  - { name: received, at: at }`,
  );
  const units = [{ t: '2024-01-05 09:10:00' }, { t: '2024-01-05 09:00:00' }, { t: '2024-01-05 09:10:00' }, { t: '' }];
  expect(recordOf(mapping, { units }).milestones).toEqual([
    { name: 'received', at: '2024-01-05T08:48:09+08:00' },
    { name: 'arrived', at: '2024-01-05T09:00:00+08:00' },
    { name: 'arrived', at: '2024-01-05T09:10:00+08:00' },
  ]);
});

test('an item that says nothing is left out', () => {
  const mapping = compileFields(
    `persons: [{ name: n, role: =caller }]
vehicles: [{ plate: v, plateType: =02 }]`,
  );
  const { persons, vehicles } = recordOf(mapping, { n: '', v: null });
  expect([persons, vehicles]).toEqual([[], []]);
});

test('the rest keeps what nothing else reads, without what is empty', () => {
  const mapping = compileFields(
    `title: a
attributes: { rest: true, except: [photo], b2: b }`,
    'unknown: [无]\n',
  );
  const row = JSON.parse(
    '{"a":"1","b":"2","c":"3","d":"","e":null,"f":"无","photo":"x","g":{"h":1},"__proto__":{"p":1}}',
  );
  const { attributes } = recordOf(mapping, row);
  expect(attributes).toEqual({ b2: '2', c: '3', g: { h: 1 } });
  expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
});

test('place: one text that holds both, a swapped pair, GCJ-02 with the original beside', () => {
  const one = compileFields('place: { point: p, axisOrder: auto, accuracyM: =50 }');
  expect(recordOf(one, { p: '(23.12, 113.31)' }).place).toEqual({ lon: 113.31, lat: 23.12, accuracyM: 50 });
  expect(recordOf(one, { p: 'unknown' }).place).toBeUndefined();
  const shifted = compileFields('place: { lon: x, lat: y, crs: gcj02 }');
  const place = recordOf(shifted, { x: '113.31', y: '23.12' }).place;
  expect(place?.original).toEqual({ lon: 113.31, lat: 23.12, crs: 'gcj02' });
  expect(place?.lon).toBeCloseTo(113.3046, 3);
});

test('an end before its start is not known', () => {
  const mapping = compileFields('updatedAt: at');
  expect(recordOf(mapping, {}).time).toEqual({ start: '2024-01-05T08:48:09+08:00', precision: 'second' });
});

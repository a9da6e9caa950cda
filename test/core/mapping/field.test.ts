import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFields, recordOf, thrownBy } from './_compile.ts';

const attribute = (spec: string, row: object, more = ''): unknown =>
  recordOf(compileFields(`attributes: { x: ${spec} }`, more), row).attributes.x;

const compileEnd = compileFields(
  'attributes: { end: [{ from: to, as: time }, { after: { from: at, seconds: s } }, { from: at, as: time }] }',
);

describe('where a value comes from', () => {
  test.each([
    ['a', { a: ' text ' }, 'text'],
    ['a', { a: 7 }, '7'],
    ['a', { a: '' }, undefined],
    ['a', { a: null }, undefined],
    ['a', {}, undefined],
    ['a.b', { a: { b: 'deep' } }, 'deep'],
    ['a.b', { a: [{ b: '' }, { b: 'second' }] }, 'second'],
    ["'a[1].b'", { a: [{ b: 'first' }, { b: 'second' }] }, 'second'],
    [
      "'a[kind=y].b'",
      {
        a: [
          { kind: 'x', b: '1' },
          { kind: 'y', b: '2' },
        ],
      },
      '2',
    ],
    ['a.*.b', { a: { q: { b: '3' } } }, '3'],
    ['a', { a: { _: 'text of an element', type: 'string' } }, 'text of an element'],
    ['=always', {}, 'always'],
    ['[a, b]', { b: 'second' }, 'second'],
    ['[a, b]', { a: 'first', b: 'second' }, 'first'],
    ["{ template: '{a} of {b}' }", { a: '1', b: '2' }, '1 of 2'],
    ["{ template: '{a|b}-{c}' }", { b: '2', c: '3' }, '2-3'],
    ["{ template: '{a}{b}' }", {}, undefined],
    ['{ from: a, when: { b: yes } }', { a: '1', b: 'yes' }, '1'],
    ['{ from: a, when: { b: yes } }', { a: '1', b: 'no' }, undefined],
    ['{ from: a, when: { b: [p, q], c: { present: false } } }', { a: '1', b: 'q' }, '1'],
    ["{ from: a, when: { b: { matches: '^x', not: xx } } }", { a: '1', b: 'xx' }, undefined],
  ])('%s of %j is %s', (spec, row, expected) => {
    expect(attribute(spec, row)).toBe(expected);
  });

  test.each([
    [{ b: '2' }, '2'],
    [{ a: '1', n: '5' }, '1'],
    [{ n: '5' }, '5 pieces'],
    [{ a: 'bad' }, 'none'],
  ])('a list of fields, each with its own steps: of %j the first that gives a value', (row, expected) => {
    expect(
      attribute(`[{ from: a, match: '^\\d+$' }, b, { template: '{n} pieces', when: { n: '5' } }, =none]`, row),
    ).toBe(expected);
  });

  test('an end that is told, else the length, else the beginning', () => {
    const end = (row: object) => recordOf(compileEnd, row).attributes.end;
    expect(end({ to: '2024-01-05 09:00:00', s: 60 })).toBe('2024-01-05T09:00:00+08:00');
    expect(end({ s: 60 })).toBe('2024-01-05T08:49:09+08:00');
    expect(end({})).toBe('2024-01-05T08:48:09+08:00');
    expect(thrownBy(() => end({ s: 1e300 }))).toMatchObject({ misfit: { rule: 'after', value: 1e300 } });
  });

  test('a text that stands for "not known" makes way for the next path', () => {
    expect(attribute('[a, b]', { a: '无', b: 'known' }, 'unknown: [无]\n')).toBe('known');
    expect(attribute('{ from: a, unknown: [0] }', { a: '0' })).toBeUndefined();
  });
});

describe('what is done to a value', () => {
  test.each([
    ['{ from: a, clean: true }', 'Ａ１\u3000\u0002 b', 'Ａ１ b'],
    ["{ from: a, trimPrefix: ',0' }", ',007', '7'],
    ["{ from: a, match: '(\\d{4})$' }", 'No. 12345', '2345'],
    ["{ from: a, match: '^x' }", 'abc', undefined],
    ['{ from: a, codes: t }', '01', 'one'],
    ['{ from: a, codes: { table: t, otherwise: keep } }', '99', '99'],
    ['{ from: a, codes: { table: t, otherwise: absent } }', '99', undefined],
    ['{ from: a, codes: { table: levels, otherwise: parent } }', '020201', '治安案件（020201）'],
    ['{ from: a, codes: { table: levels, otherwise: parent } }', '020100', '殴打他人'],
    ['{ from: a, codes: { table: levels, otherwise: parent } }', '020103', '殴打他人（020103）'],
    ['{ from: a, codes: { table: levels, otherwise: parent } }', '070101', undefined],
    ['{ from: a, codes: { table: levels, otherwise: parent } }', '02020100', undefined],
    ['{ from: a, codes: { table: levels, otherwise: parent } }', '某类', undefined],
    ['{ from: a, as: number }', '1,234.5', 1234.5],
    ['{ from: a, as: integer, scale: 1048576 }', '1.5', 1572864],
    ['{ from: a, as: flag }', '是', true],
    ['{ from: a, as: flag }', '0', false],
    ['{ from: a, as: org }', '44010659', '440106590000'],
    ['{ from: a, as: org }', '000000000000', undefined],
    ['{ from: a, as: policeId }', '4401009901', '009901'],
    ['{ from: a, as: plate }', '苏a·00001', '苏A00001'],
    ['{ from: a, as: time }', '2024-01-05 08:48', '2024-01-05T08:48:00+08:00'],
    ["{ from: a, as: time, formats: ['dd.MM.yyyy HH:mm'] }", '05.01.2024 08:48', '2024-01-05T08:48:00+08:00'],
    ['{ after: { from: a, seconds: b } }', '2024-01-05 23:59:30', '2024-01-06T00:00:30+08:00'],
    [
      '{ from: [a, c], as: time, pick: latest }',
      '2024-01-05 08:48:00',
      `${'2024-01-05 09:00:00'.replace(' ', 'T')}+08:00`,
    ],
    ['{ from: [c, a], as: time, pick: earliest }', '2024-01-05 08:48:00', '2024-01-05T08:48:00+08:00'],
  ])('%s of %s is %s', (spec, a, expected) => {
    const row = { a, b: 60, c: '2024-01-05 09:00:00' };
    const tables = "codes: { t: { '01': one }, levels: { '020000': 治安案件, '020100': 殴打他人 } }\n";
    expect(attribute(spec, row, tables)).toBe(expected);
  });

  test.each([
    ['{ from: a, as: time }', 'noon', 'time'],
    ['{ from: a, as: number }', '1e9999', 'number'],
    ['{ from: a, as: org }', '1234567', 'org'],
    ['{ from: a, as: policeId }', '测试', 'policeId'],
    ['{ from: a, as: flag }', 'perhaps', 'flag'],
    ['{ from: a, codes: t }', '99', 'codes'],
  ])('%s of %s is a misfit that names field, rule, value and the YAML path', (spec, a, rule) => {
    const mapping = compileFields(`attributes: { x: ${spec} }`, "codes: { t: { '01': one } }\n");
    expect(thrownBy(() => recordOf(mapping, { a }))).toMatchObject({
      name: 'RecordError',
      message: expect.stringContaining(a),
      misfit: { field: 'attributes.x', rule, value: a },
      remedy: expect.stringContaining('fields.attributes.x in mappings/test.yaml'),
    });
    const lenient = spec.replace(' }', ', ifBad: absent }');
    expect(attribute(lenient, { a }, "codes: { t: { '01': one } }\n")).toBeUndefined();
  });

  test('an object where a text should be is a misfit, not "[object Object]"', () => {
    const mapping = compileFields('title: a');
    expect(thrownBy(() => recordOf(mapping, { a: { b: 1 } }))).toMatchObject({
      misfit: { field: 'title', rule: 'text' },
    });
  });
});

test('no row whatever makes a mapping throw anything but a RecordError, or gives an empty text', () => {
  const mapping = compileFields(
    `title: t
org: { from: o, ifBad: absent }
officers: [{ each: list, split: p, policeId: ., name: n }]
vehicles: [{ plate: v }]
place: { lon: x, lat: y, address: d }
references: [{ kind: case, id: c }]
attributes: { rest: true }`,
  );
  const keys = fc.constantFrom(
    'id',
    'at',
    't',
    'o',
    'list',
    'p',
    'n',
    'v',
    'x',
    'y',
    'd',
    'c',
    '__proto__',
    'constructor',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(keys, tie('tree')),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(keys, tree), (row) => {
      try {
        const record = recordOf(mapping, row);
        expect(JSON.stringify({ ...record, attributes: undefined })).not.toMatch(/:""/);
      } catch (error) {
        expect(error).toMatchObject({ name: 'RecordError' });
      }
    }),
    { numRuns: 500 },
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

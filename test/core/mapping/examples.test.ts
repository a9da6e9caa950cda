import { describe, expect, test } from 'vitest';
import { runExamples } from '../../../hub/core/mapping/examples.ts';
import { lintMapping } from '../../../hub/core/mapping/folder.ts';
import { differences } from '../../../hub/core/mapping/subset.ts';
import { compile, yamlOf } from './_compile.ts';

const fields = 'fields:\n  externalId: id\n  kind: =call\n  time: { start: at }\n  title: t\n';
const example = (lines: string): string =>
  `${fields}skip: [{ when: { gone: '1' }, reason: taken back }]\nexamples:\n  - title: one\n${lines.replace(/^/gm, '    ')}\n`;
const run = async (lines: string) => (await runExamples(compile(example(lines))))[0]?.differences;
const row = "{ id: X1, at: '2024-01-05 08:48:09', t: Title }";

describe('examples are tests', () => {
  test.each([
    ['holds in part', `json: [${row}]\nexpect: [{ externalId: X1, org: null }]`, []],
    ['a row too few', `json: [${row}, ${row}]\nexpect: [{ externalId: X1 }]`, [/expected 1 items, has 2/]],
    ['another value', `json: [${row}]\nexpect: [{ title: Other }]`, [/\[0\]\.title: expected "Other", is "Title"/]],
    ['must be absent', `json: [${row}]\nexpect: [{ title: null }]`, [/\[0\]\.title: expected to be absent/]],
    ['left out', `json: [{ id: X1, gone: 1 }]\nexpect: [{ skip: taken back }]`, []],
    ['refused as it says', 'json: [{ id: X1, at: noon }]\nfails: { field: time.start, rule: time }', []],
    [
      'refused otherwise',
      'json: [{ id: X1, at: noon }]\nfails: { rule: required }',
      [/rule: expected "required", is "time"/],
    ],
    ['not refused', `json: [${row}]\nfails: { rule: time }`, [/was accepted/]],
    ['refused unexpectedly', 'json: [{ id: X1, at: noon }]\nexpect: []', [/was refused.*noon/]],
    ['without a message', 'expect: []', [/no message/]],
  ])('%s', async (_, lines, expected) => {
    const found = (await run(lines)) ?? [];
    expect(found).toHaveLength(expected.length);
    expected.forEach((pattern, index) => {
      expect(found[index]).toMatch(pattern);
    });
  });

  test('a number where a text is expected gets a hint', () => {
    expect(differences({ org: 440106590000 }, { org: '440106590000' })[0]).toContain('in quotes');
  });
});

test('lint asks for examples, one message and one verdict each', () => {
  const lint = (lines: string) => lintMapping(yamlOf(lines), 'mappings/test.yaml').map(({ message }) => message);
  expect(lint(fields)).toEqual(['there are none']);
  expect(lint(example(`json: ${row}`))).toEqual(['needs one verdict']);
  expect(lint(example('expect: []'))).toEqual(['needs one message']);
  expect(lint(example(`json: ${row}\nexpect: [{}]`))).toEqual([]);
});

test('drift: what is new, what is missing; nested and declared fields are known', () => {
  const mapping = compile(`columns: [known, deep.known]\n${fields}  officers: [{ each: units, policeId: who }]\n`);
  const seen = { id: '1', at: 'x', known: 1, deep: { known: 1, fresh: 2 }, units: [{ who: '9901', call: 'sign' }] };
  expect(mapping.driftOf(seen)).toEqual({ unknown: ['deep.fresh', 'units.call'], missing: ['t'] });
});

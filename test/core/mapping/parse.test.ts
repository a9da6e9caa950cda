import { describe, expect, test } from 'vitest';
import { parseMapping } from '../../../hub/core/mapping/parse.ts';
import { MappingError } from '../../../hub/core/mapping/problem.ts';
import { compile, problemsOf, thrownBy, yamlOf } from './_compile.ts';

const fields = 'fields:\n  externalId: id\n  kind: =call\n  time: { start: at }\n';
const lineOf = (lines: string, text: string): number =>
  yamlOf(lines)
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

describe('a mapping file that is wrong says where, what and what to do', () => {
  test.each([
    ['an unknown field', `${fields}  tilte: x\n`, 'tilte', 'fields.tilte', /not known here/, /did you mean "title"/],
    [
      'one that is like no other',
      `${fields}  zzzzz: x\n`,
      'zzzzz',
      'fields.zzzzz',
      /not known here/,
      /possible here: .*title/,
    ],
    ['a missing part', 'fields:\n  externalId: id\n  kind: =call\n', 'fields', 'fields.time', /missing/, /add time/],
    ['a wrong word', `target: record\nsystem: fire\n${fields}`, 'fire', 'system', /Invalid option/, /correct/],
    ['an unknown step', `decode: [jsn]\n${fields}`, 'jsn', 'decode.0', /none of the shapes/, /did you mean "json"/],
    [
      'a word that is like no other',
      `decode: [protobuf]\n${fields}`,
      'protobuf',
      'decode.0',
      /./,
      /one of xml, json, scrub/,
    ],
    ['a misspelt word', `target: record\nsystem: trafic\n${fields}`, 'trafic', 'system', /./, /did you mean "traffic"/],
    [
      'a misspelt transform',
      `${fields}  title: { from: a, cods: t }\n`,
      'cods',
      'fields.title.cods',
      /not known/,
      /did you mean "codes"/,
    ],
    ['an empty constant', `${fields}  title: '='\n`, "'='", 'fields.title', /empty/, /text behind =/],
    [
      'a misspelt code table',
      `codes: { violation: { a: b } }\n${fields}  title: { from: a, codes: violatoin }\n`,
      'violatoin',
      'fields.title.codes',
      /no code table/,
      /did you mean "violation"/,
    ],
    [
      'an unknown transform',
      `${fields}  title: { from: a, upper: true }\n`,
      'upper',
      'fields.title.upper',
      /not known/,
      /./,
    ],
    ['a comma in a text', `${fields}  place: { address: a, b }\n`, 'place', 'fields.place.b', /not known/, /quotes/],
    ['a path', `${fields}  title: 'a[b'\n`, "'a[b'", 'fields.title.from', /no path/, /dots/],
    [
      'a path to the prototype',
      `${fields}  title: constructor\n`,
      'constructor',
      'fields.title.from',
      /no path/,
      /dots/,
    ],
    ['a time format', `times: ['YYYY-MM-DD']\n${fields}`, 'start', 'fields.time.start', /no part of a time/, /format/],
    [
      'a code table',
      `${fields}  title: { from: a, codes: t }\n`,
      'codes: t',
      'fields.title.codes',
      /no code table/,
      /add/,
    ],
    [
      'a regular expression',
      `${fields}  title: { from: a, match: '(' }\n`,
      'match',
      'fields.title.match',
      /./,
      /regular/,
    ],
    [
      'an endless one',
      `${fields}  title: { from: a, match: '(a+)+$' }\n`,
      'match',
      'fields.title.match',
      /for ever/,
      /./,
    ],
    [
      'two origins',
      `${fields}  title: { from: a, const: b }\n`,
      'const: b',
      'fields.title',
      /several origins/,
      /exactly one/,
    ],
    ['no origin', `${fields}  title: { clean: true }\n`, 'clean', 'fields.title', /not where/, /exactly one/],
    ['a wrong constant', `${fields}  org: =12345\n`, '=12345', 'fields.org', /organisation code/, /constant/],
    ['steps in a wrong order', `decode: [xml, scrub]\n${fields}`, 'scrub', 'decode.1', /needs a text/, /before/],
    ['no document', `decode: [scrub]\n${fields}`, 'decode', 'decode', /no document/, /xml or json/],
    ['JSONata', `${fields}  title: { jsonata: 'a.(' }\n`, 'jsonata', 'fields.title.jsonata', /./, /JSONata/],
    ['a lone coordinate', `${fields}  place: { lon: x }\n`, 'place', 'fields.place', /belong together/, /both/],
    ['broken YAML', `${fields}  title: [a\n`, 'title', '', /./, /YAML/],
    ['a key twice', `${fields}  kind: =x\n`, 'kind: =x', '', /unique/, /YAML/],
  ])('%s', (_, lines, text, path, message, remedy) => {
    const [problem] = problemsOf(lines);
    expect(problem).toMatchObject({ file: 'mappings/test.yaml', path });
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(remedy);
    expect(problem?.column).toBeGreaterThan(0);
    // Broken YAML is noticed where the reader gives up.
    if (path !== '') expect(problem?.line).toBe(lineOf(lines, text));
  });

  test('all problems at once', () => {
    const lines = `zone: 8\n${fields}  tilte: a\n  title: { from: a, mach: b }\n`;
    expect(problemsOf(lines).map(({ path }) => path)).toEqual(['zone', 'fields.title.mach', 'fields.tilte']);
    const meaning = `${fields}  title: { from: a, codes: t, match: '(' }\n  org: =1\n`;
    expect(problemsOf(meaning)).toHaveLength(3);
  });

  test('the name of the file and of the mapping are the same', () => {
    const error = thrownBy(() => parseMapping(yamlOf(fields), 'mappings/other.yaml'));
    expect(error).toBeInstanceOf(MappingError);
    expect(String(error)).toMatch(/mappings\/other\.yaml:1:1 name: .*call it other/);
  });

  test('an error of the settings class: the source pauses', () => {
    expect(thrownBy(() => compile(`${fields}  tilte: x\n`))).toMatchObject({ next: 'pause', slug: 'mapping-invalid' });
  });
});

test('codes keep their zeros and long numbers their digits, quoted or not', () => {
  const lines = `codes: { t: { 01: 010000, 1: 3201991000000010000000 } }\n${fields}  title: { from: a, codes: t }\n`;
  const { definition } = parseMapping(yamlOf(lines), 'mappings/test.yaml');
  expect(definition.codes.t).toEqual({ '01': '010000', '1': '3201991000000010000000' });
});

test('aliases that multiply are refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, index) => {
      const before = 'abcdefgh'[index];
      return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(',')}]`;
    }),
  ].join('\n');
  expect(thrownBy(() => parseMapping(bomb, 'mappings/bomb.yaml'))).toBeInstanceOf(MappingError);
});

test('the version changes with every change of the text', () => {
  const first = compile(fields).version;
  expect(first).toMatch(/^[0-9a-f]{12}$/);
  expect(compile(`${fields}# a remark\n`).version).not.toBe(first);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HubError } from '../../../hub/core/errors.ts';
import { parseJson } from '../../../hub/core/mapping/json.ts';
import { limits } from '../../../hub/core/mapping/limits.ts';
import { parseXml } from '../../../hub/core/mapping/xml.ts';
import { compile, compileFields, messageOf, recordOf, thrownBy } from './_compile.ts';

const fields = 'fields:\n  externalId: id\n  kind: =call\n  time: { start: at }\n  attributes: { rest: true }\n';
const xml = compile(`decode: [scrub, xml]\nrows: doc.row\n${fields}`);
const json = compile(`decode: [json]\nrows: .\n${fields}`);

const good = '<doc><row><id>1</id><at>2024-01-05 08:48:09</at></row></doc>';

const attacks: Record<string, string> = {
  'an external entity': '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><doc><row><id>&x;</id></row></doc>',
  'a DOCTYPE over the network': '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><doc/>',
  'an entity bomb': `<!DOCTYPE d [<!ENTITY a "${'x'.repeat(50)}">${'bcdefghi'
    .split('')
    .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefgh'[index]};`.repeat(10)}">`)
    .join('')}]><doc>&i;</doc>`,
  'an unknown entity': '<doc><row><id>&unknown;</id></row></doc>',
  'elements without end': '<a>'.repeat(100_000),
  'depth that hides behind attributes': '<a b="/>">'.repeat(1000) + '</a>'.repeat(1000),
  'a mismatched end': '<doc><row></doc></row>',
  'two roots': '<doc/><doc/>',
  nothing: '',
  'only blanks': ' \n ',
  'no XML at all': 'Service Unavailable',
  'a cut-off end': good.slice(0, -9),
};

describe('XML', () => {
  test.each(Object.keys(attacks))('%s is refused as a misfit of the rule xml', (name) => {
    expect(thrownBy(() => xml.open(messageOf(attacks[name] ?? '')))).toMatchObject({ misfit: { rule: 'xml' } });
    expect(xml.open(messageOf(good)).rows).toHaveLength(1);
  });

  test('names that lead to the prototype lead nowhere', () => {
    const text =
      '<doc><row><id>1</id><at>2024-01-05 08:48:09</at><__proto__><polluted>1</polluted></__proto__><constructor>2</constructor></row></doc>';
    const [row] = xml.open(messageOf(text)).rows;
    expect(xml.map(row, 's')).toMatchObject({ record: { attributes: {} } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('a row of 100,000 fields is put aside, its neighbour is taken', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `<f${index}>x</f${index}>`).join('');
    const row = (id: number, more = '') => `<row><id>${id}</id><at>2024-01-05 08:48:09</at>${more}</row>`;
    const { rows } = xml.open(messageOf(`<doc>${row(1, many)}${row(2)}</doc>`));
    expect(thrownBy(() => xml.map(rows[0], 's'))).toMatchObject({ misfit: { rule: 'rest' } });
    expect(xml.map(rows[1], 's')).toMatchObject({ record: { externalId: '2' } });
  });

  test('any text gives a document or a RecordError', () => {
    const likely = fc
      .array(
        fc.constantFrom(
          '<a>',
          '</a>',
          '<a b="',
          '"',
          '/>',
          '<![CDATA[',
          ']]>',
          '<!--',
          '-->',
          '<?x',
          '?>',
          '&lt;',
          '&',
          '测',
          '\u0000',
        ),
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(likely, fc.string({ unit: 'binary' })), (text) => {
        try {
          parseXml(text);
        } catch (error) {
          expect(error).toMatchObject({ name: 'RecordError' });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('JSON', () => {
  test.each([
    ['deep lists', '['.repeat(100_000)],
    ['deep and closed', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['deep objects', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['depth among wide objects', `[${'{"a":[{"b":1}]},'.repeat(500)}${'['.repeat(70)}${']'.repeat(70)}]`],
    ['a trailing comma', '[1,]'],
    ['NaN', '[NaN]'],
    ['single quotes', "[{'a':1}]"],
    ['a cut-off text', '[{"id":"1'],
    ['nothing', ''],
  ])('%s is refused as a misfit of the rule json', (_, text) => {
    expect(thrownBy(() => json.open(messageOf(text)))).toMatchObject({ misfit: { rule: 'json' } });
  });

  test('brackets in texts are no depth', () => {
    const text = JSON.stringify([{ id: '['.repeat(200), b: '"\\"['.repeat(100) }]);
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test('the prototype is out of reach', () => {
    const [row] = json.open(messageOf('[{"id":"1","at":"2024-01-05 08:48:09","__proto__":{"polluted":1}}]')).rows;
    expect(json.map(row, 's')).toMatchObject({ record: { attributes: {} } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('whatever JSON.parse makes of a text is what comes out, long numbers apart', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const longNumber = /\d{16}/.test(text);
        if (!longNumber) expect(parseJson(text)).toEqual(JSON.parse(text));
        else expect(parseJson(text)).toBeDefined();
      }),
    );
  });
});

test('bytes beyond the limit are refused before anything is decoded', () => {
  const body = Buffer.alloc(limits.bytes + 1, 0x20);
  const error = thrownBy(() => json.open({ body, contentType: '' }));
  expect(error).toBeInstanceOf(HubError);
  expect(error).toMatchObject({ status: 413 });
});

test('a long value is not run through a regular expression', () => {
  const mapping = compileFields("title: { from: a, match: '^(x+x+)y' }");
  const a = 'x'.repeat(limits.matched + 1);
  expect(thrownBy(() => recordOf(mapping, { a }))).toMatchObject({ misfit: { field: 'title', rule: 'match' } });
});

test('a list without end is put aside; milestones without end stay in order', () => {
  const mapping = compileFields(`officers: [{ split: who, policeId: . }]
milestones: [{ each: steps, name: seen, at: t }]`);
  const who = Array.from({ length: limits.items + 1 }, (_, index) => index + 1).join(',');
  expect(thrownBy(() => recordOf(mapping, { who }))).toMatchObject({ misfit: { field: 'officers', rule: 'list' } });
  const steps = Array.from({ length: 20_000 }, (_, index) => ({
    t: `2024-01-05 08:${String(59 - (index % 60)).padStart(2, '0')}:00`,
  }));
  const times = recordOf(mapping, { who: '9901', steps }).milestones.map(({ at }) => at);
  expect(times.length).toBe(60);
  expect(times).toEqual([...times].sort());
});

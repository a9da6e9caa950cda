import { expect, test } from 'vitest';
import { RecordError } from '../../../hub/core/errors.ts';
import { inlineReferences, inlineXml } from '../../../hub/core/mapping/inline.ts';

test('both ways of writing a reference lead to the thing, also inside lists', () => {
  const place = { $id: 'p', name: 'here' };
  expect(
    inlineReferences({ $id: 'root', at: { $ref: 'p' }, also: ['$ref:p', { $ref: 'p' }], places: [place] }),
  ).toEqual({ $id: 'root', at: place, also: [place, place], places: [place] });
});

test('things that refer to themselves, to each other and to the whole end after one step', () => {
  const agency = { $id: 'agency', by: { $ref: 'agent' }, self: '$ref:agency' };
  const agent = { $id: 'agent', of: { $ref: 'agency' }, whole: { $ref: 'root' } };
  const result = inlineReferences({ $id: 'root', agency, agent });
  expect(result).toEqual({
    $id: 'root',
    agency: { $id: 'agency', by: agent, self: agency },
    agent: { $id: 'agent', of: agency, whole: { $ref: 'root' } },
  });
  expect(() => JSON.stringify(result)).not.toThrow();
});

test('a reference to what is not there stays, and documents of a list do not see each other', () => {
  const documents = [
    { $id: 'a', at: { $ref: 'p' } },
    { $id: 'b', p: { $id: 'p' } },
  ];
  expect(inlineReferences(documents)).toEqual(documents);
});

test('many references to something large are refused before they fill the memory', () => {
  const large = { $id: 'p', text: 'x'.repeat(1_000_000) };
  const document = { large, many: Array.from({ length: 1000 }, () => ({ $ref: 'p' })) };
  expect(() => inlineReferences(document)).toThrow(RecordError);
});

test('names that every object has do no harm', () => {
  const document = JSON.parse('{"__proto__":{"polluted":1},"at":{"$ref":"constructor"},"$id":"x"}');
  expect(Object.keys(inlineReferences(document) as object)).toEqual(['__proto__', 'at', '$id']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('XML inside a document is read in its place, wherever the way leads through lists', () => {
  const document = { places: [{ at: '<a:p><a:x>1</a:x></a:p>' }, { at: ['<p>2</p>', 'no XML'] }, {}] };
  inlineXml(document, ['places', 'at']);
  expect(document).toEqual({ places: [{ at: { p: { x: '1' } } }, { at: [{ p: '2' }, 'no XML'] }, {}] });
});

test.each([
  '<a><b></a>',
  '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  '<a>'.repeat(500) + '</a>'.repeat(500),
])('XML that cannot be read stays text: %.30s', (text) => {
  const document = { at: text };
  inlineXml(document, ['at']);
  expect(document).toEqual({ at: text });
});

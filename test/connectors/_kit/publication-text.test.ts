import { expect, test } from 'vitest';
import { checkTemplates, publicationText } from '../../../connectors/_kit/publication-text.ts';
import { ConfigurationError } from '../../../hub/core/errors.ts';
import { publicationOf } from '../../conformance/connectors/_publishing.ts';

const fill = (template: string, change = {}) => publicationText('test', template, publicationOf(7, change));

test.each([
  ['{link}', '7'],
  ['{record} {system}/{kind}', 'A9901060000002024000007 case/case'],
  ['{dispatch}', '990106000000202401050848000001'],
  ['{intelligence}', ''],
  ['{incident|case}', 'A9901060000002024000007'],
  ['{start:yyyy-MM-dd HH:mm}', '2024-01-05 08:48'],
  ['{footageStart:yyyyMMddHHmmss}', '20240105084700'],
  ['{uploadedAt:yyyyMMddHHmmss}', ''],
  ['{seconds}', '600'],
  ['{attributes.camera}', '990106000000000001'],
  ['{attributes.nothing}', ''],
  ['{"a":"{plate}"}', '{"a":"苏A00001"}'],
])('%s is "%s"', (template, expected) => {
  expect(fill(template)).toBe(expected);
});

test('a withdrawn link leads nowhere', () => {
  expect(fill('{url}', { withdrawn: true })).toBe('');
});

test('what no link has is named with what there is, and before anything is told', () => {
  expect(() => fill('{colour}')).toThrow(/\{colour\}/);
  expect(() => checkTemplates('test', ['{link}', '{record:yyyy}'])).toThrow(ConfigurationError);
  expect(() => checkTemplates('test', ['{link}', '{start:yyyy}', '{attributes.x:yyyy}'])).not.toThrow();
});

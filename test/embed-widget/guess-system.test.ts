import { expect, test } from 'vitest';
import { guessSystem } from '../../embed-widget/console/mapping-bench/guess-system.ts';
import { namesIn } from '../../embed-widget/console/mapping-bench/names-in.ts';

const known = { ofConnector: [], named: '', fields: [] };

test('what a source is called counts first, then its connector, then its fields', () => {
  const ofConnector = ['traffic', 'traffic', undefined];
  expect(guessSystem({ ...known, ofConnector })).toBe('traffic');
  expect(guessSystem({ ofConnector, named: 'jjd 接警单', fields: ['ajbh'] })).toBe('dispatch');
  expect(guessSystem({ ...known, ofConnector: ['case', 'traffic'], fields: ['jjdbh', 'bjrxm'] })).toBe('dispatch');
  expect(guessSystem({ ...known, named: '案事件登记' })).toBe('incident');
  expect(guessSystem({ ...known, named: '刑事案件' })).toBe('case');
});

test('a person is asked where nothing speaks for one system, or two are spoken for', () => {
  expect(guessSystem(known)).toBeUndefined();
  expect(guessSystem({ ...known, ofConnector: ['case', 'dispatch'], fields: ['id', 'name'] })).toBeUndefined();
  expect(guessSystem({ ...known, named: '接警与案件' })).toBeUndefined();
});

test('names of fields are read from JSON and from XML, of all messages', () => {
  expect(
    namesIn([
      { text: '{"data":[{"jjdbh":"1"}]}', contentType: '' },
      { text: '{"cjsj": null}', contentType: '' },
    ]),
  ).toEqual(['data', 'jjdbh', 'cjsj']);
  expect(namesIn([{ text: '<?xml version="1.0"?><root><接警单 a="1"/></root>', contentType: '' }])).toEqual([
    'root',
    '接警单',
  ]);
});

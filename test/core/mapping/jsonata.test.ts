import { expect, test } from 'vitest';
import { limits } from '../../../hub/core/mapping/limits.ts';
import { compileFields } from './_compile.ts';

const row = { id: 'X1', at: '2024-01-05 08:48:09', items: [{ n: 2 }, { n: 3 }] };

test('an expression over the row, beside ordinary fields', async () => {
  const mapping = compileFields('title: { jsonata: \'$sum(items.n) & " pieces"\' }\nsummary: id');
  await expect(mapping.map(row, 's')).resolves.toMatchObject({ record: { title: '5 pieces', summary: 'X1' } });
  const nothing = compileFields("title: { jsonata: 'missing' }");
  const mapped = await nothing.map(row, 's');
  expect(mapped).toMatchObject({ target: 'record' });
  expect(mapped).not.toHaveProperty('record.title');
});

test('an expression that fails is a misfit, and the next row is mapped', async () => {
  const mapping = compileFields("title: { jsonata: '$number(id)' }");
  await expect(mapping.map(row, 's')).rejects.toMatchObject({ name: 'RecordError', misfit: { rule: 'jsonata' } });
  await expect(mapping.map({ ...row, id: '7' }, 's')).resolves.toMatchObject({ record: { title: '7' } });
});

test('one that never ends is killed, and the next row is mapped', async () => {
  const endless = compileFields("title: { jsonata: '($f := function($n) { $f($n + 1) }; $f(0))' }");
  await expect(endless.map(row, 's')).rejects.toMatchObject({
    misfit: { rule: 'jsonata' },
    message: expect.stringContaining(`${limits.jsonataMs} ms`),
  });
  const mapping = compileFields("title: { jsonata: 'id' }");
  await expect(mapping.map(row, 's')).resolves.toMatchObject({ record: { title: 'X1' } });
});

test('a regular expression that never ends is killed too, and rows that wait beside it are mapped all the same', async () => {
  const hanging = compileFields("title: { jsonata: '$match(text, /^(a|aa)+$/).match' }");
  const mapping = compileFields("title: { jsonata: 'id' }");
  const text = `${'a'.repeat(60)}!`;
  const [before, killed, ...after] = await Promise.allSettled([
    mapping.map({ ...row, id: 'X0' }, 's'),
    hanging.map({ ...row, text }, 's'),
    mapping.map(row, 's'),
    mapping.map({ ...row, id: 'X2' }, 's'),
  ]);
  expect(killed).toMatchObject({ status: 'rejected', reason: { misfit: { rule: 'jsonata' } } });
  expect(before).toMatchObject({ value: { record: { title: 'X0' } } });
  expect(after).toMatchObject([{ value: { record: { title: 'X1' } } }, { value: { record: { title: 'X2' } } }]);
});

import { expect, test } from 'vitest';
import { sourceFinder } from '../../hub/store/source-finder.ts';
import { createSource, deleteSource, pauseSource, showError, updateSource } from '../../hub/store/sources.ts';
import { database } from '../kit/database.ts';

const spec = { name: 'pushed', connector: 'http-push', mapping: 'dispatch-icc', settings: { path: 'a' } };

test('whatever a person changes holds at the next look; what runs write does not read the row again', async () => {
  const { store } = await database();
  const find = sourceFinder(store);
  expect(await find(spec.name)).toBeUndefined();
  await createSource(store.db, { ...spec, state: 'running' });
  const first = await find(spec.name);
  expect(first).toMatchObject({ ...spec, state: 'running' });
  await showError(store.db, spec.name, { message: 'away', next: 'retry', at: 1 });
  expect(await find(spec.name)).toBe(first);
  await updateSource(store.db, spec.name, { settings: { path: 'b' } });
  expect(await find(spec.name)).toMatchObject({ settings: { path: 'b' }, lastError: { message: 'away' } });
  await pauseSource(store.db, spec.name);
  expect(await find(spec.name)).toMatchObject({ state: 'paused' });
});

test('a source that is made anew under the same name is not taken for the one before', async () => {
  const { store } = await database();
  const find = sourceFinder(store);
  for (const path of ['a', 'b']) {
    await createSource(store.db, { ...spec, settings: { path } });
    expect(await find(spec.name)).toMatchObject({ version: 1, settings: { path } });
    await deleteSource(store.db, spec.name);
    expect(await find(spec.name)).toBeUndefined();
  }
});

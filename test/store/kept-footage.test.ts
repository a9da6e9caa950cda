import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { saveFootage } from '../../hub/store/footage.ts';
import { keptFootage } from '../../hub/store/media.ts';
import { footage } from '../../hub/store/tables/catalogue.ts';
import { database } from '../kit/database.ts';
import { sampleFootage } from './samples.ts';

const { store } = await database();
const put = async (source: string, externalId: string, change: Partial<typeof footage.$inferInsert> = {}) => {
  const { id } = await saveFootage(store.db, sampleFootage({ source, externalId }), { messageId: 1, at: Date.now() });
  await store.db.update(footage).set(change).where(eq(footage.id, id));
};

test('a station may forget only what lies here whole, and only what is its own', async () => {
  const stored = { mediaState: 'stored', sha256: 'a'.repeat(64) } as const;
  await put('dock-1', 'A', stored);
  await put('dock-1', 'B', { mediaState: 'fetching' });
  await put('dock-1', 'C', { mediaState: 'failed', sha256: 'b'.repeat(64) });
  await put('dock-1', 'D', stored);
  await put('dock-2', 'E', stored);
  expect(await keptFootage(store.db, 'dock-1', 10)).toEqual(['A', 'D']);
  expect(await keptFootage(store.db, 'dock-1', 1)).toEqual(['A']);
});

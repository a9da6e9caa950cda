import { footageIdsAfter, footageToIndex, recordIdsAfter, recordsToIndex } from '../store/indexing.ts';
import type { Db } from '../store/open.ts';
import { documentId } from './document.ts';
import { footageDocument, recordDocument } from './documents.ts';
import type { SearchEngine } from './engine.ts';

const batch = 1_000;

/** Bring the documents of these records up to date; those that are gone from the store leave the index. */
export const indexRecords = async (db: Db, engine: SearchEngine, ids: readonly number[]): Promise<void> => {
  const found = await recordsToIndex(db, ids);
  await engine.put(found.map(recordDocument));
  const gone = ids.filter((id) => !found.some(({ row }) => row.id === id));
  if (gone.length > 0) await engine.remove(gone.map((id) => documentId('record', id)));
};

export const indexFootage = async (db: Db, engine: SearchEngine, ids: readonly number[]): Promise<void> => {
  const found = await footageToIndex(db, ids);
  await engine.put(found.map(footageDocument));
  const gone = ids.filter((id) => !found.some(({ row }) => row.id === id));
  if (gone.length > 0) await engine.remove(gone.map((id) => documentId('footage', id)));
};

/**
 * Build the whole index from the store.
 *
 * @param progress told after each batch how many documents are in
 */
export const reindex = async (
  db: Db,
  engine: SearchEngine,
  progress: (done: number) => void = () => {},
): Promise<number> => {
  await engine.clear();
  let done = 0;
  const walk = async (idsAfter: typeof recordIdsAfter, index: typeof indexRecords) => {
    for (let after = 0; ; ) {
      const ids = await idsAfter(db, after, batch);
      if (ids.length === 0) return;
      await index(db, engine, ids);
      after = ids.at(-1) as number;
      done += ids.length;
      progress(done);
    }
  };
  await walk(recordIdsAfter, indexRecords);
  await walk(footageIdsAfter, indexFootage);
  return done;
};

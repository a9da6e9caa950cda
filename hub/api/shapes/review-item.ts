import type { z } from '@hono/zod-openapi';
import type { Scope } from '../../core/scope.ts';
import type { FootageRow } from '../../store/footage.ts';
import type { Db } from '../../store/open.ts';
import type { RecordRow } from '../../store/records.ts';
import { presentLinks, presentRecords } from '../_kit/present.ts';
import { type LinkRow, linkItemSchema } from './link-item.ts';
import { recordItemSchema } from './record-item.ts';

/** A link with both of its sides, as lists of pairs show it. */
export const reviewItemSchema = linkItemSchema.extend({ record: recordItemSchema }).openapi('ReviewItem');
export type ReviewItem = z.infer<typeof reviewItemSchema>;

/** Pairs as somebody may see them, in the same order. */
export const presentPairs = async (
  db: Db,
  scope: Scope,
  pairs: readonly { link: LinkRow; record: RecordRow; footage: FootageRow }[],
): Promise<ReviewItem[]> => {
  const [items, records] = await Promise.all([
    presentLinks(db, scope, pairs),
    presentRecords(
      db,
      scope,
      pairs.map(({ record }) => record),
    ),
  ]);
  return items.flatMap((item, index) => {
    const record = records[index];
    return record ? [{ ...item, record }] : [];
  });
};

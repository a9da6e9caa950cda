import { inArray } from 'drizzle-orm';
import { keepingOf, putKeeping } from '../../store/keeping.ts';
import type { Store } from '../../store/open.ts';
import { tell } from '../../store/outbox.ts';
import { footage } from '../../store/tables/catalogue.ts';
import { assess } from './assess.ts';

/**
 * Write down anew how recordings are kept, after their links or a class changed. Those whose class is another one now are
 * handed out, so that their copies follow.
 */
export const reassess = async (store: Store, footageIds: readonly number[], now = Date.now()): Promise<void> => {
  const known = await keepingOf(store.db, footageIds);
  if (known.size === 0) return;
  const rows = await store.db
    .select({ id: footage.id, endAt: footage.endAt })
    .from(footage)
    .where(inArray(footage.id, [...known.keys()]));
  const assessed = await assess(store.db, rows);
  const changed = [...known.values()].flatMap((before) => {
    const after = assessed.get(before.footageId);
    if (!after) return [];
    return [
      {
        ...before,
        class: after.class.name,
        until: after.until,
        changedAt: now,
        isOther: after.class.name !== before.class,
      },
    ];
  });
  await store.transaction(async (tx) => {
    await putKeeping(
      tx,
      changed.map(({ isOther: _, ...row }) => row),
    );
    const others = changed.filter(({ isOther }) => isOther);
    if (others.length > 0) {
      await tell(
        tx,
        others.map(({ footageId }) => ({ name: 'original.tend', data: { footageId } })),
      );
    }
  });
};

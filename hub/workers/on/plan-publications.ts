import { planPublications } from '../../publish/plan.ts';
import { grouped } from '../../queue/grouped.ts';
import type { Hub } from '../hub.ts';
import { onEvent } from '../on-event.ts';

const groups = new WeakMap<Hub, (recordIds: readonly number[]) => Promise<void>>();

/** Systems that want to know of links are told of new ones, of changes and of withdrawals. */
export default onEvent('links.changed', async (hub, { recordId }) => {
  const group =
    groups.get(hub) ?? grouped<number>(async (ids) => void (await planPublications(hub, [...new Set(ids)])));
  groups.set(hub, group);
  await group([recordId]);
});

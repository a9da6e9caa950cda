import { randomUUID } from 'node:crypto';
import type { Actor } from '../../access/actor.ts';
import { findViewsKey } from '../../store/api-keys.ts';
import { tell } from '../../store/outbox.ts';
import type { Api } from './api.ts';

/** A business system that wants to know who watched what with its grants will be told, sooner or later. */
export const noteView = async (api: Api, actor: Actor, footageId: number): Promise<void> => {
  if (actor.kind !== 'grant' || !(await findViewsKey(api.store.db, actor.issuedBy))) return;
  const data = { view: randomUUID(), grantId: actor.grantId, footageId, at: Date.now() };
  await tell(api.store.db, [{ name: 'footage.viewed', data }]);
  api.queue.nudge();
};

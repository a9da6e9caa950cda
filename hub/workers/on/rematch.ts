import { epochOf } from '../../core/time.ts';
import { rematch } from '../../match/online/rematch.ts';
import { recordsBetween } from '../../store/candidates.ts';
import { startRun } from '../../store/match-runs.ts';
import { onEvent } from '../on-event.ts';

/** So many records are matched faster together, as parts of a run, than one after the other. */
const mostOneByOne = 200;

/** A decision, a rule or a register changed: what begins in that time is matched again. */
export default onEvent('rematch.wanted', async (hub, stretch, signal) => {
  const { store, rules } = hub;
  const [fromAt, toAt, org] = [epochOf(stretch.from), epochOf(stretch.to), stretch.org ?? null];
  const concerned = await recordsBetween(store.db, fromAt, toAt, stretch.org);
  if (concerned.length <= mostOneByOne) return rules.by((current) => rematch(store, current, stretch, signal));
  await store.transaction((tx) => startRun(tx, { fromAt, toAt, org, startedBy: 'rematch' }));
  hub.queue.nudge();
  return undefined;
});

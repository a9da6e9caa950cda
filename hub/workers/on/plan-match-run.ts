import { planRun } from '../../match/stored/plan-run.ts';
import { onEvent } from '../on-event.ts';

/** A run of matching is cut into parts, which are work for every process. */
export default onEvent('match.plan', async (hub, { runId }) => {
  await planRun(hub.store, runId);
  hub.queue.nudge();
});

import { explain } from '../../core/errors.ts';
import { tryRulesApart } from '../../match/lab/lab.ts';
import { setTrial, trialById } from '../../store/rule-trials.ts';
import { onEvent } from '../on-event.ts';

/** A draft of rules is tried in a thread; what comes of it, or why nothing does, stays with the trial. */
export default onEvent('rules.trial', async (hub, { trialId }, signal) => {
  const { db } = hub.store;
  const trial = await trialById(db, trialId);
  if (trial === undefined || trial.state === 'done' || trial.state === 'failed') return;
  await setTrial(db, trialId, { state: 'running' });
  const { yaml: inForce } = await hub.rules.current();
  const order = { inForce, draft: trial.yaml, from: trial.fromAt, to: trial.toAt };
  try {
    const result = await tryRulesApart({ ...order, databaseUrl: hub.environment.databaseUrl }, signal);
    await setTrial(db, trialId, { state: 'done', result });
  } catch (error) {
    signal.throwIfAborted();
    await setTrial(db, trialId, { state: 'failed', error: explain(error) });
  }
});

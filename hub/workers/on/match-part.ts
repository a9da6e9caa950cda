import { doPartApart } from '../../match/stored/part-apart.ts';
import { onEvent } from '../on-event.ts';

/** One part of a run of matching, in a thread: it takes a core for some seconds. */
export default onEvent('match.part', async (hub, { partId }, signal) => {
  const { yaml } = await hub.rules.current();
  await doPartApart({ databaseUrl: hub.environment.databaseUrl, rules: yaml, partId }, signal);
  hub.queue.nudge();
});

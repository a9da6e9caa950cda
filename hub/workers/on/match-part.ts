import { doPartApart } from '../../match/stored/part-apart.ts';
import { onEvent } from '../on-event.ts';

/** One part of a run of matching, in a thread: it takes a core for some seconds, and then waits for its links to be written. */
export default onEvent('match.part', async (hub, { partId }, signal, letAnother) => {
  const { yaml } = await hub.rules.current();
  await doPartApart({ databaseUrl: hub.environment.databaseUrl, rules: yaml, partId }, signal, letAnother);
  hub.queue.nudge();
});

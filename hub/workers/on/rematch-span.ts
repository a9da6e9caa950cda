import { rematch } from '../../match/rematch.ts';
import { onEvent } from '../on-event.ts';

/** Match a stretch of time again, after a new rule or a changed register. */
export default onEvent('rematch.wanted', async (hub, span, signal) => {
  await rematch(hub.store, hub.rules, span, signal);
  hub.queue.nudge();
});

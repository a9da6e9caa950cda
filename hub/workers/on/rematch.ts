import { rematch } from '../../match/rematch.ts';
import { onEvent } from '../on-event.ts';

/** A decision, a rule or a register changed: what begins in that time is matched again. */
export default onEvent('rematch.wanted', (hub, stretch, signal) =>
  hub.rules.by((rules) => rematch(hub.store, rules, stretch, signal)),
);

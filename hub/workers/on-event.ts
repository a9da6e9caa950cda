import type { EventName, HubEvents } from '../core/event.ts';
import type { LetAnother } from '../queue/handle-events.ts';
import type { Hub } from './hub.ts';

/**
 * What is done when an event happened. At least once for each event, perhaps twice, perhaps for the same thing in two
 * processes at once and in another order than told: read the present state and bring about what should follow from it.
 * An error lets it be tried again later, with growing waits.
 *
 * @param signal aborted at shutdown: stop soon, it will be tried again
 */
export type EventHandler<N extends EventName> = (
  hub: Hub,
  data: HubEvents[N],
  signal: AbortSignal,
  letAnother: LetAnother,
) => Promise<unknown>;

export interface EventRegistration<N extends EventName = EventName> {
  readonly event: N;
  readonly run: EventHandler<N>;
}

/** Declare a handler; the default export of a file in `hub/workers/on/`. Several files may handle the same event. */
export const onEvent = <N extends EventName>(event: N, run: EventHandler<N>): EventRegistration<N> => ({ event, run });

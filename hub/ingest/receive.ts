import type { Context, ReceiveContext } from '../core/connector.ts';
import { ConfigurationError, HubError, NotFoundError, RetriableError } from '../core/errors.ts';
import type { Fields, Values } from '../core/setting.ts';
import { keptFootage } from '../store/media.ts';
import { noteReceived, type SourceRow, showError } from '../store/sources.ts';
import { storedFootage } from '../store/stored-footage.ts';
import { limitBody } from './body-limit.ts';
import { contextOf, type Running } from './context.ts';
import { deliver } from './deliver.ts';
import type { IngestDeps } from './deps.ts';
import { findPushed } from './find-pushed.ts';
import { sourceErrorOf } from './poll.ts';

const noteEveryMs = 1_000;
const noted = new WeakMap<IngestDeps['store'], Map<string, number>>();

/** Only for the operator's screen: seldom, and it must not turn a true yes into a no. */
const noteNow = (deps: IngestDeps, name: string): void => {
  const times = noted.get(deps.store) ?? new Map<string, number>();
  noted.set(deps.store, times);
  const now = Date.now();
  if (now - (times.get(name) ?? 0) < noteEveryMs) return;
  times.set(name, now);
  void noteReceived(deps.store.db, name).catch(() => undefined);
};

const unending = new AbortController().signal;

/** A source that cannot be set up is our trouble, not the sender's: it shall come again later. */
const setUp = async (deps: IngestDeps, source: SourceRow): Promise<Running> => {
  try {
    return contextOf(deps, source, unending);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    await showError(deps.store.db, source.name, sourceErrorOf(error)).catch(() => undefined);
    throw new RetriableError(`[hub] [${source.name}] the source is not set up rightly and takes nothing now`, {
      cause: error,
    });
  }
};

const paused = (source: SourceRow): RetriableError =>
  new RetriableError(`[hub] [${source.name}] the source is paused`, { remedy: 'resume it, then send again' });

/** Another source that messages may be handed to: one that speaks the same protocol, as a rule with another mapping. */
const companion = async (deps: IngestDeps, door: SourceRow, name: string): Promise<SourceRow> => {
  const source = await findPushed(deps.store, name).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  if (source?.connector === door.connector) return source;
  const error = new RetriableError(
    `[hub] [${door.name}] messages are to go to ${name}, which is no source with the connector ${door.connector}`,
    { remedy: `create the source ${name}, or correct the settings of ${door.name}` },
  );
  await showError(deps.store.db, door.name, sourceErrorOf(error)).catch(() => undefined);
  throw error;
};

/** Storing in the name of a request; a source that is paused answers "later" in its own protocol. */
const deliveryOf =
  (deps: IngestDeps, door: SourceRow, running: Running): ReceiveContext<Values<Fields>>['deliver'] =>
  async (messages, to) => {
    const source = to === undefined || to === door.name ? door : await companion(deps, door, to);
    const opened = source === door ? running.opened : () => undefined;
    if (source.state === 'paused') throw paused(source);
    const deliveries = await deliver(deps, source, messages, { opened, together: true }).catch((error: unknown) => {
      if (error instanceof HubError) throw error;
      // Whatever it was, the message is not in the store: the sender has to keep it.
      deps.log.error({ source: source.name, error: String(error) }, '[hub] [receive] a message could not be stored');
      throw new RetriableError(`[hub] [${source.name}] the message could not be stored`, { cause: error });
    });
    noteNow(deps, source.name);
    return deliveries;
  };

/**
 * Answer what another system pushes to `/receive/{source}` in that system's own protocol. A yes is given after the
 * commit only.
 *
 * @param path the part after the source's name, "" or starting with "/"
 * @throws NotFoundError for an unknown source or one that does not receive; TooLargeError beyond the body limit;
 *   RetriableError when the connector has no answer of its own for "later"
 */
export const receiveRequest = async (
  deps: IngestDeps,
  sourceName: string,
  path: string,
  incoming: Request,
): Promise<Response> => {
  const source = await findPushed(deps.store, sourceName);
  const limited = limitBody(incoming, deps.environment.maxBodyBytes, sourceName);
  const running = await setUp(deps, source);
  const { connector } = running;
  if (!connector.receive) {
    throw new NotFoundError(`[hub] [receive] ${sourceName} takes nothing in: its connector ${source.connector} polls`, {
      remedy: 'send to a source whose connector receives',
    });
  }
  const base: Context<Values<Fields>> = running.context;
  const context: ReceiveContext<Values<Fields>> = {
    ...base,
    // Made by the server when it is asked for, and kept by V8 until it collects the whole heap: most never ask.
    get signal() {
      return incoming.signal;
    },
    path,
    deliver: deliveryOf(deps, source, running),
    keptFootage: (limit) => keptFootage(deps.store.db, sourceName, limit),
    stored: (query) => storedFootage(deps.store.db, sourceName, query),
  };
  try {
    const response = await connector.receive(context, limited.request);
    const tooLarge = limited.tooLarge();
    if (tooLarge) throw tooLarge;
    return response;
  } catch (error) {
    throw limited.tooLarge() ?? error;
  }
};

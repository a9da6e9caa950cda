import type { Connector, Context, Opened, RawMessage } from '../core/connector.ts';
import { type Fields, parseSettings, type Values } from '../core/setting.ts';
import { directoryOf } from '../store/directory.ts';
import { openSettings, secretBox } from '../store/secret.ts';
import { memoryOf } from '../store/source-memory.ts';
import type { SourceRow } from '../store/sources.ts';
import { connectorOf, type IngestDeps, mappingOf } from './deps.ts';

/** A connector with the context it is called with. */
export interface Running {
  readonly connector: Connector;
  readonly context: Context<Values<Fields>>;
  /** What the connector has opened, so that it is not taken apart twice. */
  opened(message: RawMessage): Opened | undefined;
  /** The message whose opening failed with this error. */
  refused(error: unknown): RawMessage | undefined;
}

/** What a connector needs to know of its source. */
export type SourceSettings = Pick<SourceRow, 'name' | 'connector' | 'mapping' | 'settings'>;

interface Parsed {
  /** What it was parsed from. */
  readonly stored: string;
  readonly secret: string;
  readonly settings: Values<Fields>;
}

const lastParsed = new WeakMap<Connector, Map<string, Parsed>>();

/** Settings opened and parsed; once, as long as they stay: of a push they would cost more than the message. */
const settingsOf = (deps: IngestDeps, connector: Connector, source: SourceSettings): Values<Fields> => {
  const bySource = lastParsed.get(connector) ?? new Map<string, Parsed>();
  lastParsed.set(connector, bySource);
  const { secret } = deps.environment;
  const stored = JSON.stringify(source.settings);
  const known = bySource.get(source.name);
  if (known?.stored === stored && known.secret === secret) return known.settings;
  const plain = openSettings(secretBox(secret), source.name, connector.settings, source.settings);
  const settings = parseSettings(connector.settings, plain, source.name);
  bySource.set(source.name, { stored, secret, settings });
  return settings;
};

/**
 * Everything a connector is given for one call.
 *
 * @throws ConfigurationError: unknown connector or mapping, wrong settings, secrets of another HUB_SECRET
 */
export const contextOf = (deps: IngestDeps, source: SourceSettings, signal: AbortSignal): Running => {
  const connector = connectorOf(deps, source);
  const mapping = mappingOf(deps, source);
  const settings = settingsOf(deps, connector, source);
  const opened = new WeakMap<RawMessage, Opened>();
  let failure: { message: RawMessage; error: unknown } | undefined;
  const context: Context<Values<Fields>> = {
    source: source.name,
    settings,
    signal,
    async open(message) {
      try {
        const result = mapping.open(message);
        opened.set(message, result);
        return result;
      } catch (error) {
        failure = { message, error };
        throw error;
      }
    },
    observe: (observation) => deps.observations.observe(source.name, observation),
    directory: directoryOf(deps.store.db),
    memory: memoryOf(deps.store.db, source.name),
    log: {
      warn: (detail, message) => deps.log.warn({ source: source.name, ...detail }, message),
    },
  };
  return {
    connector,
    context,
    opened: (message) => opened.get(message),
    refused: (error) => (failure?.error === error ? failure?.message : undefined),
  };
};

import type { Connector } from '../core/connector.ts';
import { ConfigurationError } from '../core/errors.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import type { Pace } from '../queue/pace.ts';
import type { Store } from '../store/open.ts';
import type { SourceRow } from '../store/sources.ts';
import type { Observations } from './observations.ts';

/** A pino logger, or what looks like one. */
export interface Log {
  info(detail: Record<string, unknown>, message: string): void;
  warn(detail: Record<string, unknown>, message: string): void;
  error(detail: Record<string, unknown>, message: string): void;
}

/** What ingest needs of the hub; `Hub` has it all. */
export interface IngestDeps {
  readonly store: Store;
  /** By file name, see `connectors/_kit/scan.ts`. */
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly mappings: ReadonlyMap<string, CompiledMapping>;
  readonly environment: { readonly secret: string; readonly maxBodyBytes: number };
  readonly queue: {
    /** There is something new in the outbox. */
    nudge(): void;
    readonly live: { tell(event: { topic: string; data: Record<string, unknown> }): void };
  };
  /** Manners towards the other side. */
  readonly pace: Pace;
  readonly observations: Observations;
  readonly log: Log;
}

/** @throws ConfigurationError when no connector has that name */
export const connectorOf = (
  deps: Pick<IngestDeps, 'connectors'>,
  source: Pick<SourceRow, 'name' | 'connector'>,
): Connector => {
  const connector = deps.connectors.get(source.connector);
  if (connector) return connector;
  throw new ConfigurationError(`[hub] [${source.name}] there is no connector named ${source.connector}`, {
    remedy: `choose one of ${[...deps.connectors.keys()].join(', ')}`,
  });
};

/** @throws ConfigurationError when no mapping has that name */
export const mappingOf = (
  deps: Pick<IngestDeps, 'mappings'>,
  source: Pick<SourceRow, 'name' | 'mapping'>,
): CompiledMapping => {
  const mapping = deps.mappings.get(source.mapping);
  if (mapping) return mapping;
  throw new ConfigurationError(`[hub] [${source.name}] there is no mapping named ${source.mapping}`, {
    remedy: `put ${source.mapping}.yaml into the mappings folder, or choose one of ${[...deps.mappings.keys()].join(', ')}`,
  });
};

import type { Connector, Context } from '../core/connector.ts';
import type { Fields, Values } from '../core/setting.ts';
import type { Pace } from '../queue/pace.ts';
import type { Store } from '../store/open.ts';
import type { SourceRow } from '../store/sources.ts';

/** What publishing needs of the hub; `hub/workers/publishing.ts` puts it together. */
export interface PublishDeps {
  readonly store: Store;
  readonly pace: Pace;
  /** By file name. */
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly environment: { readonly publicUrl: string };
  readonly queue: {
    nudge(): void;
    readonly live: { tell(event: { topic: string; data: Record<string, unknown> }): void };
  };
  readonly audit: {
    record(entry: {
      actor: string;
      actorKind: 'hub';
      action: string;
      object: string;
      detail: Record<string, unknown>;
    }): Promise<void>;
  };
  readonly log: { warn(detail: Record<string, unknown>, message: string): void };
  /**
   * A source's connector with the context it is called with.
   *
   * @throws ConfigurationError: unknown connector or mapping, wrong settings, secrets of another HUB_SECRET
   */
  readonly connect: (
    source: SourceRow,
    signal: AbortSignal,
  ) => { readonly connector: Connector; readonly context: Context<Values<Fields>> };
}

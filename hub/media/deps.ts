import type { Environment } from '../core/environment.ts';
import type { Store } from '../store/open.ts';

/** What media work needs of the hub. */
export interface MediaDeps {
  readonly store: Store;
  readonly environment: Pick<Environment, 'mediaDir' | 'ffmpeg' | 'ffprobe' | 'secret'>;
  readonly log: { warn(detail: Record<string, unknown>, message: string): void };
  /** Aborted on shutdown: what was fetched so far is kept and taken up later. */
  readonly signal?: AbortSignal;
  /** Silence of the other side that is taken for a failure; minutes for the first byte, as some convert on demand. */
  readonly patienceMs?: { readonly answer: number; readonly silence: number };
}

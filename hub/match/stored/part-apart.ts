import { apart } from '../apart.ts';

/** What the thread is told. */
export interface PartOrder {
  readonly databaseUrl: string;
  /** YAML. */
  readonly rules: string;
  readonly partId: number;
}

/** `doPart` in a thread of its own, so that the process goes on answering meanwhile. @throws as `apart` does */
export const doPartApart = (order: PartOrder, signal: AbortSignal): Promise<void> =>
  apart(new URL('./part-thread.ts', import.meta.url), order, signal);

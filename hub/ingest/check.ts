import type { CheckStep } from '../core/connector.ts';
import { explain } from '../core/errors.ts';
import { contextOf, type SourceSettings } from './context.ts';
import type { IngestDeps } from './deps.ts';

const patienceMs = 30_000;

/**
 * Try a source's settings: connect and authenticate, read nothing. What is wrong is a failed step, never thrown, so
 * that form, CLI and API show the same.
 */
export const checkSource = async (deps: IngestDeps, source: SourceSettings): Promise<CheckStep[]> => {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const { connector, context } = contextOf(deps, source, signal);
    return await connector.check(context);
  } catch (error) {
    return [{ step: 'check', ok: false, detail: signal.aborted ? 'no answer within 30 seconds' : explain(error) }];
  }
};

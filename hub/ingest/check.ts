import type { CheckStep } from '../core/connector.ts';
import { explain, HubError } from '../core/errors.ts';
import { contextOf, type SourceSettings } from './context.ts';
import type { IngestDeps } from './deps.ts';
import { hideSecrets } from './hide-secrets.ts';

const patienceMs = 30_000;

/** What stopped a check, as its last step; with how the other side's answer begins where the error knows it. */
export const failedStep = (error: unknown, signal: AbortSignal): CheckStep => {
  const reply = error instanceof HubError ? error.detail.reply : undefined;
  return {
    step: 'check',
    ok: false,
    detail: signal.aborted ? 'no answer within 30 seconds' : explain(error),
    ...(typeof reply === 'string' && reply !== '' ? { reply } : {}),
  };
};

/** The same without secrets: other systems like to repeat what they were sent. */
export const hideInStep = ({ detail, reply, ...step }: CheckStep, hide: (text: string) => string): CheckStep => ({
  ...step,
  ...(detail === undefined ? {} : { detail: hide(detail) }),
  ...(reply === undefined ? {} : { reply: hide(reply) }),
});

/**
 * Try a source's settings: connect and authenticate, read nothing. What is wrong is a failed step, never thrown, so
 * that form, CLI and API show the same.
 */
export const checkSource = async (deps: IngestDeps, source: SourceSettings): Promise<CheckStep[]> => {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const { connector, context } = contextOf(deps, source, signal);
    const hide = hideSecrets(connector.settings, context.settings);
    const steps = await connector.check(context).catch((error: unknown) => [failedStep(error, signal)]);
    return steps.map((step) => hideInStep(step, hide));
  } catch (error) {
    return [failedStep(error, signal)];
  }
};

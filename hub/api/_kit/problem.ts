import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { BadRequestError, ConflictError, HubError, RetriableError } from '../../core/errors.ts';
import { asStoreError } from '../../store/trouble.ts';
import type { Api } from './api.ts';

/** RFC 9457, with the remedy beside the detail. */
interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  remedy?: string;
  problems?: unknown;
  /** Of a conflict: how the thing is now. */
  current?: unknown;
}

const titleOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ');

/** Seconds after which trying again makes sense. */
const retryAfterOf = (error: HubError): number | undefined => {
  if (error instanceof RetriableError) return Math.ceil((error.retryAfterMs ?? 5_000) / 1000);
  return typeof error.detail.retryAfter === 'number' ? error.detail.retryAfter : undefined;
};

const known = (error: unknown): HubError | undefined => {
  const typed = asStoreError(error);
  if (typed instanceof HubError) return typed;
  // Raised by the framework for bodies it cannot read.
  if (error instanceof HTTPException && error.status < 500) {
    return new BadRequestError(`[hub] [api] ${error.message || 'the request cannot be read'}`, {
      cause: error,
      remedy: 'send JSON with content-type application/json',
    });
  }
  return undefined;
};

/** The one answer to whatever a route threw. What is no error of the hub is a defect: logged, and not shown. */
export const answerProblem = (api: Pick<Api, 'environment' | 'log'>, error: unknown, c: Context): Response => {
  const typed = known(error);
  if (!typed) {
    const trace = error instanceof Error ? error.stack : String(error);
    api.log.error({ method: c.req.method, path: c.req.path, trace }, '[hub] [api] a request failed by a defect');
  }
  const slug = typed?.slug ?? 'defect';
  const problem: Problem = {
    type: `${api.environment.publicUrl}/problems/${slug}`,
    title: titleOf(slug),
    status: typed?.status ?? 500,
    detail: typed?.message ?? '[hub] [api] the hub made a mistake; it is in the log',
    ...(typed?.remedy === undefined ? {} : { remedy: typed.remedy }),
    ...(typed && 'problems' in typed ? { problems: typed.problems } : {}),
    ...(typed instanceof ConflictError ? { current: typed.detail } : {}),
  };
  const retryAfter = typed && retryAfterOf(typed);
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter));
  if (problem.status === 401) c.header('WWW-Authenticate', 'Bearer');
  c.header('Cache-Control', 'no-store');
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json; charset=utf-8',
  });
};

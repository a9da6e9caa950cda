import type { Label } from './vocabulary.ts';

/**
 * What the caller of a failed operation does next. The class of an error decides it; nobody reads messages to find out.
 *
 * - `pause`: wrong settings or a refused key. Stop the source and tell a person; trying again changes nothing.
 * - `retry`: the other side or the network is in trouble. Back off with jitter and try again.
 * - `dead-letter`: this one message does not fit. Put it aside with the reason and go on with the next.
 * - `success`: the other side already has it. Go on.
 * - `refuse`: the caller asked for something it may not have or that makes no sense. Answer and forget.
 */
export type NextStep = 'pause' | 'retry' | 'dead-letter' | 'success' | 'refuse';

export interface HubErrorOptions {
  cause?: unknown;
  /** What a person can do about it, in one sentence. */
  remedy?: string;
  /** Facts for the log and the console; never secrets. */
  detail?: Record<string, unknown>;
}

/** The root of all errors the hub raises on purpose. Anything else that is thrown is a defect of the hub. */
export abstract class HubError extends Error {
  abstract readonly next: NextStep;
  /** Last path segment of the problem `type`, one per error; see RFC 9457. */
  abstract readonly slug: string;
  abstract readonly status: number;
  readonly remedy: string | undefined;
  readonly detail: Record<string, unknown>;

  constructor(message: string, options: HubErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.remedy = options.remedy;
    this.detail = options.detail ?? {};
  }
}

/** Settings, keys or rights are wrong: the source pauses until a person has changed something. */
export class ConfigurationError extends HubError {
  readonly next = 'pause';
  readonly slug: string = 'configuration';
  readonly status: number = 422;
}

/** The other side is down, slow or asks to wait. `retryAfterMs` is its own wish and is honoured. */
export class RetriableError extends HubError {
  readonly next = 'retry';
  readonly slug: string = 'temporarily-unavailable';
  readonly status: number = 503;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: HubErrorOptions & { retryAfterMs?: number } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Where in a message the misfit is: the mapping's field, the rule (transform) that failed, the value it was given. */
export interface Misfit {
  field: string;
  rule: string;
  value: unknown;
}

/** One message does not fit: it becomes a dead letter that names the field, the rule and the value. */
export class RecordError extends HubError {
  readonly next = 'dead-letter';
  readonly slug: string = 'record-does-not-fit';
  readonly status: number = 422;
  readonly misfit: Misfit | undefined;

  constructor(message: string, options: HubErrorOptions & { misfit?: Misfit } = {}) {
    super(message, options);
    this.misfit = options.misfit;
  }
}

/** The other side says it already has this: that is success. */
export class DuplicateError extends HubError {
  readonly next = 'success';
  readonly slug: string = 'duplicate';
  readonly status: number = 409;
}

/** The caller may not, or asked for what does not exist or makes no sense. Subclasses name the status. */
export abstract class RefusedError extends HubError {
  readonly next = 'refuse';
}

export class BadRequestError extends RefusedError {
  readonly slug: string = 'bad-request';
  readonly status: number = 400;
}

export class UnauthenticatedError extends RefusedError {
  readonly slug: string = 'not-signed-in';
  readonly status: number = 401;
}

export class ForbiddenError extends RefusedError {
  readonly slug: string = 'not-allowed';
  readonly status: number = 403;
}

/** Also given for things outside the caller's scope: their existence is not disclosed. */
export class NotFoundError extends RefusedError {
  readonly slug: string = 'not-found';
  readonly status: number = 404;
}

export class ConflictError extends RefusedError {
  readonly slug: string = 'conflict';
  readonly status: number = 409;
}

export class TooLargeError extends RefusedError {
  readonly slug: string = 'too-large';
  readonly status: number = 413;
}

export class TooManyRequestsError extends RefusedError {
  readonly slug: string = 'too-many-requests';
  readonly status: number = 429;
}

/** What the runner does next for anything thrown: unknown errors are defects and are retried, bounded, and shown. */
export const nextStep = (error: unknown): NextStep => (error instanceof HubError ? error.next : 'retry');

/** `message`, then what can be done: for one line on a terminal or in the console. */
export const explain = (error: unknown): string => {
  if (error instanceof HubError && error.remedy) return `${error.message}; ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
};

/** Labels of the next steps for the console. */
export const nextStepLabels: Record<NextStep, Label> = {
  pause: { zh: '已暂停，等待处理', en: 'paused, waiting for a person' },
  retry: { zh: '稍后重试', en: 'will be tried again' },
  'dead-letter': { zh: '已转入死信', en: 'put aside as a dead letter' },
  success: { zh: '已成功', en: 'done' },
  refuse: { zh: '已拒绝', en: 'refused' },
};

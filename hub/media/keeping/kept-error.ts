import { RefusedError } from '../../core/errors.ts';

/** A recording may not be deleted: a hold covers it, it is kept for ever, or its time is not over. */
export class KeptError extends RefusedError {
  readonly slug = 'recording-is-kept';
  readonly status = 409;
}

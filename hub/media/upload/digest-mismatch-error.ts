import { RefusedError } from '../../core/errors.ts';

/** All bytes of an upload came, and they are not those of the digest its sender named. */
export class DigestMismatchError extends RefusedError {
  readonly slug = 'digest-mismatch';
  readonly status = 422;

  constructor(message: string) {
    super(message, { remedy: 'take the digest of the whole file again and upload it anew; what came is kept aside' });
  }
}

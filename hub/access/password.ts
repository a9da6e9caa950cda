import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { BadRequestError } from '../core/errors.ts';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** About 60 ms and 32 MB for one try: dear enough for a guesser, cheap enough for a shift change. */
const cost = { N: 32_768, r: 8, p: 1 };
const keyBytes = 32;
const shortest = 8;

const scryptKey = (password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> =>
  // Unicode has several spellings of the same text; input methods differ.
  derive(password.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r });

/**
 * The string to store for a password: `scrypt$N$r$p$salt$key`, base64url.
 *
 * @throws BadRequestError when it is shorter than 8 characters
 */
export const hashPassword = async (password: string): Promise<string> => {
  if ([...password].length < shortest) {
    throw new BadRequestError('[hub] [access] the password is too short', {
      remedy: `take at least ${shortest} characters`,
    });
  }
  const salt = randomBytes(16);
  const key = await scryptKey(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
};

const decoy = ['scrypt', cost.N, cost.r, cost.p, 'A'.repeat(22), 'A'.repeat(43)].join('$');

/**
 * Whether a password fits what is stored. Without a stored string the same work is done and the answer is no, so that
 * the time taken does not tell which users exist.
 */
export const verifyPassword = async (password: string, stored: string | undefined): Promise<boolean> => {
  const [, N, r, p, salt, key] = (stored ?? decoy).split('$');
  const expected = Buffer.from(key ?? '', 'base64url');
  const actual = await scryptKey(password, Buffer.from(salt ?? '', 'base64url'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return expected.length === actual.length && timingSafeEqual(expected, actual) && stored !== undefined;
};

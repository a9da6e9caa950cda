import { Redis } from 'ioredis';
import { inject } from 'vitest';

/** Numbers taken from this counter key name databases of the shared server, one for each caller. */
const counter = 'hub-test:databases';

/** The URL of an empty database of the shared private Redis, used by nobody else in this run. */
export const redis = async (): Promise<string> => {
  const url = inject('redis');
  const client = new Redis(url);
  try {
    const number = 1 + ((await client.incr(counter)) % 255);
    const own = `${url}/${number}`;
    const mine = new Redis(own);
    await mine.flushdb();
    await mine.quit();
    return own;
  } finally {
    await client.quit();
  }
};

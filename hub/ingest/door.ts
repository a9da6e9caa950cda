import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Memory, RawMessage, ReceiveContext } from '../core/connector.ts';
import { NotFoundError, RetriableError } from '../core/errors.ts';
import type { Fields, Values } from '../core/setting.ts';
import { secretBox } from '../store/secret.ts';
import { limitBody } from './body-limit.ts';
import type { IngestDeps } from './deps.ts';
import { openTrial, type Trial } from './trial.ts';

/** A temporary address that takes requests of the other side as samples. In Redis: any process may be asked. */
export interface Door {
  readonly id: string;
  /** Epoch ms. */
  readonly until: number;
}

const seconds = 900;
const mostBytes = 2_000_000;
const mostMessages = 5;
const key = (id: string, what = ''): string => `hub:door:${id}${what}`;

/** What a connector remembers between two requests to a door, such as a challenge it gave. */
const memoryOfDoor = (redis: Redis, id: string): Memory => ({
  async get(name) {
    const value = await redis.get(key(id, `:memory:${name}`));
    return value === null ? undefined : JSON.parse(value);
  },
  async set(name, value, ttl) {
    await redis.set(key(id, `:memory:${name}`), JSON.stringify(value), 'EX', Math.max(1, Math.ceil(ttl)));
  },
  async forget(name) {
    await redis.del(key(id, `:memory:${name}`));
  },
});

/**
 * Open a door for settings that are not saved; it closes by itself after a quarter of an hour.
 *
 * @throws SettingsError, for the form to mark its fields
 */
export const openDoor = async (deps: IngestDeps, redis: Redis, trial: Trial): Promise<Door> => {
  await openTrial(deps, trial, AbortSignal.timeout(1_000));
  const id = randomBytes(12).toString('hex');
  const box = secretBox(deps.environment.secret);
  await redis.set(key(id), box.seal(JSON.stringify(trial), `door/${id}`), 'EX', seconds);
  return { id, until: Date.now() + seconds * 1000 };
};

/** What came to a door so far. @throws NotFoundError when it is closed */
export const lookBehindDoor = async (redis: Redis, id: string): Promise<RawMessage[]> => {
  const [trial, got] = await Promise.all([redis.exists(key(id)), redis.lrange(key(id, ':got'), 0, mostMessages - 1)]);
  if (!trial) {
    throw new NotFoundError('[hub] [sample] this temporary address is closed', { remedy: 'open a new one' });
  }
  return got.map((text) => {
    const { body, ...message } = JSON.parse(text) as { body: string; contentType: string; subject?: string };
    return { ...message, body: Buffer.from(body, 'base64') };
  });
};

/**
 * Answer a request at a door in the protocol of its connector. What came is kept as a sample; since nothing is stored,
 * the answer is "later", never yes.
 *
 * @throws NotFoundError when the door is closed or its connector does not receive; TooLargeError
 */
export const answerAtDoor = async (
  deps: IngestDeps,
  redis: Redis,
  { id, path }: { id: string; path: string },
  incoming: Request,
): Promise<Response> => {
  const sealed = await redis.get(key(id));
  if (sealed === null) {
    throw new NotFoundError('[hub] [sample] this temporary address is closed', { remedy: 'open a new one' });
  }
  const trial = JSON.parse(secretBox(deps.environment.secret).open(sealed, `door/${id}`)) as Trial;
  const { connector, context } = await openTrial(deps, trial, incoming.signal, memoryOfDoor(redis, id));
  if (!connector.receive) {
    throw new NotFoundError(`[hub] [sample] ${trial.connector} takes nothing in`, { remedy: 'fetch a sample instead' });
  }
  const deliver: ReceiveContext<Values<Fields>>['deliver'] = async (messages) => {
    for (const message of messages) {
      const text = JSON.stringify({ ...message, body: Buffer.from(message.body).toString('base64') });
      await redis
        .multi()
        .rpush(key(id, ':got'), text)
        .ltrim(key(id, ':got'), 0, mostMessages - 1)
        .expire(key(id, ':got'), seconds)
        .exec();
    }
    throw new RetriableError('[hub] [sample] taken as a sample and not stored', { remedy: 'send it again later' });
  };
  const limited = limitBody(incoming, Math.min(mostBytes, deps.environment.maxBodyBytes), 'sample');
  try {
    const response = await connector.receive({ ...context, path, deliver }, limited.request);
    const tooLarge = limited.tooLarge();
    if (tooLarge) throw tooLarge;
    return response;
  } catch (error) {
    throw limited.tooLarge() ?? error;
  }
};

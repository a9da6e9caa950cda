import type { Context } from '../../hub/core/connector.ts';
import { ForbiddenError, UnauthenticatedError } from '../../hub/core/errors.ts';
import type { Settings } from './settings.ts';

/** Who has registered, kept in the hub's memory: all processes know it, and a restart loses nobody. */
interface Registration {
  since: number;
  seen: number;
}

const keyOf = (deviceId: string): string => `device/${deviceId}`;

const isRegistration = (value: unknown): value is Registration =>
  typeof value === 'object' && value !== null && 'since' in value && 'seen' in value;

/** @throws ForbiddenError when the settings name the devices that may come and this is none of them */
export const requireListed = ({ settings: { devices } }: Context<Settings>, deviceId: string): void => {
  if (devices.length === 0 || devices.some(({ id }) => id === deviceId)) return;
  throw new ForbiddenError(`[hub] [viid] the device ${deviceId} is not known here`, {
    remedy: 'have it added to the devices of this source',
  });
};

export const register = ({ memory, settings }: Context<Settings>, deviceId: string): Promise<void> => {
  const now = Date.now();
  return memory.set(keyOf(deviceId), { since: now, seen: now } satisfies Registration, settings.registrationSeconds);
};

export const unregister = ({ memory }: Context<Settings>, deviceId: string): Promise<void> =>
  memory.forget(keyOf(deviceId));

/**
 * Every good request keeps a registration alive; written down only now and then, so that a busy device costs no write a
 * request.
 *
 * @throws UnauthenticatedError when the device has not registered, or was silent for too long
 */
export const requireRegistered = async ({ memory, settings }: Context<Settings>, deviceId: string): Promise<void> => {
  const known = await memory.get(keyOf(deviceId));
  if (!isRegistration(known)) {
    throw new UnauthenticatedError(`[hub] [viid] the device ${deviceId} is not registered`, {
      remedy: 'register by POST /VIID/System/Register, then send again',
    });
  }
  const now = Date.now();
  const lifetime = settings.registrationSeconds;
  if (now - known.seen < (lifetime * 1000) / 3) return;
  await memory.set(keyOf(deviceId), { since: known.since, seen: now } satisfies Registration, lifetime);
};

const subscriptionKey = (id: string): string => `subscription/${id}`;

/** A subscription of ours at another view library, by its 33-digit number. */
export const keepSubscription = ({ memory }: Context<Settings>, id: string, seconds: number): Promise<void> =>
  memory.set(subscriptionKey(id), true, seconds);

export const isSubscribed = async ({ memory }: Context<Settings>, id: string): Promise<boolean> =>
  /^\d{33}$/.test(id) && (await memory.get(subscriptionKey(id))) === true;

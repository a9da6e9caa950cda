import type { ReceiveContext } from '../../hub/core/connector.ts';
import { BadRequestError } from '../../hub/core/errors.ts';
import { isObject, type JsonBody, readJsonBody } from '../_kit/json-body.ts';
import { requireDigest } from './door.ts';
import { requireListed, requireRegistered } from './registry.ts';
import type { Settings } from './settings.ts';

/** One request, its path below the source: `/VIID/VideoSlices`. */
export interface Call {
  context: ReceiveContext<Settings>;
  request: Request;
  path: string;
}

export const readBodyOf = ({ context, request }: Call): Promise<JsonBody> =>
  readJsonBody('viid', request, context.settings.maxMegabytes * 2 ** 20);

/** The 20-digit id in a document's `DeviceID`, which the header `User-Identify` may repeat and not contradict. */
export const deviceIn = ({ request }: Call, value: unknown, member: string): string => {
  const object = isObject(value) ? value[member] : undefined;
  const id = isObject(object) ? object.DeviceID : undefined;
  const named = request.headers.get('user-identify') ?? id;
  if (typeof id === 'string' && /^\d{20}$/.test(id) && named === id) return id;
  throw new BadRequestError(`[hub] [viid] ${member}.DeviceID is no 20-digit id, or not that of User-Identify`, {
    remedy: `send {"${member}": {"DeviceID": "…"}} with 20 digits`,
  });
};

/** Who calls, by `User-Identify`; it must have registered. @throws UnauthenticatedError, ForbiddenError */
export const callerOf = async ({ context, request, path }: Call): Promise<string> => {
  const id = request.headers.get('user-identify') ?? '';
  if (!/^\d{20}$/.test(id)) {
    throw new BadRequestError('[hub] [viid] the header User-Identify is no 20-digit id', {
      remedy: 'send the id that was registered as User-Identify',
    });
  }
  requireListed(context, id);
  if (context.settings.digestAlways) await requireDigest(context, request, path, id);
  await requireRegistered(context, id);
  return id;
};

import type { Context } from '../../hub/core/connector.ts';
import { BadRequestError } from '../../hub/core/errors.ts';
import { isObject } from '../_kit/json-body.ts';
import { type Call, callerOf, readBodyOf } from './call.ts';
import { objectsIn } from './collections.ts';
import type { Settings } from './settings.ts';
import { manyStatuses, type Status, statusCodes, statusOf } from './status.ts';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** IsOnline: 1 on line, 2 off line, 9 other. One that is off line was not seen now. */
const seenAt = (isOnline: unknown): Date => (String(isOnline) === '2' ? new Date(0) : new Date());

/** Note one collection device (APE) in the register. @returns whether it has a number */
export const noteDevice = (context: Context<Settings>, device: unknown): boolean => {
  const { ApeID, Name, Model, OrgCode, IsOnline, Longitude, Latitude, Place } = isObject(device) ? device : {};
  const id = textOf(ApeID);
  if (id === undefined || !/^\d{20}$/.test(id)) return false;
  const org = textOf(OrgCode);
  const facts = { name: Name, model: Model, online: IsOnline, lon: Longitude, lat: Latitude, place: Place };
  context.observe({
    kind: 'heartbeat',
    deviceId: id,
    at: seenAt(IsOnline),
    ...(org !== undefined && /^\d{12}$/.test(org) ? { org } : {}),
    detail: {
      kind: 'ape',
      ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== '')),
    },
  });
  return true;
};

export const deviceId = (device: unknown): string => (isObject(device) ? (textOf(device.ApeID) ?? '') : '');

/** What became of each device of a list. */
export const noteDevices = (context: Context<Settings>, devices: readonly unknown[], url: string): Status[] =>
  devices.map((device) =>
    noteDevice(context, device)
      ? statusOf(url, deviceId(device), context.settings.zone)
      : statusOf(url, '', context.settings.zone, statusCodes.invalidJsonContent, 'ApeID is no 20-digit id'),
  );

/** POST /VIID/APEs: the collection devices behind a platform. */
export const takeDevices = async (call: Call): Promise<Response> => {
  await callerOf(call);
  const { value } = await readBodyOf(call);
  const devices = isObject(value) ? objectsIn(value.APEListObject) : undefined;
  if (devices) return manyStatuses(noteDevices(call.context, devices, call.path));
  throw new BadRequestError('[hub] [viid] there is no list in APEListObject', {
    remedy: 'send {"APEListObject": {"APEObject": [ … ]}}',
  });
};

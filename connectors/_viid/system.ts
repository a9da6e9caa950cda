import { type Call, callerOf, deviceIn, readBodyOf } from './call.ts';
import { requireDigest, requireProof } from './door.ts';
import { register, requireListed, requireRegistered, unregister } from './registry.ts';
import { localTime, oneStatus, statusOf, viidAnswer } from './status.ts';

const yes = ({ context, path }: Call, id: string): Response => oneStatus(statusOf(path, id, context.settings.zone));

/** A device proves itself by Digest, in two requests: the first is answered with a challenge. */
export const takeRegister = async (call: Call): Promise<Response> => {
  const { context, request, path } = call;
  requireProof(request);
  const id = deviceIn(call, (await readBodyOf(call)).value, 'RegisterObject');
  await requireDigest(context, request, path, id);
  requireListed(context, id);
  await register(context, id);
  return yes(call, id);
};

export const takeUnregister = async (call: Call): Promise<Response> => {
  const { context, request, path } = call;
  requireProof(request);
  const id = deviceIn(call, (await readBodyOf(call)).value, 'UnRegisterObject');
  await requireDigest(context, request, path, id);
  await unregister(context, id);
  return yes(call, id);
};

export const takeKeepalive = async (call: Call): Promise<Response> => {
  const { context, request, path } = call;
  if (context.settings.digestAlways) requireProof(request);
  const id = deviceIn(call, (await readBodyOf(call)).value, 'KeepaliveObject');
  requireListed(context, id);
  if (context.settings.digestAlways) await requireDigest(context, request, path, id);
  await requireRegistered(context, id);
  const { name = '', org = '' } = context.settings.devices.find((device) => device.id === id) ?? {};
  context.observe({
    kind: 'heartbeat',
    deviceId: id,
    at: new Date(),
    ...(org ? { org } : {}),
    detail: { kind: 'view-library', ...(name ? { name } : {}) },
  });
  return yes(call, id);
};

/** Devices set their clocks by it. */
export const takeTime = async (call: Call): Promise<Response> => {
  await callerOf(call);
  const { serverId, zone } = call.context.settings;
  return viidAnswer({
    SystemTimeObject: { VIIDServerID: serverId, TimeMode: '1', LocalTime: localTime(zone), TimeZone: zone },
  });
};

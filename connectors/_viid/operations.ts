import { NotFoundError } from '../../hub/core/errors.ts';
import type { Call } from './call.ts';
import { collectionNames } from './collections.ts';
import { takeDevices } from './devices.ts';
import { takeNotifications } from './notifications.ts';
import { readableNames, takeOne, takeQuery } from './queries.ts';
import { takeKeepalive, takeRegister, takeTime, takeUnregister } from './system.ts';
import { takeUpload } from './uploads.ts';

type Operation = (call: Call) => Promise<Response>;

const uploads = Object.fromEntries(
  collectionNames.flatMap((name): [string, Operation][] => [
    [`POST /VIID/${name}`, (call) => takeUpload(call, name)],
    // What was sent before and has changed.
    [`PUT /VIID/${name}`, (call) => takeUpload(call, name)],
  ]),
);

const queries = Object.fromEntries(
  readableNames.map((name): [string, Operation] => [`GET /VIID/${name}`, (call) => takeQuery(call, name)]),
);

/** GA/T 1400.4 by method and path, as far as it concerns recordings and cases. */
const operations: Readonly<Record<string, Operation>> = {
  'POST /VIID/System/Register': takeRegister,
  'POST /VIID/System/UnRegister': takeUnregister,
  'POST /VIID/System/Keepalive': takeKeepalive,
  'GET /VIID/System/Time': takeTime,
  'POST /VIID/APEs': takeDevices,
  'PUT /VIID/APEs': takeDevices,
  'POST /VIID/SubscribeNotifications': takeNotifications,
  ...uploads,
  ...queries,
};

/** @throws NotFoundError naming what there is, and what the operation throws */
export const perform = (call: Call): Promise<Response> => {
  const operation = operations[`${call.request.method} ${call.path}`];
  if (operation) return operation(call);
  const [, collection, id = ''] = /^\/VIID\/(\w+)\/(\d{1,60})$/.exec(call.path) ?? [];
  const readable = readableNames.find((name) => name === collection);
  if (readable && call.request.method === 'GET') return takeOne(call, readable, id);
  throw new NotFoundError(`[hub] [viid] ${call.request.method} ${call.path} is not taken here`, {
    remedy: `use one of these: ${Object.keys(operations).join(', ')}`,
  });
};

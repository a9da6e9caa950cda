import { BadRequestError } from '../../hub/core/errors.ts';
import { isObject } from '../_kit/json-body.ts';
import { type Call, callerOf, readBodyOf } from './call.ts';
import { type CollectionName, collectionOf, collections, objectsIn } from './collections.ts';
import { deviceId, noteDevice } from './devices.ts';
import { isSubscribed } from './registry.ts';
import { manyStatuses, type Status, statusCodes, statusOf } from './status.ts';
import { storeObjects } from './uploads.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Content {
  objects: { name: CollectionName; list: unknown[] }[];
  devices: unknown[];
}

/** What a notification carries, whatever its lists are called: told by the objects in them. */
const contentOf = (notification: Record<string, unknown>): Content => {
  const content: Content = { objects: [], devices: [] };
  for (const value of Object.values(notification)) {
    const list = objectsIn(value) ?? [];
    const name = collectionOf(list[0]);
    if (name) content.objects.push({ name, list });
    else content.devices.push(...list.filter((each) => deviceId(each) !== ''));
  }
  return content;
};

/** Its own first bad status stands for a notification: the sender knows it by one number only. */
const takeNotification = async (call: Call, notification: Record<string, unknown>): Promise<Status> => {
  const { context, path } = call;
  const { zone } = context.settings;
  const id = textOf(notification.NotificationID);
  const { objects, devices } = contentOf(notification);
  if (objects.length + devices.length === 0) {
    return statusOf(path, id, zone, statusCodes.invalidOperation, 'there is nothing in it that is taken here');
  }
  for (const device of devices) noteDevice(context, device);
  for (const { name, list } of objects) {
    const { document, item } = collections[name];
    // As if it had been uploaded: one mapping reads both.
    const body = Buffer.from(JSON.stringify({ [document]: { [item]: list } }));
    const message = { body, contentType: 'application/json; charset=utf-8', subject: `${name} (notification)` };
    const bad = (await storeObjects(call, name, message, list)).find(({ StatusCode }) => StatusCode !== 0);
    if (bad) return { ...bad, Id: id };
  }
  return statusOf(path, id, zone);
};

/** The sender is a registered one, or answers a subscription of ours. */
const requireKnown = async (call: Call, notifications: readonly Record<string, unknown>[]): Promise<void> => {
  for (const { SubscribeID } of notifications) {
    if (await isSubscribed(call.context, textOf(SubscribeID))) continue;
    // One look at the sender answers for all: what it may send, it may send of any subscription.
    await callerOf(call);
    return;
  }
};

/** POST /VIID/SubscribeNotifications. */
export const takeNotifications = async (call: Call): Promise<Response> => {
  const { value } = await readBodyOf(call);
  const notifications = isObject(value) ? objectsIn(value.SubscribeNotificationListObject) : undefined;
  if (!notifications?.every(isObject)) {
    throw new BadRequestError('[hub] [viid] there is no list in SubscribeNotificationListObject', {
      remedy: 'send {"SubscribeNotificationListObject": {"SubscribeNotificationObject": [ … ]}}',
    });
  }
  if (notifications.length === 0) await callerOf(call);
  await requireKnown(call, notifications);
  const statuses: Status[] = [];
  for (const notification of notifications) statuses.push(await takeNotification(call, notification));
  return manyStatuses(statuses);
};

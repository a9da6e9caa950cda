import type { RawMessage } from '../../hub/core/connector.ts';
import { BadRequestError, RecordError } from '../../hub/core/errors.ts';
import { isObject } from '../_kit/json-body.ts';
import { type Call, callerOf, readBodyOf } from './call.ts';
import { type CollectionName, collections, idOf, objectsIn } from './collections.ts';
import { manyStatuses, type Status, statusCodes, statusOf } from './status.ts';

const notFitting = 'the object does not fit; it is kept by the hub for a person to look at';

/**
 * Store the objects of one collection.
 *
 * @returns what became of each of them, in order
 * @throws RecordError when the message as a whole cannot be read, RetriableError while the store is away
 */
export const storeObjects = async (
  { context, path }: Call,
  name: CollectionName,
  message: RawMessage,
  objects: readonly unknown[],
): Promise<Status[]> => {
  const { zone, handTo } = context.settings;
  const [delivery] = await context.deliver([message], handTo[name]);
  if (delivery?.error !== undefined) throw new RecordError(delivery.error);
  const ids = delivery?.ids ?? [];
  // A mapping may select other rows than the objects: then nothing can be said of single ones, and all are kept.
  const isOneToOne = ids.length === objects.length && (delivery?.deadLettered ?? 0) > 0;
  return objects.map((object, index) => {
    const id = idOf(name, object);
    if (!isOneToOne || ids[index] !== undefined) return statusOf(path, id, zone);
    return statusOf(path, id, zone, statusCodes.invalidJsonContent, notFitting);
  });
};

/** POST of a collection: VideoSlices, Images, Files or Cases. */
export const takeUpload = async (call: Call, name: CollectionName): Promise<Response> => {
  await callerOf(call);
  const { bytes, value, contentType } = await readBodyOf(call);
  const { document, item } = collections[name];
  const objects = isObject(value) ? objectsIn(value[document]) : undefined;
  if (!objects) {
    throw new BadRequestError(`[hub] [viid] there is no list in ${document}`, {
      remedy: `send {"${document}": {"${item}": [ … ]}}`,
    });
  }
  if (objects.length === 0) return manyStatuses([]);
  return manyStatuses(await storeObjects(call, name, { body: bytes, contentType, subject: name }, objects));
};

import { isObject } from '../_kit/json-body.ts';

/** What devices upload and this connector passes to a mapping. */
export const collectionNames = ['VideoSlices', 'Images', 'Files', 'Cases'] as const;
export type CollectionName = (typeof collectionNames)[number];

interface Collection {
  /** The member of the document that holds the list. */
  document: string;
  item: string;
  /** Where an object says what it is, and its own number in it. */
  info: string;
  id: string;
}

export const collections: Readonly<Record<CollectionName, Collection>> = {
  VideoSlices: { document: 'VideoSliceListObject', item: 'VideoSlice', info: 'VideoSliceInfo', id: 'VideoID' },
  Images: { document: 'ImageListObject', item: 'Image', info: 'ImageInfo', id: 'ImageID' },
  Files: { document: 'FileListObject', item: 'File', info: 'FileInfo', id: 'FileID' },
  Cases: { document: 'CaseListObject', item: 'Case', info: 'CaseInfo', id: 'CaseID' },
};

/** The number an object calls itself by, whatever it is worth; "" where it has none. */
export const idOf = (name: CollectionName, object: unknown): string => {
  const { info, id } = collections[name];
  const inside = isObject(object) ? object[info] : undefined;
  const number = isObject(inside) ? inside[id] : undefined;
  return typeof number === 'string' ? number : '';
};

/**
 * The objects of a list: `{VideoSlice: [ … ]}`. Some write VideoSliceObject, and a lone object instead of a list.
 * Undefined when there is no such thing.
 */
export const objectsIn = (list: unknown): unknown[] | undefined => {
  if (!isObject(list)) return undefined;
  const values = Object.values(list);
  const found = values.find(Array.isArray) ?? (values.length === 1 && isObject(values[0]) ? [values[0]] : undefined);
  return found as unknown[] | undefined;
};

/** Which collection an object belongs to, by what it holds: notifications name their lists in several ways. */
export const collectionOf = (object: unknown): CollectionName | undefined =>
  isObject(object) ? collectionNames.find((name) => collections[name].info in object) : undefined;

import { RecordError } from '../errors.ts';
import { limits } from './limits.ts';
import { parseXml } from './xml.ts';

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** XML that cannot be read stays the text it is: one bad location must not cost the message. */
const readOrLeave = (text: string): unknown => {
  if (!text.trimStart().startsWith('<')) return text;
  try {
    return parseXml(text);
  } catch (error) {
    if (error instanceof RecordError) return text;
    throw error;
  }
};

/**
 * Put what XML text inside a document says in the place of the text; the document is changed.
 *
 * @param names the way to the text; lists on the way are gone through
 */
export const inlineXml = (document: unknown, names: readonly string[]): void => {
  if (Array.isArray(document)) {
    for (const each of document) inlineXml(each, names);
    return;
  }
  const [name, ...rest] = names;
  if (name === undefined || !isNode(document)) return;
  const value = document[name];
  if (rest.length > 0) inlineXml(value, rest);
  else if (typeof value === 'string') document[name] = readOrLeave(value);
  else if (Array.isArray(value))
    document[name] = value.map((each) => (typeof each === 'string' ? readOrLeave(each) : each));
};

/** What a value refers to: `{"$ref": id}` or the text `$ref:id`. */
const referredId = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.startsWith('$ref:') ? value.slice('$ref:'.length) : undefined;
  return isNode(value) && typeof value.$ref === 'string' ? value.$ref : undefined;
};

const indexIds = (value: unknown, ids: Map<string, Node>): void => {
  if (Array.isArray(value)) for (const each of value) indexIds(each, ids);
  if (!isNode(value)) return;
  if (typeof value.$id === 'string' && !ids.has(value.$id)) ids.set(value.$id, value);
  for (const each of Object.values(value)) indexIds(each, ids);
};

/** One step deep: things refer to each other in rings, so what is put in place keeps its own references as they are. */
const replaceReferences = (root: Node): Node => {
  const ids = new Map<string, Node>();
  indexIds(root, ids);
  const sizes = new Map<Node, number>();
  let added = 0;
  const targetOf = (value: unknown): Node | undefined => {
    const id = referredId(value);
    const target = id === undefined ? undefined : ids.get(id);
    if (target === undefined || target === root) return undefined;
    const size = sizes.get(target) ?? JSON.stringify(target).length;
    sizes.set(target, size);
    added += size;
    if (added <= limits.bytes) return target;
    throw new RecordError(`[hub] [references] what is referred to comes to more than ${limits.bytes} characters`, {
      remedy: 'take the step references out of the decode chain, or ask for smaller messages',
      misfit: { field: '', rule: 'references', value: id },
    });
  };
  const copy = (value: unknown): unknown => {
    const target = targetOf(value);
    if (target !== undefined) return target;
    if (Array.isArray(value)) return value.map(copy);
    if (!isNode(value)) return value;
    const result: Node = Object.create(null);
    for (const [key, each] of Object.entries(value)) result[key] = copy(each);
    return result;
  };
  return copy(root) as Node;
};

/**
 * Put the things of a document in the place of what refers to them by `$id`. A list is a list of documents, each with
 * ids of its own. What refers to something that is not there stays as it is.
 *
 * @throws RecordError when the message would grow beyond all bounds by it
 */
export const inlineReferences = (document: unknown): unknown => {
  if (Array.isArray(document)) return document.map((each) => (isNode(each) ? replaceReferences(each) : each));
  return isNode(document) ? replaceReferences(document) : document;
};

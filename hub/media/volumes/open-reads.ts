import type { Readable } from 'node:stream';

const reads = new Map<string, number>();
const keyOf = (volume: string, path: string) => `${volume} ${path}`;

const change = (key: string, by: number): void => {
  const count = (reads.get(key) ?? 0) + by;
  if (count > 0) reads.set(key, count);
  else reads.delete(key);
};

/** Count a stream as an open read of a file until it closes. */
export const countRead = <S extends Readable>(volume: string, path: string, stream: S): S => {
  const key = keyOf(volume, path);
  change(key, 1);
  stream.once('close', () => change(key, -1));
  return stream;
};

/** Whether this process is reading a file just now. */
export const isBeingRead = (volume: string, path: string): boolean => reads.has(keyOf(volume, path));

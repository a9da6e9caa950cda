import { createHash } from 'node:crypto';
import type { Volume } from './volume.ts';

/** SHA-256 of a file on a volume, lower-case hex. */
export const sha256OfFile = async (volume: Volume, path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of volume.read(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

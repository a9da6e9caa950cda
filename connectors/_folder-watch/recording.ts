import { posix } from 'node:path';
import type { FoundFile } from '../_kit/folder-walk.ts';

/** A media file and the file that describes it. */
export interface Recording {
  /** Path without extension: what the two have in common. */
  name: string;
  media: FoundFile;
  sidecar?: FoundFile;
  arrivedMs: number;
  /** Changes whenever either file does. */
  facts: string;
}

const extensionOf = (path: string): string => posix.extname(path).slice(1).toLowerCase();
const stemOf = (path: string): string => path.slice(0, path.length - posix.extname(path).length);

const factsOf = (file: FoundFile | undefined): string => (file ? `${file.bytes}.${Math.round(file.mtimeMs)}` : '-');

/** Pair media files with sidecars: `a.mp4` with `a.json` or `a.mp4.json`. */
export const pairFiles = (
  files: readonly FoundFile[],
  media: readonly string[],
  sidecars: readonly string[],
): Recording[] => {
  const byStem = new Map(
    files.filter(({ path }) => sidecars.includes(extensionOf(path))).map((file) => [stemOf(file.path), file]),
  );
  return files
    .filter(({ path, bytes }) => media.includes(extensionOf(path)) && bytes > 0)
    .map((file) => {
      const sidecar = byStem.get(stemOf(file.path)) ?? byStem.get(file.path);
      return {
        name: stemOf(file.path),
        media: file,
        ...(sidecar ? { sidecar } : {}),
        arrivedMs: Math.max(file.arrivedMs, sidecar?.arrivedMs ?? 0),
        facts: `${factsOf(file)}/${factsOf(sidecar)}`,
      };
    })
    .sort((left, right) => left.arrivedMs - right.arrivedMs || (left.media.path < right.media.path ? -1 : 1));
};

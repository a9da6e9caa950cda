import { z } from 'zod';
import type { Cursor } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import type { FoundFile } from '../_kit/folder-walk.ts';

const positionSchema = z.object({
  v: z.literal(1),
  /** Files that are not known to be finished, with their facts and since when (epoch ms) these are so. */
  waiting: z.record(z.string(), z.object({ facts: z.string(), since: z.number() })),
  /** Files that are stored to their end and still lie in the folder; `error`: why one could not be read. */
  done: z.record(z.string(), z.object({ facts: z.string(), error: z.string().optional() })),
  /** The file that is being read, and how many messages of it are stored. */
  reading: z.object({ path: z.string(), facts: z.string(), messages: z.number() }).optional(),
});
export type DropPosition = z.infer<typeof positionSchema>;

/** @throws ConfigurationError when the cursor is of another version */
export const readDropPosition = (cursor: Cursor | undefined): DropPosition => {
  if (cursor === undefined || cursor === null) return { v: 1, waiting: {}, done: {} };
  const result = positionSchema.safeParse(cursor);
  if (result.success) return result.data;
  throw new ConfigurationError('[hub] [file-drop] the stored position is not one this version can read', {
    remedy: "reset the source's position; what is stored already will be found unchanged",
  });
};

/** What changes whenever the file does. */
export const factsOf = ({ bytes, mtimeMs }: FoundFile): string => `${bytes}.${Math.round(mtimeMs)}`;

const only = <T>(list: Record<string, T>, present: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(list).filter(([path]) => present.has(path)));

/** Forget files that are gone. */
export const pruned = (position: DropPosition, files: readonly FoundFile[]): DropPosition => {
  const present = new Set(files.map(({ path }) => path));
  return { ...position, waiting: only(position.waiting, present), done: only(position.done, present) };
};

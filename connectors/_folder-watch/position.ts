import { z } from 'zod';
import type { Cursor } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';

const waitingSchema = z.object({
  /** Size, times and parts of the recording as last seen; one that changes is not finished. */
  facts: z.string(),
  /** Epoch ms at which it was first seen so. */
  since: z.number(),
});

const positionSchema = z.object({
  v: z.literal(1),
  /** All that arrived before (epoch ms of the file system) was looked at. */
  at: z.number(),
  /** Recordings brought that arrived within the overlap before `at`. */
  seen: z.record(z.string(), z.object({ facts: z.string(), at: z.number() })),
  /** Recordings that are not finished yet: they keep their place however old they get. */
  waiting: z.record(z.string(), waitingSchema),
});
export type FolderPosition = z.infer<typeof positionSchema>;

/** @throws ConfigurationError when the cursor is of another version */
export const readFolderPosition = (cursor: Cursor | undefined): FolderPosition => {
  if (cursor === undefined || cursor === null) return { v: 1, at: 0, seen: {}, waiting: {} };
  const result = positionSchema.safeParse(cursor);
  if (result.success) return result.data;
  throw new ConfigurationError('[hub] [folder-watch] the stored position is not one this version can read', {
    remedy: "reset the source's position; what is stored already will be found unchanged",
  });
};

/** Clocks of file servers jump, and a folder may be filled from several: so far back is looked at by name as well. */
export const overlapMs = 60 * 60 * 1000;

/** Move on to an arrival. What lies before the overlap needs no name any more. */
export const advanced = (position: FolderPosition, arrivedMs: number): FolderPosition => {
  const at = Math.max(position.at, arrivedMs);
  const seen = Object.entries(position.seen).filter(([, brought]) => brought.at > at - overlapMs);
  return { v: 1, at, seen: Object.fromEntries(seen), waiting: { ...position.waiting } };
};

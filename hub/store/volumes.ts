import { and, asc, eq, sql } from 'drizzle-orm';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { placements, volumes } from './tables/volumes.ts';

export type VolumeRow = typeof volumes.$inferSelect;
/** What a person says of a volume. Secret settings are sealed by the caller. */
export type VolumeSpec = Omit<
  VolumeRow,
  'usedBytes' | 'freeBytes' | 'checkedAt' | 'lastError' | 'version' | 'createdAt'
>;

/** The volume in the deployment's own folder: it is always there. */
export const homeName = 'main';

/** The name of a volume's breaker among those of sources, which hold no colon. */
export const breakerOf = (volume: string): string => `volume:${volume}`;

/** Bytes that stay free for the database and logs that may share the disk. */
export const usualReserve = 64 * 2 ** 20;

const home: VolumeSpec = {
  name: homeName,
  kind: 'local-folder',
  settings: {},
  state: 'open',
  orgs: [],
  deviceKinds: [],
  fromDays: null,
  toDays: null,
  distance: 100,
  capacityBytes: null,
  reserveBytes: usualReserve,
};

/** All volumes, nearest first; the home volume is written down when it is asked for first. */
export const listVolumes = async (db: Db): Promise<VolumeRow[]> => {
  const rows = await db.select().from(volumes).orderBy(asc(volumes.distance), asc(volumes.name));
  if (rows.some(({ name }) => name === homeName)) return rows;
  await insertRows(db, volumes, [{ ...home, createdAt: Date.now() }], { update: ['name'] });
  return listVolumes(db);
};

/** @throws NotFoundError */
export const requireVolume = async (db: Db, name: string): Promise<VolumeRow> => {
  const found = (await listVolumes(db)).find((row) => row.name === name);
  if (found) return found;
  throw new NotFoundError(`[hub] [media] there is no volume named ${name}`, {
    remedy: 'see the list of volumes for the right name',
  });
};

/**
 * Add a volume or change it.
 *
 * @param version as read before the edit; absent to overwrite whatever is there
 * @throws ConflictError when somebody else changed it in between
 */
export const saveVolume = async (db: Db, spec: VolumeSpec, version?: number): Promise<void> => {
  const { name, ...values } = spec;
  const [result] = await db
    .update(volumes)
    .set({ ...values, version: sql`${volumes.version} + 1` })
    .where(and(eq(volumes.name, name), version === undefined ? undefined : eq(volumes.version, version)));
  if (result.affectedRows > 0) return;
  const [stored] = await db.select({ version: volumes.version }).from(volumes).where(eq(volumes.name, name));
  if (stored) {
    throw new ConflictError(`[hub] [media] volume ${name} was changed by somebody else in between`, {
      remedy: 'load it again and repeat the change',
    });
  }
  await db.insert(volumes).values({ ...spec, createdAt: Date.now() });
};

/** @throws ConflictError while anything lies on it, or for the home volume */
export const deleteVolume = async (tx: Db, name: string): Promise<void> => {
  await requireVolume(tx, name);
  const [copy] = await tx
    .select({ footageId: placements.footageId })
    .from(placements)
    .where(eq(placements.volume, name))
    .limit(1);
  if (copy !== undefined || name === homeName) {
    throw new ConflictError(
      copy ? `[hub] [media] volume ${name} is not empty` : `[hub] [media] volume ${name} is the hub’s own`,
      {
        remedy: copy ? 'drain it first, and wait until nothing lies on it' : 'make it read-only instead',
      },
    );
  }
  await tx.delete(volumes).where(eq(volumes.name, name));
};

/** What a look at a volume found; `freeBytes` is null where it cannot say. */
export const noteVolumeChecked = async (
  db: Db,
  name: string,
  found: { freeBytes: number | null } | { lastError: string },
): Promise<void> => {
  const values = 'lastError' in found ? { lastError: found.lastError.slice(0, 2_000) } : { ...found, lastError: null };
  await db
    .update(volumes)
    .set({ ...values, checkedAt: Date.now() })
    .where(eq(volumes.name, name));
};

import { eq } from 'drizzle-orm';
import type { DriftKind } from '../core/mapping/drift-watch.ts';
import type { Db } from './open.ts';
import { driftSeen } from './tables/source-watch.ts';

export interface SeenDrift {
  readonly kind: DriftKind;
  readonly path: string;
  readonly by: string;
  readonly at: number;
}

/** What people have seen of a source and do not mind. */
export const listSeenDrift = (db: Db, source: string): Promise<SeenDrift[]> =>
  db
    .select({ kind: driftSeen.kind, path: driftSeen.path, by: driftSeen.by, at: driftSeen.at })
    .from(driftSeen)
    .where(eq(driftSeen.source, source));

export const noteSeenDrift = async (
  db: Db,
  source: string,
  { kind, path, by }: Omit<SeenDrift, 'at'>,
): Promise<void> => {
  const at = Date.now();
  await db
    .insert(driftSeen)
    .values({ source, kind, path: path.slice(0, 190), by, at })
    .onDuplicateKeyUpdate({ set: { by, at } });
};

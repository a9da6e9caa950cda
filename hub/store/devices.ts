import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm';
import type { Observation } from '../core/connector.ts';
import { isWithin } from '../core/org.ts';
import type { Scope } from '../core/scope.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { within } from './scope.ts';
import { deviceIssues, devices } from './tables/ingest.ts';

export type DeviceRow = typeof devices.$inferSelect;
export type DeviceIssue = typeof deviceIssues.$inferSelect;

/** An observation with the source that reported it. */
export interface Sighting {
  source: string;
  observation: Observation;
}

const textOf = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, most) : undefined;

/** What is new about a device, over what was known before. Sightings come in the order of their time. */
const refresh = (known: DeviceRow | undefined, { source, observation }: Sighting): DeviceRow => {
  const { deviceId, at, org, deviceClock, detail = {} } = observation;
  const seen = at.getTime();
  return {
    id: deviceId,
    kind: textOf(detail.kind, 30) ?? known?.kind ?? 'device',
    name: textOf(detail.name, 190) ?? known?.name ?? null,
    org: org ?? known?.org ?? null,
    source,
    lastSeenAt: Math.max(seen, known?.lastSeenAt ?? 0),
    clockOffsetMs: deviceClock ? deviceClock.getTime() - seen : (known?.clockOffsetMs ?? null),
    detail: { ...known?.detail, ...detail },
  };
};

/** Write what devices said of themselves: the register, and who carried what from when on. */
export const saveSightings = async (db: Db, sightings: readonly Sighting[]): Promise<void> => {
  const usable = sightings
    .filter(({ observation }) => observation.deviceId.length > 0 && observation.deviceId.length <= 64)
    .sort((left, right) => left.observation.at.getTime() - right.observation.at.getTime());
  if (usable.length === 0) return;
  const ids = [...new Set(usable.map(({ observation }) => observation.deviceId))].sort();
  const known = await db.select().from(devices).where(inArray(devices.id, ids));
  const register = new Map(known.map((row) => [row.id, row]));
  for (const sighting of usable) {
    const { deviceId } = sighting.observation;
    register.set(deviceId, refresh(register.get(deviceId), sighting));
  }
  await insertRows(
    db,
    devices,
    ids.flatMap((id) => register.get(id) ?? []),
    {
      update: ['kind', 'name', 'org', 'source', 'lastSeenAt', 'clockOffsetMs', 'detail'],
    },
  );
  await insertRows(
    db,
    deviceIssues,
    usable.flatMap(({ source, observation: { kind, deviceId, at, policeId, org } }) =>
      kind === 'issue' && policeId !== undefined
        ? [{ deviceId, at: at.getTime(), policeId: policeId.slice(0, 20), org: org ?? null, source }]
        : [],
    ),
    { update: ['policeId', 'org', 'source'] },
  );
};

export const listDevices = (db: Db, scope: Scope, filter: { org?: string; kind?: string } = {}): Promise<DeviceRow[]> =>
  db
    .select()
    .from(devices)
    .where(and(within(scope, devices.org), filter.kind === undefined ? undefined : eq(devices.kind, filter.kind)))
    .orderBy(asc(devices.id))
    .then((rows) => rows.filter(({ org }) => filter.org === undefined || (org !== null && isWithin(org, filter.org))));

/** Who had the device at a moment (epoch ms): the last hand-out before it. */
export const issueAt = async (db: Db, deviceId: string, at: number): Promise<DeviceIssue | undefined> =>
  (
    await db
      .select()
      .from(deviceIssues)
      .where(and(eq(deviceIssues.deviceId, deviceId), lte(deviceIssues.at, at)))
      .orderBy(desc(deviceIssues.at))
      .limit(1)
  )[0];

import { and, asc, between, desc, eq, inArray, lte, or } from 'drizzle-orm';
import type { Observation } from '../core/connector.ts';
import { isWithin } from '../core/org.ts';
import type { Scope } from '../core/scope.ts';
import { chunked, insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { noteStatements } from './postings.ts';
import { within } from './scope.ts';
import { footage } from './tables/catalogue.ts';
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

type Issue = Pick<DeviceIssue, 'deviceId' | 'at' | 'policeId'>;

/** Stations tell of the same hand-out again and again: only those that are not known as they are. */
const newIssues = async (db: Db, issues: readonly Issue[]): Promise<Issue[]> => {
  if (issues.length === 0) return [];
  const known = await db
    .select({ deviceId: deviceIssues.deviceId, at: deviceIssues.at, policeId: deviceIssues.policeId })
    .from(deviceIssues)
    .where(
      and(
        inArray(deviceIssues.deviceId, [...new Set(issues.map(({ deviceId }) => deviceId))]),
        inArray(deviceIssues.at, [...new Set(issues.map(({ at }) => at))]),
      ),
    );
  const nameOf = ({ deviceId, at, policeId }: Issue): string => `${deviceId} ${at} ${policeId}`;
  const names = new Set(known.map(nameOf));
  return issues.filter((issue) => !names.has(nameOf(issue)));
};

/** No rule looks further from a hand-out for what was recorded with the device. */
const carriedMs = 86_400_000;

/** Who carried a device decides what its clips show: they are matched again. */
const tellClipsOf = async (db: Db, issues: readonly Issue[]): Promise<void> => {
  const ids = new Set<number>();
  for (const part of chunked(issues, 100)) {
    const near = part.map(({ deviceId, at }) =>
      and(eq(footage.deviceId, deviceId), between(footage.startAt, at - carriedMs, at + carriedMs)),
    );
    const rows = await db
      .select({ id: footage.id })
      .from(footage)
      .where(or(...near));
    for (const { id } of rows) ids.add(id);
  }
  await tell(
    db,
    [...ids].map((id) => ({ name: 'footage.changed' as const, data: { id } })),
  );
};

/** Write what devices said of themselves: the register, and who carried what from when on. Call inside a transaction. */
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
  const issues = usable.flatMap(({ source, observation: { kind, deviceId, at, policeId, org } }) =>
    kind === 'issue' && policeId !== undefined
      ? [{ deviceId, at: at.getTime(), policeId: policeId.slice(0, 20), org: org ?? null, source }]
      : [],
  );
  const news = await newIssues(db, issues);
  await insertRows(db, deviceIssues, issues, { update: ['policeId', 'org', 'source'] });
  await tellClipsOf(db, news);
  await noteStatements(
    db,
    issues.flatMap(({ policeId, org, at, source }) => (org === null ? [] : [{ policeId, org, at, source }])),
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

import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm';
import type { Observation } from '../core/connector.ts';
import { isWithin } from '../core/org.ts';
import type { Scope } from '../core/scope.ts';
import { clipsOfNobody } from './evidence.ts';
import { insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { ask } from './question.ts';
import { repostWithdrawn } from './repost.ts';
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

type Issue = Pick<DeviceIssue, 'deviceId' | 'at' | 'policeId' | 'org'>;

/** Stations tell of the same hand-out again and again: those that are not known as they are, and what was known instead. */
const changedIssues = async (db: Db, issues: readonly Issue[]): Promise<{ news: Issue[]; former: Issue[] }> => {
  if (issues.length === 0) return { news: [], former: [] };
  const { deviceId, at, policeId, org } = deviceIssues;
  const known = await db
    .select({ deviceId, at, policeId, org })
    .from(deviceIssues)
    .where(
      and(
        inArray(deviceId, [...new Set(issues.map((issue) => issue.deviceId))]),
        inArray(at, [...new Set(issues.map((issue) => issue.at))]),
      ),
    );
  const placeOf = (issue: Issue): string => `${issue.deviceId} ${issue.at}`;
  const contentOf = (issue: Issue): string => `${placeOf(issue)} ${issue.policeId} ${issue.org}`;
  const contents = new Set(known.map(contentOf));
  const news = issues.filter((issue) => !contents.has(contentOf(issue)));
  const places = new Set(news.map(placeOf));
  return { news, former: known.filter((issue) => places.has(placeOf(issue))) };
};

/** No rule looks further from a hand-out for what was recorded with the device. */
const carriedMs = 86_400_000;

/** Who carried a device decides what its clips show for which nobody signed in: they are matched again. */
const tellClipsOf = async (db: Db, issues: readonly Issue[]): Promise<void> => {
  const near = issues.map(({ deviceId, at }) => ({ key: deviceId, from: at - carriedMs, to: at + carriedMs }));
  const ids = new Set((await ask(db, clipsOfNobody(near))).flat().map(({ id }) => id));
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
  const { news, former } = await changedIssues(db, issues);
  await insertRows(db, deviceIssues, issues, { update: ['policeId', 'org', 'source'] });
  await tellClipsOf(db, news);
  await repostWithdrawn(
    db,
    [...news, ...former].filter(({ org }) => org !== null),
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

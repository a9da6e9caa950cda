import { and, between, eq, gt, inArray, sql } from 'drizzle-orm';
import type { PostedFootage } from '../core/footage.ts';
import { type Posting, postedAt, reachOfStatement, type Service, statementHoldsMs } from '../core/posting.ts';
import type { DeviceKind } from '../core/vocabulary.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { type Moment, statementsAbout } from './statements.ts';
import { footage } from './tables/catalogue.ts';
import { people } from './tables/directory.ts';

/** What is asked of a recording to know where its wearer served. */
interface Worn {
  readonly policeId: string | undefined;
  readonly org: string | undefined;
  readonly deviceKind: DeviceKind;
  readonly startAt: number;
}

const partSize = 500;

/** A room stands where it stands, whoever signed in. */
const isWorn = (kind: DeviceKind): boolean => kind !== 'interview-room' && kind !== 'collection-room';

const readPostings = async (db: Db, policeIds: readonly string[], from: number, to: number) => {
  const services = new Map<string, Service[]>();
  for (const part of chunked([...new Set(policeIds)], partSize)) {
    const served = await db.select().from(people).where(inArray(people.policeId, part));
    for (const { policeId, org, since, until } of served) {
      const known = services.get(policeId);
      if (known) known.push({ org, since, until });
      else services.set(policeId, [{ org, since, until }]);
    }
  }
  const statements = await statementsAbout(db, policeIds, from - statementHoldsMs, to + statementHoldsMs);
  return (policeId: string): Posting => ({
    services: services.get(policeId) ?? [],
    statements: statements.get(policeId) ?? [],
  });
};

/**
 * Where the wearers of recordings served when these were made, for those whose recordings do not say so themselves.
 *
 * @returns one for each in order; undefined: what the recording states stands
 */
export const postingsOf = async (db: Db, worn: readonly Worn[]): Promise<(string | undefined)[]> => {
  const signed = worn.filter(({ policeId, deviceKind }) => policeId !== undefined && isWorn(deviceKind));
  if (signed.length === 0) return worn.map(() => undefined);
  const times = signed.map(({ startAt }) => startAt);
  const postings = await readPostings(
    db,
    signed.flatMap(({ policeId }) => policeId ?? []),
    times.reduce((least, at) => Math.min(least, at)),
    times.reduce((most, at) => Math.max(most, at)),
  );
  return worn.map(({ policeId, deviceKind, org, startAt }) =>
    policeId === undefined || !isWorn(deviceKind) ? undefined : postedAt(postings(policeId), startAt, org),
  );
};

/** The columns that follow from where the wearer served. */
export const postedColumns = (posting: string | undefined, stated: string | undefined) => ({
  // Who may see a recording is what it states; where it states nothing, the wearer's own may.
  org: stated ?? posting ?? null,
  station: posting ?? stated ?? null,
});

/** Recordings looked at together: their tracks come along. */
const pageRows = 500;

const repostPage = async (db: Db, policeIds: readonly string[], from: number, to: number, after: number) => {
  const rows = await db
    .select({ id: footage.id, deviceKind: footage.deviceKind, startAt: footage.startAt, data: footage.data })
    .from(footage)
    .where(and(inArray(footage.policeId, [...policeIds]), between(footage.startAt, from, to), gt(footage.id, after)))
    .orderBy(footage.id)
    .limit(pageRows)
    .for('update');
  const found = await postingsOf(
    db,
    rows.map(({ data, deviceKind, startAt }) => ({ policeId: data.policeId, org: data.org, deviceKind, startAt })),
  );
  const moved: number[] = [];
  for (const [index, { id, data }] of rows.entries()) {
    const { posting: before, ...own }: PostedFootage = data;
    const posting = found[index];
    if (posting === before) continue;
    moved.push(id);
    await db
      .update(footage)
      .set({
        ...postedColumns(posting, own.org),
        data: posting === undefined ? own : { ...own, posting },
        version: sql`${footage.version} + 1`,
        changedAt: Date.now(),
      })
      .where(eq(footage.id, id));
  }
  await tell(
    db,
    moved.map((id) => ({ name: 'footage.changed' as const, data: { id } })),
  );
  return rows.length < pageRows ? undefined : rows.at(-1)?.id;
};

/**
 * Work out again where officers served when they recorded: after the roster or a statement about them changed. What changes
 * is matched again.
 *
 * @param db a transaction
 * @param from epoch ms; with `to` bounds the beginning of the recordings
 */
export const repost = async (db: Db, policeIds: readonly string[], from: number, to: number): Promise<void> => {
  for (const part of chunked([...new Set(policeIds)].sort(), 100))
    for (let after: number | undefined = 0; after !== undefined; ) after = await repostPage(db, part, from, to, after);
};

/** Work out again where officers served about moments of which something is said, or was. Call inside a transaction. */
const repostAbout = async (db: Db, moments: readonly Moment[], isNew: boolean): Promise<void> => {
  const officers = new Map<string, Set<number>>();
  for (const { policeId, at } of moments) officers.set(policeId, (officers.get(policeId) ?? new Set()).add(at));
  // In one order everywhere, so that concurrent transactions wait for each other instead of deadlocking.
  for (const [policeId, times] of [...officers].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const said = await statementsAbout(db, [policeId], first - statementHoldsMs, last + statementHoldsMs);
    for (const at of [...times].sort((one, other) => one - other)) {
      const reach = reachOfStatement(said.get(policeId) ?? [], at, isNew);
      if (reach !== undefined) await repost(db, [policeId], reach.from, reach.to);
    }
  }
};

/** Recordings follow what is said now of where their wearers served. */
export const repostStated = (db: Db, moments: readonly Moment[]): Promise<void> => repostAbout(db, moments, true);

/** Recordings follow what is said no more of where their wearers served, or is said otherwise. */
export const repostWithdrawn = (db: Db, moments: readonly Moment[]): Promise<void> => repostAbout(db, moments, false);

import { and, between, eq, gt, inArray, sql } from 'drizzle-orm';
import type { PostedFootage } from '../core/footage.ts';
import { type Posting, postedAt, type Service, type Statement, statementHoldsMs } from '../core/posting.ts';
import type { BusinessRecord } from '../core/record.ts';
import type { DeviceKind } from '../core/vocabulary.ts';
import { chunked, insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { footage } from './tables/catalogue.ts';
import { people } from './tables/directory.ts';
import { officerPostings } from './tables/postings.ts';

/** A message that names an officer with an organisation. */
export interface OfficerStatement {
  readonly policeId: string;
  readonly org: string;
  /** Epoch ms. */
  readonly at: number;
  readonly source: string;
}

/** What is asked of a recording to know where its wearer served. */
interface Worn {
  readonly policeId: string | undefined;
  readonly org: string | undefined;
  readonly deviceKind: DeviceKind;
  readonly startAt: number;
}

const dayMs = 86_400_000;
const partSize = 500;
const dayOf = (at: number): number => Math.floor(at / dayMs);

/** A room stands where it stands, whoever signed in. */
const isWorn = (kind: DeviceKind): boolean => kind !== 'interview-room' && kind !== 'collection-room';

const readPostings = async (db: Db, policeIds: readonly string[], from: number, to: number) => {
  const services = new Map<string, Service[]>();
  const statements = new Map<string, Statement[]>();
  const put = <T>(map: Map<string, T[]>, key: string, one: T): void => {
    const known = map.get(key);
    if (known) known.push(one);
    else map.set(key, [one]);
  };
  for (const part of chunked([...new Set(policeIds)], partSize)) {
    const [served, said] = [
      await db.select().from(people).where(inArray(people.policeId, part)),
      await db
        .select()
        .from(officerPostings)
        .where(
          and(
            inArray(officerPostings.policeId, part),
            between(officerPostings.day, dayOf(from - statementHoldsMs), dayOf(to + statementHoldsMs)),
          ),
        ),
    ];
    for (const { policeId, org, since, until } of served) put(services, policeId, { org, since, until });
    for (const { policeId, org, at } of said) put(statements, policeId, { org, at });
  }
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

/** What a record says of where its officers serve. */
export const statementsOf = ({ source, time, officers }: BusinessRecord): OfficerStatement[] => {
  const at = Date.parse(time.start);
  return officers.flatMap(({ policeId, org }) =>
    policeId === undefined || org === undefined ? [] : [{ policeId, org, at, source }],
  );
};

/** Write down where officers served by what messages say; recordings about that time follow. Call inside a transaction. */
export const noteStatements = async (db: Db, statements: readonly OfficerStatement[]): Promise<void> => {
  const fits = ({ policeId, org }: OfficerStatement): boolean => policeId.length <= 20 && org.length <= 12;
  const keyOf = ({ policeId, day, org }: { policeId: string; day: number; org: string }): string =>
    `${policeId} ${day} ${org}`;
  const wanted = new Map<string, typeof officerPostings.$inferInsert>();
  for (const { policeId, org, at, source } of statements.filter(fits)) {
    const row = { policeId, day: dayOf(at), org, at, source };
    const known = wanted.get(keyOf(row));
    if (known === undefined || at < known.at) wanted.set(keyOf(row), row);
  }
  if (wanted.size === 0) return;
  const rows = [...wanted.values()];
  const days = rows.map(({ day }) => day);
  const stored = new Map<string, number>();
  for (const part of chunked([...new Set(rows.map(({ policeId }) => policeId))], partSize)) {
    const found = await db
      .select()
      .from(officerPostings)
      .where(
        and(
          inArray(officerPostings.policeId, part),
          between(officerPostings.day, Math.min(...days), Math.max(...days)),
        ),
      );
    for (const one of found) stored.set(keyOf(one), one.at);
  }
  const news = rows
    .filter((row) => row.at < (stored.get(keyOf(row)) ?? Number.POSITIVE_INFINITY))
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  if (news.length === 0) return;
  await insertRows(db, officerPostings, news, { update: ['at', 'source'] });
  const times = news.map(({ at }) => at);
  const [from, to] = [Math.min(...times) - statementHoldsMs, Math.max(...times) + statementHoldsMs];
  await repost(
    db,
    news.map(({ policeId }) => policeId),
    from,
    to,
  );
};

import { and, eq, gt, inArray, isNull, like, lte, or, sql } from 'drizzle-orm';
import type { Directory } from '../core/connector.ts';
import { orgPrefix } from '../core/org.ts';
import { servicesAfter } from '../core/roster.ts';
import { chunked, insertRows } from './multi-row.ts';
import type { Db } from './open.ts';
import { repost } from './repost.ts';
import { orgs, people } from './tables/directory.ts';

export type Org = typeof orgs.$inferSelect;
export type Person = typeof people.$inferSelect;

/** The next organisation above in the code: the last pair that is not "00" becomes "00". */
const codeParent = (code: string): string => {
  const prefix = orgPrefix(code);
  return prefix.slice(0, prefix.length - (prefix.length % 2 || 2)).padEnd(12, '0');
};

/** Each organisation with the parent that exists: a site may leave out levels of the code. */
const withParents = (all: readonly Org[]): (Org & { parent: string | null })[] => {
  const codes = new Set(all.map(({ code }) => code));
  return all.map((org) => {
    if (org.parent !== null) return org;
    let parent = codeParent(org.code);
    while (!codes.has(parent) && orgPrefix(parent) !== '') parent = codeParent(parent);
    return { ...org, parent: codes.has(parent) && parent !== org.code ? parent : null };
  });
};

/** All organisations with their parents resolved, in the order of their codes. */
export const listOrgs = async (db: Db): Promise<Org[]> => withParents(await db.select().from(orgs).orderBy(orgs.code));

/** Direct children, or the topmost ones, each with how many children it has itself. */
export const childOrgs = async (db: Db, parent?: string): Promise<(Org & { children: number })[]> => {
  const all = await listOrgs(db);
  return all
    .filter((org) => org.parent === (parent ?? null))
    .map((org) => ({ ...org, children: all.filter((other) => other.parent === org.code).length }));
};

/** Names of organisations by code; unknown codes are missing. */
export const orgNames = async (db: Db, codes: readonly string[]): Promise<Map<string, string>> => {
  if (codes.length === 0) return new Map();
  const rows = await db
    .select({ code: orgs.code, name: orgs.name })
    .from(orgs)
    .where(inArray(orgs.code, [...new Set(codes)]));
  return new Map(rows.map(({ code, name }) => [code, name]));
};

const servingAt = (at: number) => and(lte(people.since, at), or(isNull(people.until), gt(people.until, at)));

/** People serving at `at` (epoch ms, now by default) in an organisation and below, found by part of name or 警号. */
export const listPeople = (
  db: Db,
  { org, search, at = Date.now(), limit = 200 }: { org?: string; search?: string; at?: number; limit?: number } = {},
): Promise<Person[]> => {
  const part = search === undefined ? undefined : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .select()
    .from(people)
    .where(
      and(
        servingAt(at),
        org === undefined ? undefined : like(people.org, `${orgPrefix(org).replace(/\D/g, '')}%`),
        part === undefined ? undefined : or(like(people.name, part), like(people.policeId, part)),
      ),
    )
    .orderBy(people.policeId)
    .limit(limit);
};

/** Who officers are, by 警号, at a moment; unknown ones are missing. */
export const findPeople = async (
  db: Db,
  policeIds: readonly string[],
  at = Date.now(),
): Promise<Map<string, Person>> => {
  if (policeIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(people)
    .where(and(inArray(people.policeId, [...new Set(policeIds)]), servingAt(at)));
  return new Map(rows.map((person) => [person.policeId, person]));
};

export const saveOrgs = async (
  db: Db,
  rows: readonly { code: string; name: string; parent?: string }[],
): Promise<void> => {
  await insertRows(
    db,
    orgs,
    rows.map(({ code, name, parent }) => ({ code, name, parent: parent ?? null })),
    {
      update: ['name', 'parent'],
    },
  );
};

const contentOf = ({ policeId, name, org, since, until }: Person): string =>
  `${policeId} ${since} ${until} ${org} ${name}`;

/** What is known of some officers. */
const knownOf = async (db: Db, policeIds: readonly string[]): Promise<Map<string, Person[]>> => {
  const known = new Map<string, Person[]>();
  for (const part of chunked(policeIds, 500))
    for (const one of await db.select().from(people).where(inArray(people.policeId, part)).for('update'))
      known.set(one.policeId, [...(known.get(one.policeId) ?? []), one]);
  return known;
};

/**
 * Where people served, as a roster says it; see `servicesAfter` for what becomes of what was known. Recordings made in that
 * time follow, and are matched again.
 *
 * @param db a transaction
 */
export const savePeople = async (
  db: Db,
  rows: readonly { policeId: string; name: string; org: string; since?: number; until?: number }[],
): Promise<void> => {
  const read = new Map<string, Person[]>();
  for (const { policeId, name, org, since = 0, until = null } of rows)
    read.set(policeId, [...(read.get(policeId) ?? []), { policeId, name, org, since, until }]);
  const known = await knownOf(db, [...read.keys()].sort());
  const moved: string[] = [];
  const changed: Person[] = [];
  for (const [policeId, spans] of read) {
    const before = known.get(policeId) ?? [];
    const contents = new Set(before.map(contentOf));
    const after = servicesAfter(before, spans);
    const news = after.filter((span) => !contents.has(contentOf(span)));
    const beginnings = new Set(after.map(({ since }) => since));
    const gone = before.filter(({ since }) => !beginnings.has(since));
    for (const { since } of gone)
      await db.delete(people).where(and(eq(people.policeId, policeId), eq(people.since, since)));
    changed.push(...news);
    if (news.length + gone.length > 0) moved.push(policeId);
  }
  await insertRows(db, people, changed, { update: ['name', 'org', 'until'] });
  if (moved.length > 0) await repost(db, moved, 0, Number.MAX_SAFE_INTEGER);
};

/** The directory as connectors see it, when the other side asks the hub who is who. */
export const directoryOf = (db: Db): Directory => ({
  async orgs(parent) {
    return (await childOrgs(db, parent)).map(({ code, name, parent: above }) => ({
      code,
      name,
      ...(above === null ? {} : { parent: above }),
    }));
  },
  people: (org) =>
    db
      .select({
        policeId: people.policeId,
        name: people.name,
        org: people.org,
        orgName: sql<string>`coalesce(${orgs.name}, ${people.org})`,
      })
      .from(people)
      .leftJoin(orgs, eq(orgs.code, people.org))
      .where(and(eq(people.org, org), servingAt(Date.now())))
      .orderBy(people.policeId),
});

import { inArray } from 'drizzle-orm';
import { type Posting, postedAt, type Service, statementHoldsMs } from '../core/posting.ts';
import type { PostedRecord } from '../core/record.ts';
import type { DeviceKind } from '../core/vocabulary.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { statementsAbout } from './statements.ts';
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

/** What is asked of a record to know where its officers served. */
interface Attended {
  readonly data: PostedRecord;
  readonly startAt: number;
}

const orNothing = (postings: Record<string, string>): PostedRecord['postings'] =>
  Object.keys(postings).length === 0 ? undefined : postings;

/**
 * Where the officers of records served at the time, for those of whom the record does not say it, and who served elsewhere
 * than where it is from.
 *
 * @returns one for each in order: stations by 警号; undefined: there is no such officer
 */
export const postingsOfRecords = async (db: Db, attended: readonly Attended[]): Promise<PostedRecord['postings'][]> => {
  const silentOn = ({ data: { officers } }: Attended): string[] => {
    const ids = officers.flatMap(({ policeId, org }) =>
      policeId === undefined || org !== undefined ? [] : [policeId],
    );
    return [...new Set(ids)].sort();
  };
  const asked = attended.filter((one) => silentOn(one).length > 0);
  if (asked.length === 0) return attended.map(() => undefined);
  const times = asked.map(({ startAt }) => startAt);
  const postings = await readPostings(
    db,
    asked.flatMap(silentOn),
    times.reduce((least, at) => Math.min(least, at)),
    times.reduce((most, at) => Math.max(most, at)),
  );
  return attended.map((one) =>
    orNothing(
      Object.fromEntries(
        silentOn(one).flatMap((policeId) => {
          const station = postedAt(postings(policeId), one.startAt, one.data.org);
          return station === undefined ? [] : [[policeId, station]];
        }),
      ),
    ),
  );
};

/** The columns that follow from where the wearer served. */
export const postedColumns = (posting: string | undefined, stated: string | undefined) => ({
  // Who may see a recording is what it states; where it states nothing, the wearer's own may.
  org: stated ?? posting ?? null,
  station: posting ?? stated ?? null,
});

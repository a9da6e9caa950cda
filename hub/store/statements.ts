import { and, between, inArray, isNotNull } from 'drizzle-orm';
import type { Statement } from '../core/posting.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import { tell } from './outbox.ts';
import { officersOf, type RecordVersion } from './record-columns.ts';
import { recordOfficers } from './tables/catalogue.ts';
import { deviceIssues } from './tables/ingest.ts';
import type { Write } from './upsert.ts';

/**
 * Where officers served, as records and hand-outs of devices say in passing. Read from these themselves, so that what an
 * edit took back is not said any more.
 */

/** An officer at a moment, epoch ms. */
export interface Moment {
  readonly policeId: string;
  readonly at: number;
}

const partSize = 500;

/** What is said of officers between two moments (epoch ms), by 警号. */
export const statementsAbout = async (
  db: Db,
  policeIds: readonly string[],
  from: number,
  to: number,
): Promise<Map<string, Statement[]>> => {
  const statements = new Map<string, Statement[]>();
  for (const part of chunked([...new Set(policeIds)], partSize)) {
    const inRecords = await db
      .select({ policeId: recordOfficers.policeId, org: recordOfficers.org, at: recordOfficers.startAt })
      .from(recordOfficers)
      .where(
        and(
          inArray(recordOfficers.policeId, part),
          between(recordOfficers.startAt, from, to),
          isNotNull(recordOfficers.org),
        ),
      );
    const atHandOut = await db
      .select({ policeId: deviceIssues.policeId, org: deviceIssues.org, at: deviceIssues.at })
      .from(deviceIssues)
      .where(
        and(inArray(deviceIssues.policeId, part), between(deviceIssues.at, from, to), isNotNull(deviceIssues.org)),
      );
    for (const { policeId, org, at } of [...inRecords, ...atHandOut]) {
      if (org === null) continue;
      const known = statements.get(policeId);
      if (known) known.push({ org, at });
      else statements.set(policeId, [{ org, at }]);
    }
  }
  return statements;
};

/** Of which officers, and when, records say where they served. */
export const statedBy = (
  db: Db,
  recordIds: readonly number[],
): Promise<(Moment & { recordId: number; org: string | null })[]> =>
  db
    .select({
      recordId: recordOfficers.recordId,
      policeId: recordOfficers.policeId,
      org: recordOfficers.org,
      at: recordOfficers.startAt,
    })
    .from(recordOfficers)
    .where(and(inArray(recordOfficers.recordId, [...recordIds]), isNotNull(recordOfficers.org)));

/** Tell what edited records say no more of where officers served; before their officers are replaced. */
export const tellWithdrawn = async (
  db: Db,
  writes: readonly (Write<RecordVersion> & { id: number })[],
): Promise<void> => {
  for (const part of chunked(writes, partSize)) {
    const stated = await statedBy(
      db,
      part.map(({ id }) => id),
    );
    if (stated.length === 0) continue;
    const nameOf = (id: number, policeId: string, org: string | null, at: number) => `${id} ${policeId} ${org} ${at}`;
    const now = new Set(
      part.flatMap(({ id, item }) =>
        officersOf(item).map(({ policeId, org, startAt }) => nameOf(id, policeId, org, startAt)),
      ),
    );
    const said = stated
      .filter(({ recordId, policeId, org, at }) => !now.has(nameOf(recordId, policeId, org, at)))
      .map(({ policeId, at }) => ({ policeId, at }));
    if (said.length > 0) await tell(db, [{ name: 'statements.withdrawn', data: { said } }]);
  }
};

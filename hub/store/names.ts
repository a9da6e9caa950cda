import { and, eq, inArray, or } from 'drizzle-orm';
import type { Scope } from '../core/scope.ts';
import { chunked } from './multi-row.ts';
import type { Db } from './open.ts';
import type { RecordRow } from './records.ts';
import { footageWithin, recordsWithin } from './scope.ts';
import { footage, records } from './tables/catalogue.ts';

/** `source/number`, as evidence names records and recordings; a number may hold further strokes. */
const bySource = (names: readonly string[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const name of new Set(names)) {
    const at = name.indexOf('/');
    if (at > 0) groups.set(name.slice(0, at), [...(groups.get(name.slice(0, at)) ?? []), name.slice(at + 1)]);
  }
  return groups;
};

const partSize = 500;

/** Records by the names in evidence; those that are gone or outside of the scope are missing. */
export const recordsByName = async (
  db: Db,
  scope: Scope,
  names: readonly string[],
): Promise<Map<string, RecordRow>> => {
  const found = new Map<string, RecordRow>();
  for (const part of chunked([...new Set(names)], partSize)) {
    const groups = [...bySource(part)];
    if (groups.length === 0) continue;
    const named = groups.map(([source, ids]) => and(eq(records.source, source), inArray(records.externalId, ids)));
    const rows = await db
      .select()
      .from(records)
      .where(and(or(...named), recordsWithin(scope)));
    for (const row of rows) found.set(`${row.source}/${row.externalId}`, row);
  }
  return found;
};

/** Which of these names are recordings that the scope shows. */
export const visibleFootageNames = async (db: Db, scope: Scope, names: readonly string[]): Promise<Set<string>> => {
  const found = new Set<string>();
  for (const part of chunked([...new Set(names)], partSize)) {
    const groups = [...bySource(part)];
    if (groups.length === 0) continue;
    const named = groups.map(([source, ids]) => and(eq(footage.source, source), inArray(footage.externalId, ids)));
    const rows = await db
      .select({ source: footage.source, externalId: footage.externalId })
      .from(footage)
      .where(and(or(...named), footageWithin(scope)));
    for (const { source, externalId } of rows) found.add(`${source}/${externalId}`);
  }
  return found;
};

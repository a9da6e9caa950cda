import { type AnyColumn, and, exists, inArray, like, ne, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/mysql-core';
import { orgPrefix } from '../core/org.ts';
import type { Scope } from '../core/scope.ts';
import { footage, links, records } from './tables/catalogue.ts';

const nothing = sql`false`;

/** `prefix%` with the wildcards of LIKE taken literally. */
const startingWith = (prefix: string): string => `${prefix.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * The predicate that belongs into the WHERE of every query for somebody. Rows of no organisation are visible to
 * `everything` alone; a scope of records sees nothing where no record id is at hand.
 */
export const within = (scope: Scope, org: AnyColumn, recordId?: AnyColumn): SQL => {
  if (scope.kind === 'everything') return sql`true`;
  if (scope.kind === 'orgs') {
    return or(...scope.orgs.map((code) => like(org, startingWith(orgPrefix(code))))) ?? nothing;
  }
  return recordId === undefined || scope.records.length === 0 ? nothing : inArray(recordId, [...scope.records]);
};

export const recordsWithin = (scope: Scope): SQL => within(scope, records.org, records.id);

/** A scope of records sees the footage linked to them, unless a person rejected the link. */
export const footageWithin = (scope: Scope): SQL => {
  if (scope.kind !== 'records') return within(scope, footage.org);
  if (scope.records.length === 0) return nothing;
  return exists(
    new QueryBuilder()
      .select({ one: sql`1` })
      .from(links)
      .where(
        and(
          sql`${links.footageId} = ${footage.id}`,
          inArray(links.recordId, [...scope.records]),
          ne(links.decision, 'rejected'),
        ),
      ),
  );
};

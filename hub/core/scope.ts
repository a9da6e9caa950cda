import { isWithin } from './org.ts';

/**
 * What somebody may see. It is part of every query of the store and of the search, never applied afterwards: counts
 * and facets leak otherwise.
 *
 * `orgs`: organisation codes whose subtrees are visible; `everything` is for the hub's own work.
 * `records`: when present, only these records (database ids) and what is linked to them, as a grant to a business
 * system has it.
 */
export type Scope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'orgs'; readonly orgs: readonly string[] }
  | { readonly kind: 'records'; readonly records: readonly number[] };

export const everything: Scope = { kind: 'everything' };

/** Whether something that belongs to `org` is visible; what belongs to nobody is visible to `everything` alone. */
export const maySeeOrg = (scope: Scope, org: string | undefined): boolean =>
  scope.kind === 'everything' ||
  (scope.kind === 'orgs' && org !== undefined && scope.orgs.some((code) => isWithin(org, code)));

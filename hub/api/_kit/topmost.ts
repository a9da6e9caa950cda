import { maySeeOrg, type Scope } from '../../core/scope.ts';

/** The topmost organisations of a scope: where it begins, which is not the top of the tree. */
export const topmost = <T extends { code: string; parent: string | null }>(orgs: readonly T[], scope: Scope): T[] => {
  const seen = orgs.filter(({ code }) => maySeeOrg(scope, code));
  const codes = new Set(seen.map(({ code }) => code));
  return seen.filter(({ parent }) => parent === null || !codes.has(parent));
};

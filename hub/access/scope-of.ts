import { orgPrefix } from '../core/org.ts';
import { everything, type Scope } from '../core/scope.ts';

/**
 * The scope of somebody with these organisations. An organisation without digits before its zeros is the root of the
 * tree; nobody gets there by an empty list, which sees nothing.
 */
export const scopeOf = (orgs: readonly string[]): Scope =>
  orgs.some((code) => orgPrefix(code) === '') && orgs.length > 0 ? everything : { kind: 'orgs', orgs };

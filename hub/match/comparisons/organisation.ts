import { orgDistance } from '../../core/org.ts';
import type { Rules } from '../rules.ts';

/** Station of the clip against the record's, by steps in the tree; undefined where one is not known. */
export const compareOrganisation = (rules: Rules, record: string | undefined, footage: string | undefined) => {
  if (record === undefined || footage === undefined) return undefined;
  const levels = rules.comparisons.organisation;
  const steps = orgDistance(record, footage);
  if (steps === 0) return levels.same;
  if (steps === 1) return levels.parent;
  return steps === 2 ? levels.sibling : levels.apart;
};

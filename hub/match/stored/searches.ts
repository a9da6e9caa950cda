import type { FootageSearch, Orgs, RecordSearch } from '../../store/partition-rows.ts';
import type { MatchPlan } from '../../store/tables/match-runs.ts';
import type { Span } from '../partition/span.ts';
import type { Rules } from '../rules/rules.ts';

/** Where and when rows may lie in the store that meet a span. */

/** Milestones lie at most so long before the start that a record tells. */
const earliestMilestoneMs = 12 * 3_600_000;
const dayMs = 86_400_000;

export const recordSearch = (
  { windows, blocking }: Rules,
  { longestRecordMs }: MatchPlan,
  orgs: Orgs,
  { from, to }: Span,
): RecordSearch => {
  const furthest = Math.max(blocking.near, ...blocking.zones.map(Math.abs));
  const after = Math.max(0, ...windows.map(({ lasts, tail }) => lasts + tail)) + furthest;
  const before = Math.max(0, ...windows.map(({ lead }) => lead)) + furthest + earliestMilestoneMs;
  return {
    from: Math.floor(from) - after - longestRecordMs - dayMs,
    to: Math.ceil(to) + before,
    orgs,
    endsFrom: Math.floor(from) - after,
  };
};

export const footageSearch = ({ blocking }: Rules, orgs: Orgs, { from, to }: Span): FootageSearch => ({
  from: Math.floor(from),
  to: Math.ceil(to),
  orgs,
  longestMs: blocking.longestClip,
});

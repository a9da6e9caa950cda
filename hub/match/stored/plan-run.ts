import { isWithin } from '../../core/org.ts';
import {
  addParts,
  finishRun,
  lockRun,
  type MatchPart,
  type MatchPlan,
  runById,
  setPlan,
} from '../../store/match-runs.ts';
import type { Store } from '../../store/open.ts';
import { countDays, type DayCount, extentOfRecords, longestRecord } from '../../store/partition-plan.ts';
import { regionsOfStore } from './regions-of-store.ts';

const dayMs = 86_400_000;
/** What ties cities is looked at so far around a run; a part that has to look further takes all cities together. */
const tiedBesideMs = 8 * dayMs;
/** How far back records are looked for that still go on. */
const longestStoryMs = 31 * dayMs;

/** Records and clips of one part, its margin aside: some hundred megabytes. A single day is never cut. */
export const standardRows = 60_000;

type Cut = Pick<MatchPart, 'region' | 'fromAt' | 'toAt'>;

/** Cut the days of each region into parts of about the same size; the largest first, so that none is left to run alone. */
export const cutDays = (
  plan: Pick<MatchPlan, 'regions'>,
  days: readonly DayCount[],
  own: { readonly from: number; readonly to: number },
  mostRows: number,
): Cut[] => {
  const regionOf = new Map(plan.regions.flatMap((orgs, region) => orgs.map((org) => [org, region])));
  const sizes = plan.regions.map(() => new Map<number, number>());
  for (const { org, day, rows } of days) {
    const size = sizes[regionOf.get(org) ?? 0];
    size?.set(day, (size.get(day) ?? 0) + rows);
  }
  const all = sizes.flatMap((size, region) => {
    const cuts: (Cut & { rows: number })[] = [];
    for (const [day, rows] of [...size].sort(([left], [right]) => left - right)) {
      const [fromAt, toAt] = [Math.max(own.from, day * dayMs), Math.min(own.to + 1, (day + 1) * dayMs)];
      if (fromAt >= toAt) continue;
      const last = cuts.at(-1);
      if (last !== undefined && last.toAt === fromAt && last.rows + rows <= mostRows)
        cuts[cuts.length - 1] = { ...last, toAt, rows: last.rows + rows };
      else cuts.push({ region, fromAt, toAt, rows });
    }
    return cuts;
  });
  return all.sort((left, right) => right.rows - left.rows).map(({ rows: _, ...cut }) => cut);
};

/**
 * Cut a run into parts and put them down as work. Doing it again changes nothing.
 *
 * @param mostRows records and clips of one part
 */
export const planRun = async (store: Store, runId: number, mostRows = standardRows): Promise<void> => {
  const run = await runById(store.db, runId);
  const extent = await extentOfRecords(store.pool);
  if (run === undefined || run.plan !== null) return;
  const own = {
    from: Math.max(run.fromAt, extent?.from ?? 0),
    to: Math.min(run.toAt, extent?.to ?? 0),
  };
  const [tiedFrom, tiedTo] = [own.from - tiedBesideMs, own.to + tiedBesideMs];
  const { org: below } = run;
  const [records, footage, longestRecordMs] = await Promise.all([
    countDays(store.pool, 'records', tiedFrom, tiedTo),
    countDays(store.pool, 'footage', tiedFrom, tiedTo),
    longestRecord(store.pool, tiedFrom - longestStoryMs, tiedTo),
  ]);
  const orgs = [...new Set([...records, ...footage].map(({ org }) => org))];
  const plan: MatchPlan = {
    regions: await regionsOfStore(store, orgs, tiedFrom, tiedTo),
    tiedFrom,
    tiedTo,
    longestRecordMs,
    // Of a stretch nobody knows what the links of the days around say.
    clocks: below === null && extent !== undefined && run.fromAt <= extent.from && run.toAt >= extent.to,
  };
  const wanted = new Set(
    records
      .filter(({ org }) => below === null || (org !== null && isWithin(org, below)))
      .map(({ org }) => plan.regions.findIndex((region) => region.includes(org))),
  );
  const cuts = cutDays(plan, [...records, ...footage], own, mostRows).filter(({ region }) => wanted.has(region));
  await store.transaction(async (tx) => {
    const locked = await lockRun(tx, runId);
    if (locked === undefined || locked.plan !== null) return;
    await setPlan(tx, runId, plan);
    await addParts(
      tx,
      cuts.map((cut) => ({ ...cut, runId, pass: 'first' as const })),
    );
    if (cuts.length === 0) await finishRun(tx, runId);
  });
};

import { bucketsWithClocks, putClocks } from '../../store/match-clocks.ts';
import {
  addParts,
  finishRun,
  lockRun,
  type MatchPart,
  type MatchRun,
  markDone,
  type PartResult,
  partById,
  partsOf,
  runById,
} from '../../store/match-runs.ts';
import type { Db, Store } from '../../store/open.ts';
import type { LinkText } from '../../store/standing-links.ts';
import type { MatchPlan } from '../../store/tables/match-runs.ts';
import { gpsClockError } from '../clock/clock.ts';
import { linkContentOf } from '../link-content.ts';
import { matchArrivals } from '../online/online.ts';
import type { Decided } from '../partition/match-partition.ts';
import { ownResolved } from '../partition/own-resolved.ts';
import { dayOf } from '../partition/spool.ts';
import { votesOfPartition } from '../partition/votes-of-partition.ts';
import type { Resolved } from '../resolve/explained.ts';
import type { Rules } from '../rules/rules.ts';
import { inBuckets, type TrackClock } from './clocks-found.ts';
import { estimateClocks, expectedMoved, fewMoved, keepEstimates } from './estimate-clocks.ts';
import { type Matched, matchStored } from './match-stored.ts';
import { StoredRows } from './stored-rows.ts';
import { writePart } from './write-part.ts';

/** What was changed by others meanwhile is decided so many at a time. */
const arrivalsAtOnce = 32;

/**
 * Whoever changed a row while it was matched here may have had its links decided before these were written. So whatever
 * stands otherwise in the store by now than it was read is decided once more, as an arrival.
 */
const followChanges = async (store: Store, rules: Rules, rows: StoredRows): Promise<void> => {
  const { recordIds, footageIds } = await rows.changes();
  for (let at = 0; at < Math.max(recordIds.length, footageIds.length); at += arrivalsAtOnce) {
    const arrivals = {
      recordIds: recordIds.slice(at, at + arrivalsAtOnce),
      footageIds: footageIds.slice(at, at + arrivalsAtOnce),
    };
    await store.transaction((tx) => matchArrivals(tx, rules, arrivals));
  }
};

/** A decided pair with its evidence as text; undefined where the rules decide nothing. */
const linkTextOf = (rules: Rules, one: Resolved): LinkText | undefined => {
  const link = linkContentOf(rules, one);
  return link && { ...link, evidence: JSON.stringify(link.evidence) };
};

/** What clips' own tracks say of their clocks. */
const trackClocks = ({ frames: { footage } }: Decided): TrackClock[] =>
  footage.source.flatMap(({ id: footageId, deviceId, start, end, track }, row) => {
    // A clip whose track says something is measured.
    if (footage.isMeasured[row] === 0) return [];
    const errorMs = deviceId === undefined ? undefined : gpsClockError(start, end, track);
    return deviceId === undefined || errorMs === undefined ? [] : [{ footageId, deviceId, at: start, errorMs }];
  });

const linksByRecord = (rules: Rules, decided: Decided): Map<number, LinkText[]> => {
  const own = new Map<number, LinkText[]>();
  for (const one of ownResolved(decided)) {
    const link = linkTextOf(rules, one);
    const known = link && own.get(link.recordId);
    if (known) known.push(link);
    else if (link) own.set(link.recordId, [link]);
  }
  return own;
};

interface PartOfRun {
  readonly run: MatchRun;
  readonly plan: MatchPlan;
  readonly part: MatchPart;
  readonly few: number;
  readonly onWriting: () => void;
}

/** Whether nobody else can have a say in the clocks of a part's cameras: all there is of its region was looked at. */
const isWhole = async ({ db }: Store, { run, part }: PartOfRun, rows: StoredRows): Promise<boolean> => {
  const parts = await partsOf(db, run.id, 'first');
  return parts.filter(({ region }) => region === part.region).length === 1 && !rows.isEverywhere;
};

const matchPart = async (store: Store, rules: Rules, work: PartOfRun): Promise<PartResult> => {
  const { run, plan, part, few, onWriting } = work;
  const isFirst = plan.clocks && part.pass === 'first';
  const rows = new StoredRows(store, rules, plan, part.region, isFirst ? 'measured' : 'stored');
  const bounds = { from: part.fromAt, to: part.toAt, ...(run.org === null ? {} : { org: run.org }) };
  const match = (former?: Matched): Promise<Matched> => matchStored(store, rules, rows, bounds, former);
  const write = async (decided: Decided): Promise<PartResult> => {
    const records = decided.frames.records.source.filter(decided.isOwned);
    const links = linksByRecord(rules, decided);
    onWriting();
    const changed = await writePart(store, rules, records, links);
    await followChanges(store, rules, rows);
    return { records: records.length, changed };
  };
  const reach = () => ({ reachFrom: Math.floor(rows.reach.from), reachTo: Math.ceil(rows.reach.to) });
  const decided = await match();
  if (!isFirst) return { ...(await write(decided)), ...reach() };
  const votes = votesOfPartition(rules, decided);
  const tracks = trackClocks(decided);
  const whole = await isWhole(store, work, rows);
  if (whole) {
    const { clocks } = await keepEstimates(store, rules, { votes, tracks }, 0);
    const final = (await rows.goByStored(clocks)) ? await match(decided) : decided;
    // Without its reach, so that nobody's clocks are thought to touch it.
    if (!rows.isEverywhere) return write(final);
  }
  await store.transaction((tx) => putClocks(tx, part, inBuckets(votes, tracks)));
  // What is about to be matched again is written then.
  const deferred = whole || rows.hasOtherClocks || expectedMoved(rules, votes, decided.frames.footage.source) > few;
  if (!deferred) return { ...(await write(decided)), ...reach() };
  return { records: decided.frames.records.source.filter(decided.isOwned).length, deferred, ...reach() };
};

/** Parts whose first matching went by a clock that turned out otherwise, or that waited for it. */
const toDoAgain = async (tx: Db, run: MatchRun): Promise<MatchPart[]> => {
  const days = (await partsOf(tx, run.id, 'clocks')).flatMap(({ touchedDays }) => touchedDays ?? []);
  return (await partsOf(tx, run.id, 'first')).filter(
    ({ deferred, reachFrom, reachTo }) =>
      deferred || days.some((day) => dayOf(reachFrom ?? 0) <= day && day <= dayOf(reachTo ?? 0)),
  );
};

/** The last part of a pass begins the next one. */
const moveOn = async (tx: Db, run: MatchRun, plan: MatchPlan, { pass }: MatchPart): Promise<void> => {
  const { id: runId, fromAt, toAt } = run;
  const buckets = pass === 'first' && plan.clocks ? await bucketsWithClocks(tx, runId) : [];
  if (buckets.length > 0) {
    return addParts(
      tx,
      buckets.map((region) => ({ runId, pass: 'clocks', region, fromAt, toAt })),
    );
  }
  const again = pass === 'again' ? [] : await toDoAgain(tx, run);
  if (again.length === 0) return finishRun(tx, runId);
  await addParts(
    tx,
    again.map(({ region, fromAt: from, toAt: to }) => ({ runId, pass: 'again', region, fromAt: from, toAt: to })),
  );
};

/**
 * Do one part of a run: match it and write its links, or estimate clocks. A part that was begun before and not finished,
 * by a process that was killed, is done from the beginning: what it had written stays right. One that is done is left alone.
 *
 * @param options.onWriting called when all is decided, before anything is written
 * @param options.few so many clips of a bucket of devices that turn out to have other clocks are decided again by themselves
 */
export const doPart = async (
  store: Store,
  rules: Rules,
  partId: number,
  { few = fewMoved, onWriting = () => undefined }: { readonly few?: number; readonly onWriting?: () => void } = {},
): Promise<void> => {
  const part = await partById(store.db, partId);
  const run = part && (await runById(store.db, part.runId));
  if (part === undefined || part.doneAt !== null || !run?.plan) return;
  const { plan } = run;
  const result =
    part.pass === 'clocks'
      ? await estimateClocks(store, rules, part, few)
      : await matchPart(store, rules, { run, plan, part, few, onWriting });
  await store.transaction(async (tx) => {
    const locked = await lockRun(tx, run.id);
    const now = await partById(tx, partId);
    if (locked === undefined || now === undefined || now.doneAt !== null) return;
    if ((await markDone(tx, part, result)) === 0) await moveOn(tx, run, plan, part);
  });
};

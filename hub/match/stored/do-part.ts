import {
  addParts,
  finishRun,
  hasClocks,
  lockRun,
  type MatchPart,
  type MatchRun,
  markDone,
  type PartResult,
  partById,
  partsOf,
  putClocks,
  runById,
} from '../../store/match-runs.ts';
import type { Db, Store } from '../../store/open.ts';
import type { MatchPlan } from '../../store/tables/match-runs.ts';
import { gpsClockError } from '../clock.ts';
import { strongestVotes, votesOf } from '../clocks-by-links.ts';
import { matchArrivals } from '../online.ts';
import type { Decided } from '../partition/match-partition.ts';
import { ownResolved } from '../partition/own-resolved.ts';
import { dayOf } from '../partition/spool.ts';
import type { Rules } from '../rules.ts';
import { clockBuckets, estimateClocks } from './estimate-clocks.ts';
import { matchStored, ownLinks } from './match-stored.ts';
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

/** What the part's links and its own clips' tracks say about clocks. */
const noteClocks = async (store: Store, rules: Rules, part: MatchPart, decided: Decided): Promise<void> => {
  const named = { runId: part.runId, partId: part.id };
  const votes = [...strongestVotes(votesOf(rules, ownResolved(decided))).values()].map(
    ({ footageId, deviceId, weight, record, reading }) => ({
      ...named,
      ...{ footageId, measured: false, deviceId, weight, record },
      at: reading?.at ?? null,
      errorMs: reading?.errorMs ?? null,
    }),
  );
  const tracks = decided.frames.footage.source.flatMap(({ id, deviceId, start, end, track }) => {
    const errorMs = start >= part.fromAt && start < part.toAt ? gpsClockError(start, end, track) : undefined;
    if (deviceId === undefined || errorMs === undefined) return [];
    return [{ ...named, footageId: id, measured: true, deviceId, weight: 0, record: '', at: start, errorMs }];
  });
  await store.transaction((tx) => putClocks(tx, part.id, [...votes, ...tracks]));
};

const matchPart = async (
  store: Store,
  rules: Rules,
  { org }: MatchRun,
  plan: MatchPlan,
  part: MatchPart,
): Promise<PartResult> => {
  const isFirst = plan.clocks && part.pass === 'first';
  const rows = new StoredRows(store, rules, plan, part.region, isFirst ? 'measured' : 'stored');
  const own = { from: part.fromAt, to: part.toAt, ...(org === null ? {} : { org }) };
  const decided = await matchStored(store, rules, rows, own);
  const records = decided.frames.records.source.filter(decided.isOwned);
  if (isFirst) await noteClocks(store, rules, part, decided);
  const reach = { reachFrom: Math.floor(rows.reach.from), reachTo: Math.ceil(rows.reach.to) };
  if (isFirst && rows.hasOtherClocks) return { records: records.length, deferred: true, ...reach };
  const changed = await writePart(store, rules, records, ownLinks(rules, ownResolved(decided)));
  await followChanges(store, rules, rows);
  return { records: records.length, changed, ...reach };
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
  if (pass === 'first' && plan.clocks && (await hasClocks(tx, runId))) {
    const buckets = Array.from({ length: clockBuckets }, (_, region) => region);
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
 */
export const doPart = async (store: Store, rules: Rules, partId: number): Promise<void> => {
  const part = await partById(store.db, partId);
  const run = part && (await runById(store.db, part.runId));
  if (part === undefined || part.doneAt !== null || !run?.plan) return;
  const { plan } = run;
  const result =
    part.pass === 'clocks' ? await estimateClocks(store, rules, part) : await matchPart(store, rules, run, plan, part);
  await store.transaction(async (tx) => {
    const locked = await lockRun(tx, run.id);
    const now = await partById(tx, partId);
    if (locked === undefined || now === undefined || now.doneAt !== null) return;
    if ((await markDone(tx, part, result)) === 0) await moveOn(tx, run, plan, part);
  });
};

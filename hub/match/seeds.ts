import type { BusinessRecord } from '../core/record.ts';
import {
  contentsOfRecords,
  footageContents,
  footageOfOfficers,
  footageOfWearers,
  pairsOfRecords,
  recordsOfCompany,
} from '../store/candidates.ts';
import { clipsOfNobody, companyOfOfficers, usesOfDevices } from '../store/evidence.ts';
import type { Db } from '../store/open.ts';
import { ask, idsOf } from '../store/question.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from './inputs.ts';
import { policeIdsOf } from './load-registers.ts';
import type { Seeds } from './reach.ts';
import { isWorn, registersOf, type Service, type Use } from './registers.ts';
import type { Rules } from './rules.ts';
import { subjectOfFootage } from './subject.ts';
import { windowMargins } from './window-margins.ts';

/** A record with other partners than before, and who of them is no partner any more. */
interface Regrouped {
  readonly recordId: number;
  readonly start: number;
  readonly lost: readonly string[];
}

/** Records around one that have other shift partners with all that arrived than without. */
const regroupedBy = (
  rules: Rules,
  services: ReadonlyMap<number, Service>,
  record: MatchRecord,
  arrived: ReadonlySet<number>,
): Regrouped[] => {
  const without = new Map([...services].filter(([id]) => !arrived.has(id)));
  const [now, before] = [registersOf(rules, services.values(), []), registersOf(rules, without.values(), [])];
  return [...services].flatMap(([recordId, { officers, start }]): Regrouped[] => {
    if (arrived.has(recordId) || Math.abs(start - record.start) > rules.blocking.partner) return [];
    const people = officers.flatMap(({ policeId }) => policeId ?? []);
    const changes = people.map((id) => ({ now: now.partnersOf(id, start), before: before.partnersOf(id, start) }));
    const lost = changes.flatMap((one) => one.before.filter((id) => !one.now.includes(id)));
    const isRegrouped = lost.length > 0 || changes.some((one) => one.now.some((id) => !one.before.includes(id)));
    return isRegrouped ? [{ recordId, start, lost }] : [];
  });
};

/** Who served with whom around each record, as far as it takes to tell partners. */
const servicesAround = async (
  db: Db,
  rules: Rules,
  around: readonly MatchRecord[],
): Promise<Map<number, Service>[]> => {
  const reach = 2 * rules.blocking.partner;
  const questions = around.map((record) =>
    companyOfOfficers(policeIdsOf(record), {
      from: record.start - reach,
      to: record.start + reach,
      colleagues: true,
    }),
  );
  const answers = await ask(db, questions.flat());
  let next = 0;
  return questions.map(({ length }) => {
    const services = new Map<number, { officers: { policeId: string }[]; start: number }>();
    const mine = answers.slice(next, next + length).flat();
    next += length;
    for (const { id, name, at } of mine) {
      if (name === null || at === null) continue;
      const service = services.get(id) ?? { officers: [], start: at };
      services.set(id, service);
      if (!service.officers.some(({ policeId }) => policeId === name)) service.officers.push({ policeId: name });
    }
    return services;
  });
};

/**
 * Where to begin when these records are new or changed: they, what they were tied to before, and where they make or unmake
 * partners, others of theirs.
 */
export const seedsOfRecords = async (db: Db, rules: Rules, recordIds: readonly number[]): Promise<Required<Seeds>> => {
  if (recordIds.length === 0) return { recordIds: [], footageIds: [], fresh: new Set() };
  const questions = contentsOfRecords(recordIds);
  const answers = await ask(db, [...questions, pairsOfRecords(recordIds)]);
  const pairs = answers.at(-1) ?? [];
  const contents = answers.slice(0, questions.length).flat();
  const records = contents.map(({ id, name }) => matchRecordOf(id, JSON.parse(name ?? '') as BusinessRecord));
  const shared = records.filter((one) => policeIdsOf(one).length > 1);
  const services = await servicesAround(db, rules, shared);
  const arrived = new Set(records.map(({ id }) => id));
  const regrouped = shared.flatMap((record, index) =>
    regroupedBy(rules, services[index] ?? new Map(), record, arrived),
  );
  const { longestClip, longestEvent, zones, near, issue } = rules.blocking;
  const furthest = Math.max(near, ...zones.map(Math.abs));
  // What was a candidate by a partner who is none any more, others may have now.
  const formerly = regrouped.flatMap(({ start, lost }) =>
    lost.map((key) => ({ key, from: start - furthest, to: start + longestEvent + furthest })),
  );
  const freed =
    formerly.length === 0
      ? []
      : await idsOf(db, [
          ...footageOfOfficers(formerly, longestClip),
          ...footageOfWearers(formerly, longestClip, issue),
        ]);
  const others = regrouped.map(({ recordId }) => recordId);
  const known = new Set([...others, ...pairs.map(({ id }) => id)]);
  return {
    recordIds: [...new Set([...records.map(({ id }) => id), ...others])],
    footageIds: [...new Set([...pairs.flatMap(({ at }) => at ?? []), ...freed])],
    fresh: new Set(contents.flatMap(({ id, at }) => (at === 1 && !known.has(id) ? [id] : []))),
  };
};

/** Clips of devices for which nobody signed in and whom others of the device gave away before, but not with these. */
const recordsOfLostHolders = async (
  db: Db,
  rules: Rules,
  arrived: readonly MatchFootage[],
  others: readonly number[],
): Promise<number[]> => {
  const { issue, near, zones, partner } = rules.blocking;
  const nobodys = (await footageContents(db, others)).flatMap(({ id, data, clockErrorMs }) =>
    data.policeId === undefined ? [matchFootageOf(id, data, clockErrorMs)] : [],
  );
  const asks = nobodys.flatMap(({ deviceId, start }) =>
    deviceId === undefined ? [] : [{ key: deviceId, from: start - issue, to: start + issue }],
  );
  const uses = (await ask(db, usesOfDevices(asks)))
    .flat()
    .flatMap(({ name, at, device }): Use[] =>
      name === null || at === null || device === null
        ? []
        : [{ deviceId: device, policeId: name, start: at, deviceKind: 'body-camera' }],
    );
  const nameOf = ({ deviceId, policeId, start }: Use): string => `${deviceId} ${policeId} ${start}`;
  const own = new Set(arrived.map(nameOf));
  const now = registersOf(rules, [], uses);
  const before = registersOf(
    rules,
    [],
    uses.filter((use) => !own.has(nameOf(use))),
  );
  const lost = nobodys.flatMap((clip) => {
    const holder = clip.deviceId === undefined ? undefined : before.holderOf(clip.deviceId, clip.start);
    if (holder === undefined || holder === now.holderOf(clip.deviceId as string, clip.start)) return [];
    const margins = windowMargins(rules, clip.deviceKind);
    const { from, to } = subjectOfFootage(rules, clip);
    const shifts = [0, ...zones];
    return shifts.map((zone) => ({ key: holder, from: from - near - zone, to: to + near - zone, ...margins }));
  });
  return lost.length === 0 ? [] : idsOf(db, recordsOfCompany(lost, partner));
};

/**
 * Where to begin when these clips are new or changed: they, clips of their devices whose wearer they may give away, and
 * records of whoever was held for such a wearer before.
 */
export const seedsOfFootage = async (
  db: Db,
  rules: Rules,
  footageIds: readonly number[],
): Promise<{ recordIds: number[]; footageIds: number[] }> => {
  if (footageIds.length === 0) return { recordIds: [], footageIds: [] };
  const contents = await footageContents(db, footageIds);
  const clips = contents.map(({ id, data, clockErrorMs }) => matchFootageOf(id, data, clockErrorMs));
  const { issue } = rules.blocking;
  const worn = clips.filter(({ deviceId, deviceKind }) => deviceId !== undefined && isWorn(deviceKind));
  const asks = worn.flatMap(({ deviceId, start }) =>
    deviceId === undefined ? [] : [{ key: deviceId, from: start - issue, to: start + issue }],
  );
  const given = await idsOf(db, clipsOfNobody(asks));
  return {
    recordIds: given.length === 0 ? [] : await recordsOfLostHolders(db, rules, worn, given),
    footageIds: [...new Set([...clips.map(({ id }) => id), ...given])],
  };
};

import type { BusinessRecord } from '../core/record.ts';
import { contentsOfRecords, footageContents, pairsOfRecords, recordsOfOfficers } from '../store/candidates.ts';
import { clipsOfNobody, companyOfOfficers } from '../store/evidence.ts';
import type { Db } from '../store/open.ts';
import { ask, idsOf } from '../store/question.ts';
import { type MatchRecord, matchRecordOf } from './inputs.ts';
import { policeIdsOf } from './load-registers.ts';
import type { Seeds } from './reach.ts';
import { isWorn, registersOf, type Service } from './registers.ts';
import type { Rules } from './rules.ts';

/** Who counts as whose shift partner with and without one record. */
const partnersChanged = (rules: Rules, services: ReadonlyMap<number, Service>, recordId: number): string[] => {
  const record = services.get(recordId);
  if (record === undefined) return [];
  const without = new Map(services);
  without.delete(recordId);
  const [now, before] = [registersOf(rules, services.values(), []), registersOf(rules, without.values(), [])];
  const people = record.officers.flatMap(({ policeId }) => policeId ?? []);
  const said = (partners: readonly string[]) => [...partners].sort().join();
  return people.filter((id) => said(now.partnersOf(id, record.start)) !== said(before.partnersOf(id, record.start)));
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
  const { partner } = rules.blocking;
  const around = shared.flatMap(({ id, start }, index) =>
    partnersChanged(rules, services[index] ?? new Map(), id).map((key) => ({
      key,
      from: start - partner,
      to: start + partner,
    })),
  );
  const others = await idsOf(db, recordsOfOfficers(around));
  const known = new Set([...others, ...pairs.map(({ id }) => id)]);
  return {
    recordIds: [...new Set([...records.map(({ id }) => id), ...others])],
    footageIds: [...new Set(pairs.flatMap(({ at }) => at ?? []))],
    fresh: new Set(contents.flatMap(({ id, at }) => (at === 1 && !known.has(id) ? [id] : []))),
  };
};

/** Clips to begin with when these are new or changed: they, and clips of their devices whose wearer they may give away. */
export const seedsOfFootage = async (db: Db, rules: Rules, footageIds: readonly number[]): Promise<number[]> => {
  const contents = await footageContents(db, footageIds);
  const { issue } = rules.blocking;
  const asks = contents.flatMap(({ data: { deviceId, deviceKind, start } }) => {
    const at = Date.parse(start);
    return deviceId === undefined || !isWorn(deviceKind) ? [] : [{ key: deviceId, from: at - issue, to: at + issue }];
  });
  return [...new Set([...contents.map(({ id }) => id), ...(await idsOf(db, clipsOfNobody(asks)))])];
};

import { footageContents, recordContents, recordsOfOfficers } from '../store/candidates.ts';
import { clipsOfDevice, companyOfOfficers } from '../store/evidence.ts';
import type { Db } from '../store/open.ts';
import { ask, idsOf } from '../store/question.ts';
import type { Seeds } from './neighbourhood.ts';
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

/**
 * Where to begin when a record is new or changed: the record, the clips it is linked to, and, where it makes or unmakes
 * shift partners, the other records of those officers.
 */
export const seedsOfRecord = async (
  db: Db,
  rules: Rules,
  recordId: number,
  linkedFootage: readonly number[],
): Promise<Seeds> => {
  const [content] = await recordContents(db, [recordId]);
  if (content === undefined) return { recordIds: [], footageIds: linkedFootage };
  const start = Date.parse(content.data.time.start);
  const { partner } = rules.blocking;
  const officers = content.data.officers.flatMap(({ policeId }) => policeId ?? []);
  if (officers.length < 2) return { recordIds: [recordId], footageIds: linkedFootage };
  const services = new Map<number, { officers: { policeId: string }[]; start: number }>();
  const reach = { from: start - 2 * partner, to: start + 2 * partner, colleagues: true };
  for (const { id, name, at } of (await ask(db, companyOfOfficers(officers, reach))).flat()) {
    if (name === null || at === null) continue;
    const service = services.get(id) ?? { officers: [], start: at };
    services.set(id, service);
    if (!service.officers.some(({ policeId }) => policeId === name)) service.officers.push({ policeId: name });
  }
  const changed = partnersChanged(rules, services, recordId);
  const around = changed.map((key) => ({ key, from: start - partner, to: start + partner }));
  return {
    recordIds: [...new Set([recordId, ...(await idsOf(db, recordsOfOfficers(around)))])],
    footageIds: linkedFootage,
  };
};

/** Where to begin when a clip is new or changed: the clip, and clips of its device whose wearer it may give away. */
export const seedsOfFootage = async (db: Db, rules: Rules, footageId: number): Promise<number[]> => {
  const [content] = await footageContents(db, [footageId]);
  if (content === undefined) return [];
  const { deviceId, deviceKind, start } = content.data;
  if (deviceId === undefined || !isWorn(deviceKind)) return [footageId];
  const at = Date.parse(start);
  const { issue } = rules.blocking;
  const others = await clipsOfDevice(db, deviceId, at - issue, at + issue);
  return [...new Set([footageId, ...others.filter(({ policeId }) => policeId === null).map(({ id }) => id)])];
};

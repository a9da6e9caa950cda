import { footageContents, recordsOfCompany } from '../../store/candidates.ts';
import { clipsOfNobody, usesOfDevices } from '../../store/evidence.ts';
import { journeyOn } from '../../store/journey.ts';
import { marksOfClips, pairRowsOf } from '../../store/match-pairs.ts';
import type { Db } from '../../store/open.ts';
import { ask, idsOf } from '../../store/question.ts';
import { isWorn, registersOf, type Use } from '../frames/registers.ts';
import { subjectOfFootage } from '../frames/subject.ts';
import { windowMargins } from '../frames/window-margins.ts';
import { type MatchFootage, matchFootageOf } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { followed, formerFootage, formerPairs } from './former-content.ts';
import { isUnsaid, saidByClip, saidIn } from './said-before.ts';

/** Clips of devices for which nobody signed in and whom others of the device gave away before, but not with these. */
const recordsOfLostHolders = async (
  db: Db,
  rules: Rules,
  arrived: readonly MatchFootage[],
  others: readonly number[],
  former: readonly Use[],
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
  const without = uses.filter((use) => !own.has(nameOf(use)));
  const earlier = [registersOf(rules, [], without), registersOf(rules, [], [...without, ...former])];
  const lost = nobodys.flatMap((clip) => {
    const { deviceId, start } = clip;
    if (deviceId === undefined) return [];
    const holders = new Set(earlier.flatMap((before) => before.holderOf(deviceId, start) ?? []));
    holders.delete(now.holderOf(deviceId, start) ?? '');
    const margins = windowMargins(rules, clip.deviceKind);
    const { from, to } = subjectOfFootage(rules, clip);
    const shifts = [0, ...zones];
    return [...holders].flatMap((key) =>
      shifts.map((zone) => ({ key, from: from - near - zone, to: to + near - zone, ...margins })),
    );
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
): Promise<{ recordIds: number[]; footageIds: number[]; alsoWrite: string[] }> => {
  if (footageIds.length === 0) return { recordIds: [], footageIds: [], alsoWrite: [] };
  const contents = await footageContents(db, footageIds);
  const clips = contents.map(({ id, data, clockErrorMs }) => matchFootageOf(id, data, clockErrorMs));
  const { issue } = rules.blocking;
  const worn = clips.filter(({ deviceId, deviceKind }) => deviceId !== undefined && isWorn(deviceKind));
  const said = new Map(clips.map((clip) => [clip.id, saidByClip(clip)]));
  const journey = journeyOn(db);
  const [marks = []] = await journey([marksOfClips(footageIds)]);
  const formerly = await formerFootage(journey, clips);
  const saidBefore = [
    ...pairRowsOf(marks).map(({ footageId, scored }) => ({ footageId, before: saidIn(scored) })),
    ...formerly.map((clip) => ({ footageId: clip.id, before: saidByClip(clip) })),
  ];
  const former = saidBefore.flatMap(({ footageId, before }): Use[] => {
    const current = said.get(footageId);
    if (before === undefined || current === undefined || !isUnsaid(before, current)) return [];
    const [deviceId, policeId] = before.names;
    return [{ deviceId, policeId, start: before.start, deviceKind: 'body-camera' }];
  });
  const asks = [...worn, ...former].flatMap(({ deviceId, start }) =>
    deviceId === undefined ? [] : [{ key: deviceId, from: start - issue, to: start + issue }],
  );
  const given = await idsOf(db, clipsOfNobody(asks));
  const lost = given.length === 0 ? [] : await recordsOfLostHolders(db, rules, worn, given, former);
  const { recordIds } = await formerPairs(journey, rules, [], formerly);
  return {
    recordIds: [...new Set([...lost, ...recordIds])],
    footageIds: [...new Set([...clips.map(({ id }) => id), ...given])],
    alsoWrite: followed('footage', formerly),
  };
};

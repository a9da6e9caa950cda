import { type Chance, chanceOf } from './random.ts';

/**
 * What really happens in a made-up city: units that patrol, drive to events, stay there and go on. Metres on a plane and
 * epoch milliseconds on a perfect clock. Nothing here knows how records and recordings will be matched.
 */

export interface Spot {
  readonly x: number;
  readonly y: number;
}
/** A unit was at `spot` at `at`; between two of these it moved straight. */
export interface Waypoint extends Spot {
  readonly at: number;
}

export interface Officer {
  readonly policeId: string;
  readonly station: number;
  readonly camera: string;
}

export interface Attendance {
  readonly unit: Unit;
  readonly dispatchedAt: number;
  readonly arrivedAt: number;
  readonly clearedAt: number;
}

export interface Happening {
  readonly number: number;
  readonly kind: 'call' | 'traffic-stop' | 'warning';
  readonly spot: Spot;
  readonly station: number;
  readonly reportedAt: number;
  readonly attendances: Attendance[];
}

export interface Unit {
  readonly station: number;
  readonly officers: readonly Officer[];
  readonly from: number;
  readonly to: number;
  readonly way: Waypoint[];
  readonly attended: { readonly happening: Happening; readonly attendance: Attendance }[];
}

export interface World {
  readonly stations: readonly (Spot & { readonly org: string })[];
  readonly officers: readonly Officer[];
  readonly units: readonly Unit[];
  readonly happenings: readonly Happening[];
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
/** 2024-03-04 00:00 +08:00, a Monday. */
export const firstMidnight = Date.UTC(2024, 2, 3, 16);

const stationsPerSide = 4;
const stationSpacing = 4_000;
const unitsPerShift = 4;
const beatRadius = 2_200;

export const distance = (one: Spot, other: Spot): number => Math.hypot(one.x - other.x, one.y - other.y);
const around = (chance: Chance, { x, y }: Spot, radius: number): Spot => {
  const angle = chance.between(0, 2 * Math.PI);
  const far = radius * Math.sqrt(chance.next());
  return { x: x + far * Math.cos(angle), y: y + far * Math.sin(angle) };
};

const drive = (chance: Chance, way: Waypoint[], to: Spot, metresPerSecond: number): number => {
  const last = way.at(-1) as Waypoint;
  const at = last.at + (distance(last, to) / (metresPerSecond * chance.between(0.7, 1.3))) * second + 5 * second;
  way.push({ ...to, at });
  return at;
};

const stay = (chance: Chance, way: Waypoint[], spot: Spot, until: number): void => {
  while ((way.at(-1) as Waypoint).at < until) {
    const at = Math.min(until, (way.at(-1) as Waypoint).at + chance.between(20, 60) * second);
    way.push({ ...around(chance, spot, 35), at });
  }
};

const patrol = (chance: Chance, way: Waypoint[], base: Spot, until: number): void => {
  while ((way.at(-1) as Waypoint).at < until) {
    const at = drive(chance, way, around(chance, base, beatRadius), 6);
    if (chance.happens(0.3))
      stay(chance, way, way.at(-1) as Waypoint, Math.min(until, at + chance.between(2, 12) * minute));
  }
};

const attend = (chance: Chance, unit: Unit, happening: Happening, at: number, onSceneMs: number): void => {
  const arrivedAt = Math.max(drive(chance, unit.way, happening.spot, 9), at + 20 * second);
  const clearedAt = arrivedAt + onSceneMs;
  stay(chance, unit.way, happening.spot, clearedAt);
  const attendance = { unit, dispatchedAt: at, arrivedAt, clearedAt };
  happening.attendances.push(attendance);
  unit.attended.push({ happening, attendance });
};

const kindOf = (chance: Chance): Happening['kind'] => {
  const draw = chance.next();
  return draw < 0.72 ? 'call' : draw < 0.92 ? 'traffic-stop' : 'warning';
};
const onScene = (chance: Chance, kind: Happening['kind']): number =>
  (kind === 'traffic-stop'
    ? chance.between(4, 12)
    : kind === 'warning'
      ? chance.between(5, 20)
      : 6 + chance.waiting(16)) * minute;

const crew = (index: number, station: number, cameraless: boolean): Officer => ({
  policeId: String(10_000 + index).padStart(6, '0'),
  station,
  camera: cameraless ? '' : `4401061315100${String(index).padStart(7, '0')}`,
});

/** Let the city live for some days. */
export const worldOf = (seed: number, days: number): World => {
  const chance = chanceOf(seed);
  const stations = Array.from({ length: stationsPerSide ** 2 }, (_, index) => ({
    x: (index % stationsPerSide) * stationSpacing,
    y: Math.floor(index / stationsPerSide) * stationSpacing,
    org: `44010${6 + Math.floor(index / 8)}${String(51 + (index % 8))}0000`,
  }));
  const officers: Officer[] = [];
  const shiftCrews = stations.map((_, station) =>
    Array.from({ length: 3 * unitsPerShift }, () => {
      const pair = [crew(officers.length, station, false), crew(officers.length + 1, station, chance.happens(0.1))];
      officers.push(...pair);
      return pair;
    }),
  );
  const units: Unit[] = [];
  for (let shift = 0; shift < 3 * days; shift += 1) {
    for (const [station, crews] of shiftCrews.entries()) {
      for (let index = 0; index < unitsPerShift; index += 1) {
        const from = firstMidnight + shift * 8 * hour;
        const base = stations[station] as Spot;
        const pair = crews[(shift % 3) * unitsPerShift + index] as Officer[];
        units.push({
          station,
          officers: pair,
          from,
          to: from + 8 * hour,
          way: [{ ...around(chance, base, 500), at: from }],
          attended: [],
        });
      }
    }
  }
  const happenings: Happening[] = [];
  for (let shift = 0; shift < 3 * days; shift += 1) {
    const onDuty = units.filter((unit) => unit.from === firstMidnight + shift * 8 * hour);
    liveShift(chance, stations, onDuty, happenings);
  }
  return { stations, officers, units, happenings };
};

/** The unit that is free next gets the next event; a colleague who is free about then may join. */
const liveShift = (
  chance: Chance,
  stations: World['stations'],
  units: readonly Unit[],
  happenings: Happening[],
): void => {
  const freeAt = (unit: Unit): number => (unit.way.at(-1) as Waypoint).at;
  const open = new Set(units);
  while (open.size > 0) {
    const unit = [...open].reduce((left, right) => (freeAt(right) < freeAt(left) ? right : left));
    const base = stations[unit.station] as Spot;
    // One in five events is handed to a unit that has only just finished, as busy dispatchers do.
    const idle = chance.happens(0.2) ? chance.between(0, 60) * second : chance.waiting(28 * minute);
    const at = freeAt(unit) + idle;
    if (at > unit.to - 30 * minute) {
      patrol(chance, unit.way, base, unit.to);
      open.delete(unit);
      continue;
    }
    patrol(chance, unit.way, base, at);
    const kind = kindOf(chance);
    const spot =
      kind === 'traffic-stop' ? around(chance, unit.way.at(-1) as Waypoint, 150) : around(chance, base, beatRadius);
    const startAt = freeAt(unit);
    const reportedAt = kind === 'call' ? startAt - chance.between(30, 240) * second : startAt;
    const happening: Happening = {
      number: happenings.length + 1,
      kind,
      spot,
      station: unit.station,
      reportedAt,
      attendances: [],
    };
    happenings.push(happening);
    const lasting = onScene(chance, kind);
    attend(chance, unit, happening, startAt, lasting);
    const helpers = kind === 'call' && chance.happens(0.35) ? chance.whole(1, 2) : 0;
    for (const helper of units
      .filter((one) => one !== unit && one.station === unit.station && open.has(one))
      .slice(0, helpers * 2)) {
      const isFree = freeAt(helper) <= startAt + 3 * minute && happening.attendances.length <= helpers;
      if (!isFree) continue;
      patrol(chance, helper.way, base, startAt + chance.between(0, 2) * minute);
      attend(chance, helper, happening, freeAt(helper), lasting * chance.between(0.5, 1));
    }
  }
};

/** Where a unit was at a moment. */
export const positionAt = (way: readonly Waypoint[], at: number): Spot => {
  let low = 0;
  let high = way.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((way[middle] as Waypoint).at < at) low = middle + 1;
    else high = middle;
  }
  const next = way[low] as Waypoint;
  const before = way[low - 1];
  if (before === undefined || next.at <= at || next.at === before.at) return next;
  const share = (at - before.at) / (next.at - before.at);
  return { x: before.x + (next.x - before.x) * share, y: before.y + (next.y - before.y) * share };
};

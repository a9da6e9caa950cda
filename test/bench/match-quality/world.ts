import { type Preset, presets } from './presets.ts';
import { type Chance, chanceOf } from './random.ts';
import { around, day, drive, hour, minute, patrol, type Spot, second, stay, type Waypoint } from './ways.ts';

/**
 * A city as it really was: stations, officers on shift in pairs, patrols, events, who went there and when. Metres and
 * milliseconds on a perfect clock. Nothing here knows how records and recordings will be matched.
 */

export interface Officer {
  readonly policeId: string;
  readonly station: number;
  /** Empty: has none of his own. */
  readonly camera: string;
}

export interface Attendance {
  readonly unit: Unit;
  readonly dispatchedAt: number;
  readonly setOutAt: number;
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

export interface Station extends Spot {
  readonly org: string;
  /** Where everybody stops: the market, the railway station, the petrol station. */
  readonly hotSpots: readonly Spot[];
}

export interface World {
  readonly stations: readonly Station[];
  readonly officers: readonly Officer[];
  readonly units: readonly Unit[];
  readonly happenings: readonly Happening[];
}

/** 2024-03-04 00:00 +08:00, a Monday. */
export const firstMidnight = Date.UTC(2024, 2, 3, 16);
const shiftMs = 8 * hour;
const shiftsADay = day / shiftMs;

const freeAt = (unit: Unit): number => (unit.way.at(-1) as Waypoint).at;

const attend = (chance: Chance, unit: Unit, happening: Happening, dispatchedAt: number, onSceneMs: number): void => {
  const setOutAt = freeAt(unit);
  const arrivedAt = Math.max(drive(chance, unit.way, happening.spot, 9), freeAt(unit)) + 20 * second;
  const clearedAt = arrivedAt + onSceneMs;
  stay(chance, unit.way, happening.spot, clearedAt);
  const attendance = { unit, dispatchedAt, setOutAt, arrivedAt, clearedAt };
  happening.attendances.push(attendance);
  unit.attended.push({ happening, attendance });
};

const kindOf = (chance: Chance): Happening['kind'] => {
  const draw = chance.next();
  return draw < 0.8 ? 'call' : draw < 0.93 ? 'traffic-stop' : 'warning';
};

const onScene = (chance: Chance, preset: Preset, kind: Happening['kind']): number =>
  (kind === 'traffic-stop'
    ? chance.between(4, 12)
    : kind === 'warning'
      ? chance.between(5, 20)
      : 6 + chance.waiting(preset.sceneMin)) * minute;

/** The unit that is free next gets the next event; colleagues who are free about then may join. */
const liveShift = (
  chance: Chance,
  preset: Preset,
  stations: World['stations'],
  units: readonly Unit[],
  happenings: Happening[],
): void => {
  const beatOf = (unit: Unit) => {
    const base = stations[unit.station] as Station;
    return { base, radiusM: preset.beatRadiusM, hotSpots: base.hotSpots, atHotSpots: preset.hotSpots };
  };
  const open = new Set(units);
  while (open.size > 0) {
    const unit = [...open].reduce((left, right) => (freeAt(right) < freeAt(left) ? right : left));
    const beat = beatOf(unit);
    const isStacked = unit.attended.length > 0 && chance.happens(preset.stacked);
    const idle = isStacked ? chance.between(0, 60) * second : chance.waiting(preset.idleMin * minute);
    const at = freeAt(unit) + idle;
    if (at > unit.to - 30 * minute) {
      patrol(chance, unit.way, beat, unit.to);
      open.delete(unit);
      continue;
    }
    patrol(chance, unit.way, beat, at);
    const kind = kindOf(chance);
    const spot =
      kind === 'traffic-stop'
        ? around(chance, unit.way.at(-1) as Waypoint, 150)
        : chance.happens(preset.hotSpots)
          ? around(chance, chance.pick(beat.hotSpots), 60)
          : around(chance, beat.base, beat.radiusM);
    const startAt = freeAt(unit);
    const waited = isStacked ? chance.between(3, 25) * minute : 0;
    const reportedAt = kind === 'call' ? startAt - waited - chance.between(30, 240) * second : startAt;
    const { station } = unit;
    const happening: Happening = { number: happenings.length + 1, kind, spot, station, reportedAt, attendances: [] };
    happenings.push(happening);
    const lasting = onScene(chance, preset, kind);
    attend(chance, unit, happening, startAt - waited, lasting);
    const helpers = kind === 'call' && chance.happens(preset.severalUnits) ? chance.whole(1, 3) : 0;
    for (const helper of units.filter((one) => one !== unit && one.station === station && open.has(one))) {
      if (happening.attendances.length > helpers) break;
      if (freeAt(helper) > startAt + 6 * minute) continue;
      patrol(chance, helper.way, beatOf(helper), startAt + chance.between(0, 2) * minute);
      attend(chance, helper, happening, freeAt(helper), lasting * chance.between(0.4, 1));
    }
  }
};

const stationsOf = (chance: Chance, { stationsPerSide, stationSpacingM, beatRadiusM }: Preset): Station[] =>
  Array.from({ length: stationsPerSide ** 2 }, (_, index) => {
    const spot = {
      x: (index % stationsPerSide) * stationSpacingM,
      y: Math.floor(index / stationsPerSide) * stationSpacingM,
    };
    const org = `44010${6 + Math.floor(index / 8)}${String(51 + (index % 8))}0000`;
    return { ...spot, org, hotSpots: Array.from({ length: 4 }, () => around(chance, spot, beatRadiusM)) };
  });

const officerOf = (index: number, station: number, hasCamera: boolean): Officer => ({
  policeId: String(10_000 + index).padStart(6, '0'),
  station,
  camera: hasCamera ? `4401061315100${String(index).padStart(7, '0')}` : '',
});

/** Let the city live for some days. */
export const worldOf = (seed: number, days: number, preset: Preset = presets.mixed): World => {
  const chance = chanceOf(seed);
  const stations = stationsOf(chance, preset);
  const officers: Officer[] = [];
  const crews = stations.map((_, station) =>
    Array.from({ length: shiftsADay * preset.unitsPerShift }, () => {
      const first = officerOf(officers.length, station, true);
      const crew = [first, officerOf(officers.length + 1, station, chance.happens(0.9))];
      officers.push(...crew);
      return crew;
    }),
  );
  const units: Unit[] = [];
  const happenings: Happening[] = [];
  for (let shift = 0; shift < shiftsADay * days; shift += 1) {
    const from = firstMidnight + shift * shiftMs;
    const onDuty = stations.flatMap((base, station) =>
      Array.from({ length: preset.unitsPerShift }, (_, index): Unit => {
        const crew = crews[station]?.[(shift % shiftsADay) * preset.unitsPerShift + index] ?? [];
        // Now and then somebody is ill, and the other rides with a colleague of another shift.
        const stand = chance.happens(0.1) ? officers.filter((one) => one.station === station) : [];
        const pair = stand.length > 0 ? [crew[0] as Officer, chance.pick(stand)] : crew;
        const isSame = pair[0] === pair[1];
        const way = [{ ...around(chance, base, 500), at: from }];
        return { station, officers: isSame ? crew : pair, from, to: from + shiftMs, way, attended: [] };
      }),
    );
    units.push(...onDuty);
    liveShift(chance, preset, stations, onDuty, happenings);
  }
  return { stations, officers, units, happenings };
};

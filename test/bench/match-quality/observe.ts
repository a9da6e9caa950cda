import { type Clip, clipsOfUnit } from './filming.ts';
import { type Preset, presets } from './presets.ts';
import { type Chance, chanceOf } from './random.ts';
import { day, distance, hour, minute, positionAt, type Spot, second } from './ways.ts';
import type { Happening, Officer, Unit, World } from './world.ts';
import { iso, type Json, lonLat, numberOf, recordOf } from './writing.ts';

/**
 * What the business systems wrote down about the city, and what its cameras recorded: canonical JSON with the faults of
 * real data, and the truth beside it. Imports nothing of the matcher.
 */
export interface Observed {
  readonly records: readonly Json[];
  readonly footage: readonly Json[];
  /** `record|footage` of every pair in which the clip shows at least ten seconds of its unit's way to the event or work there. */
  readonly truth: ReadonlySet<string>;
  /** Noise classes by record name or clip name. */
  readonly classes: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Hole {
  readonly spot: Spot;
  readonly from: number;
  readonly to: number;
}

/** Every camera near an event is without fixes for a minute or two around its beginning. */
const holesOf = (chance: Chance, happenings: readonly Happening[]): Hole[] =>
  happenings
    .map(({ spot, attendances }) => {
      const at = attendances[0]?.arrivedAt ?? 0;
      const half = chance.between(60, 120) * second;
      return { spot, from: at - half, to: at + half };
    })
    .sort((left, right) => left.from - right.from);

interface Camera {
  /** Camera minus true time, ms. */
  errorAt(at: number): number;
  readonly isZoneWrong: boolean;
  readonly hasGps: boolean;
  /** The track carries satellite time, the clip the camera's own. */
  readonly stampsGps: boolean;
  readonly fixEveryMs: number;
  readonly beyondMs: number;
}

/** A clock drifts until a station sets it again, roughly once a week, and not to the second. */
const cameraOf = (chance: Chance, preset: Preset): Camera => {
  const zone = chance.happens(preset.wholeZone) ? chance.pick([8 * hour, -8 * hour]) : 0;
  const sigma = chance.between(...preset.clockSigmaS) * second;
  const perDay = chance.normal(preset.clockDriftS) * second;
  const settings = new Map<number, number>();
  const phase = chance.between(0, 7 * day);
  return {
    errorAt(at) {
      const week = Math.floor((at + phase) / (7 * day));
      const set = settings.get(week) ?? chance.normal(sigma);
      settings.set(week, set);
      return Math.round(zone + set + perDay * (((at + phase) / day) % 7));
    },
    isZoneWrong: zone !== 0,
    hasGps: !chance.happens(preset.withoutGps),
    stampsGps: chance.happens(0.5),
    fixEveryMs: chance.between(...preset.fixEveryS) * second,
    beyondMs: chance.happens(preset.longTrack) ? 15 * minute : 0,
  };
};

const trackOf = (chance: Chance, { unit, from, to }: Clip, camera: Camera, near: readonly Hole[]): number[][] => {
  const [begin, end] = [Math.max(unit.from, from - camera.beyondMs), Math.min(unit.to, to + camera.beyondMs)];
  const shiftMs = camera.stampsGps ? 0 : camera.errorAt(from);
  const track: number[][] = [];
  for (let at = begin + chance.between(1, 8) * second; at <= end; at += camera.fixEveryMs) {
    const spot = positionAt(unit.way, at);
    if (near.some((hole) => at >= hole.from && at <= hole.to && distance(hole.spot, spot) < 3_000)) continue;
    const [lon, lat] = lonLat({ x: spot.x + chance.normal(6), y: spot.y + chance.normal(6) });
    track.push([Math.round(at + shiftMs), lon, lat]);
  }
  return track;
};

/** Whose camera each officer takes for the shift; those of colleagues who are not on duty hang in the rack. */
const takenCameras = (chance: Chance, preset: Preset, world: World): Map<string, Officer> => {
  const onDuty = new Map<number, Set<Officer>>();
  for (const { from, officers } of world.units) onDuty.set(from, new Set([...(onDuty.get(from) ?? []), ...officers]));
  const taken = new Map<string, Officer>();
  for (const { from, officers } of world.units) {
    for (const officer of officers) {
      if (!chance.happens(preset.borrowed)) continue;
      const rack = world.officers.filter(
        (one) => one.station === officer.station && one.camera !== '' && !onDuty.get(from)?.has(one),
      );
      if (rack.length > 0) taken.set(`${from} ${officer.policeId}`, chance.pick(rack));
    }
  }
  return taken;
};

const shownBy = (unit: Unit, from: number, to: number): Happening[] =>
  unit.attended
    .filter(({ attendance }) => Math.min(to, attendance.clearedAt) - Math.max(from, attendance.setOutAt) >= 10 * second)
    .map(({ happening }) => happening);

/** The faulty view of a world. */
export const observe = (world: World, seed: number, preset: Preset = presets.mixed): Observed => {
  const chance = chanceOf(seed);
  const classes = new Map<string, Set<string>>();
  const tagsOf = (name: string): Set<string> => {
    const tags = classes.get(name) ?? new Set<string>();
    classes.set(name, tags);
    return tags;
  };
  const cameras = new Map(world.officers.map(({ camera }) => [camera, cameraOf(chance, preset)]));
  const records = world.happenings.map((one) => recordOf(chance, preset, world, one, tagsOf(`made/${numberOf(one)}`)));
  const holes = holesOf(chance, world.happenings);
  const taken = takenCameras(chance, preset, world);
  const truth = new Set<string>();
  const footage: Json[] = [];
  const longestHole = 4 * minute;
  for (const clip of world.units.flatMap((unit) => clipsOfUnit(chance, preset, unit))) {
    const { officer, unit } = clip;
    const owner = taken.get(`${unit.from} ${officer.policeId}`) ?? officer;
    const camera = cameras.get(owner.camera);
    if (camera === undefined) continue;
    const externalId = `F${String(footage.length + 1).padStart(8, '0')}`;
    const tags = tagsOf(`made/${externalId}`);
    const isSignedIn = !chance.happens(preset.nobodySignedIn);
    const shown = shownBy(unit, clip.from, clip.to);
    for (const happening of shown) truth.add(`made/${numberOf(happening)}|made/${externalId}`);
    if (shown.length === 0) tags.add('no event');
    if (shown.length > 1) tags.add('clip over two events');
    if (owner !== officer) tags.add('borrowed camera');
    if (!isSignedIn) tags.add('nobody signed in');
    if (!camera.hasGps) tags.add('no GPS');
    if (camera.isZoneWrong) tags.add('clock a zone wrong');
    const errorMs = camera.errorAt(clip.from);
    const near = holes.filter(
      ({ from, to }) =>
        from <= clip.to + camera.beyondMs + longestHole && to >= clip.from - camera.beyondMs - longestHole,
    );
    footage.push({
      source: 'made',
      externalId,
      deviceId: owner.camera,
      deviceKind: 'body-camera',
      mediaType: 'video',
      ...(isSignedIn ? { policeId: owner.policeId } : {}),
      org: world.stations[officer.station]?.org,
      start: iso(clip.from + errorMs),
      end: iso(clip.to + errorMs),
      ...(camera.hasGps ? { track: trackOf(chance, clip, camera, near) } : {}),
    });
  }
  return { records, footage, truth, classes };
};

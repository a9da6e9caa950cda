import type { Chance } from './random.ts';
import { chanceOf } from './random.ts';
import {
  type Attendance,
  distance,
  type Happening,
  hour,
  minute,
  type Officer,
  positionAt,
  type Spot,
  second,
  type Unit,
  type World,
} from './world.ts';

/**
 * What the business systems wrote down about the city, and what its cameras recorded: canonical JSON with the faults of
 * real data, and the truth beside it. Imports nothing of the matcher. Shares follow public dispatch, camera and GPS sets.
 */

export const noise = {
  officersBlank: 0.127,
  officersSwapped: 0.03,
  unitListEdited: 0.12,
  arrivalBlank: 0.2,
  clearedBlank: 0.05,
  hourOnly: 0.03,
  placeRounded: 0.5,
  placeMissing: 0.04,
  primaryFilms: 0.68,
  partnerFilms: 0.14,
  leftRunning: 0.35,
  clipsWithoutEvent: 0.12,
  borrowed: 0.03,
  nobodySignedIn: 0.05,
  withoutGps: 0.4,
  wholeZone: 0.02,
  fixEveryMs: 10 * second,
} as const;

export interface Observed {
  readonly records: readonly Json[];
  readonly footage: readonly Json[];
  /** `record|footage` of every pair in which the clip shows at least ten seconds of the event. */
  readonly truth: ReadonlySet<string>;
  /** Noise classes by record name or clip name. */
  readonly classes: ReadonlyMap<string, ReadonlySet<string>>;
}
export type Json = Record<string, unknown> & { readonly externalId: string };

const iso = (at: number): string =>
  `${new Date(Math.round(at / second) * second + 8 * hour).toISOString().slice(0, 19)}+08:00`;
const [originLon, originLat] = [113.25, 23.05];
const perLat = 111_320;
const perLon = perLat * Math.cos((originLat * Math.PI) / 180);
const lonLat = ({ x, y }: Spot): [number, number] => [
  Number((originLon + x / perLon).toFixed(6)),
  Number((originLat + y / perLat).toFixed(6)),
];

interface Clip {
  readonly officer: Officer;
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
}

const filming = (chance: Chance, { arrivedAt, clearedAt, dispatchedAt }: Attendance): { from: number; to: number } => {
  const draw = chance.next();
  const from =
    draw < 0.5
      ? arrivedAt - chance.between(0, 60) * second
      : draw < 0.75
        ? chance.between(dispatchedAt, arrivedAt)
        : arrivedAt + Math.min((clearedAt - arrivedAt) * 0.7, chance.waiting(5 * minute));
  const to = chance.happens(0.6)
    ? clearedAt + chance.between(-60, 90) * second
    : from + (clearedAt - from) * chance.between(0.3, 1);
  return { from, to: Math.max(to, from + 40 * second) };
};

/** Clips of one officer of a unit: for events, left running from one to the next, and for nothing at all. */
const clipsOfUnit = (chance: Chance, unit: Unit): Clip[] => {
  const clips: Clip[] = [];
  for (const [seat, officer] of unit.officers.entries()) {
    if (officer.camera === '') continue;
    const spans: { from: number; to: number }[] = [];
    for (const [index, { attendance }] of unit.attended.entries()) {
      const before = spans.at(-1);
      const previous = unit.attended[index - 1]?.attendance;
      const isClose =
        before &&
        previous &&
        attendance.dispatchedAt - previous.clearedAt < 2 * minute &&
        before.to > previous.clearedAt - minute;
      if (isClose && chance.happens(noise.leftRunning))
        before.to = attendance.arrivedAt + (attendance.clearedAt - attendance.arrivedAt) * chance.between(0.3, 1);
      else if (chance.happens(seat === 0 ? noise.primaryFilms : noise.partnerFilms)) {
        const span = filming(chance, attendance);
        if (before === undefined || span.from > before.to + 5 * second) spans.push(span);
      }
    }
    const extra = Math.round(spans.length * noise.clipsWithoutEvent + chance.next() - 0.5);
    for (let count = 0; count < extra; count += 1) {
      const from = chance.between(unit.from, unit.to - 10 * minute);
      const span = { from, to: from + chance.between(1, 10) * minute };
      if (spans.every((other) => span.to + 5 * second < other.from || span.from > other.to + 5 * second))
        spans.push(span);
    }
    for (const span of spans) clips.push({ officer, unit, ...span });
  }
  return clips;
};

/** Every camera near an event is without fixes for a minute or two around its beginning. */
const holesOf = (chance: Chance, happenings: readonly Happening[]) =>
  happenings.map(({ spot, attendances }) => {
    const at = attendances[0]?.arrivedAt ?? 0;
    const half = chance.between(60, 120) * second;
    return { spot, from: at - half, to: at + half };
  });

const trackOf = (
  chance: Chance,
  { unit, from, to }: Clip,
  holes: ReturnType<typeof holesOf>,
  shiftMs: number,
): number[][] => {
  const near = holes.filter((hole) => hole.to >= from && hole.from <= to);
  const track: number[][] = [];
  for (let at = from + chance.between(1, 8) * second; at <= to; at += noise.fixEveryMs) {
    const spot = positionAt(unit.way, at);
    if (near.some((hole) => at >= hole.from && at <= hole.to && distance(hole.spot, spot) < 3_000)) continue;
    const [lon, lat] = lonLat({ x: spot.x + chance.normal(6), y: spot.y + chance.normal(6) });
    track.push([Math.round(at + shiftMs), lon, lat]);
  }
  return track;
};

const recordOf = (chance: Chance, world: World, happening: Happening, tags: Set<string>): Json => {
  const { kind, attendances, number, station, reportedAt } = happening;
  const first = attendances[0] as Attendance;
  const cleared = Math.max(...attendances.map(({ clearedAt }) => clearedAt));
  const listed = attendances.flatMap(({ unit }) =>
    kind === 'traffic-stop' ? unit.officers.slice(0, 1) : unit.officers,
  );
  let officers = [...listed];
  const colleagues = world.officers.filter((one) => one.station === station && !listed.includes(one));
  if (chance.happens(noise.officersBlank)) {
    officers = [];
    tags.add('officer blank');
  } else if (chance.happens(noise.officersSwapped)) {
    officers = [chance.pick(colleagues), ...officers.slice(1)];
    tags.add('officer swapped');
  } else if (attendances.length > 1 && chance.happens(noise.unitListEdited)) {
    officers = [...(attendances[0] as Attendance).unit.officers];
    tags.add('unit list edited');
  }
  if (attendances.length > 1) tags.add('several units');
  const sigma = chance.between(50, 250);
  let spot: Spot = { x: happening.spot.x + chance.normal(sigma), y: happening.spot.y + chance.normal(sigma) };
  if (chance.happens(noise.placeRounded))
    spot = { x: Math.round(spot.x / 100) * 100, y: Math.round(spot.y / 100) * 100 };
  const [lon, lat] = lonLat(spot);
  const isHourOnly = chance.happens(noise.hourOnly);
  if (isHourOnly) tags.add('hour only');
  const milestones = [
    { name: 'dispatched', at: iso(first.dispatchedAt) },
    ...(chance.happens(noise.arrivalBlank) ? [] : [{ name: 'arrived', at: iso(first.arrivedAt) }]),
    ...(chance.happens(noise.clearedBlank) ? [] : [{ name: 'cleared', at: iso(cleared) }]),
  ];
  const time = isHourOnly
    ? { start: iso(Math.floor(reportedAt / hour) * hour), precision: 'hour' }
    : kind === 'traffic-stop'
      ? { start: iso(first.arrivedAt), end: iso(first.clearedAt), precision: 'second' }
      : { start: iso(reportedAt), end: iso(cleared), precision: 'second' };
  return {
    source: 'made',
    system: kind === 'call' ? 'dispatch' : kind === 'warning' ? 'intelligence' : 'traffic',
    kind,
    externalId: `R${String(number).padStart(8, '0')}`,
    org: world.stations[station]?.org,
    officers: officers.map(({ policeId }) => ({ policeId })),
    time,
    ...(isHourOnly || kind === 'traffic-stop' ? {} : { milestones }),
    ...(chance.happens(noise.placeMissing) ? {} : { place: { lon, lat } }),
  };
};

/** Whose cameras hang in the rack: colleagues of the station who are not on shift. */
const offDuty = (world: World, { officer, unit }: Clip): Officer[] => {
  const onDuty = new Set(world.units.filter(({ from }) => from === unit.from).flatMap(({ officers }) => officers));
  return world.officers.filter((one) => one.station === officer.station && one.camera !== '' && !onDuty.has(one));
};

/** The faulty view of a world. */
export const observe = (world: World, seed: number): Observed => {
  const chance = chanceOf(seed);
  const classes = new Map<string, Set<string>>();
  const tagsOf = (name: string): Set<string> => {
    const tags = classes.get(name) ?? new Set<string>();
    classes.set(name, tags);
    return tags;
  };
  const cameras = new Map(
    world.officers.map(({ camera }) => [
      camera,
      {
        errorMs:
          chance.normal(chance.between(30, 120) * second) +
          (chance.happens(noise.wholeZone) ? chance.pick([8 * hour, -8 * hour]) : 0),
        hasGps: !chance.happens(noise.withoutGps),
        stampsGps: chance.happens(0.5),
      },
    ]),
  );
  const records = world.happenings.map((one) =>
    recordOf(chance, world, one, tagsOf(`made/R${String(one.number).padStart(8, '0')}`)),
  );
  const holes = holesOf(chance, world.happenings);
  const truth = new Set<string>();
  const footage: Json[] = [];
  for (const clip of world.units.flatMap((unit) => clipsOfUnit(chance, unit))) {
    const externalId = `F${String(footage.length + 1).padStart(8, '0')}`;
    const tags = tagsOf(`made/${externalId}`);
    const colleagues = offDuty(world, clip);
    const holder = chance.happens(noise.borrowed) ? chance.pick(colleagues) : clip.officer;
    const isSignedIn = !chance.happens(noise.nobodySignedIn);
    const camera = cameras.get(holder.camera);
    if (camera === undefined) continue;
    const shown = clip.unit.attended.filter(
      ({ attendance }) =>
        Math.min(clip.to, attendance.clearedAt) - Math.max(clip.from, attendance.arrivedAt) >= 10 * second,
    );
    for (const { happening } of shown)
      truth.add(`made/R${String(happening.number).padStart(8, '0')}|made/${externalId}`);
    if (shown.length === 0) tags.add('no event');
    if (shown.length > 1) tags.add('clip over two events');
    if (holder !== clip.officer) tags.add('borrowed camera');
    if (!isSignedIn) tags.add('nobody signed in');
    if (!camera.hasGps) tags.add('no GPS');
    if (Math.abs(camera.errorMs) > 4 * hour) tags.add('clock a zone wrong');
    footage.push({
      source: 'made',
      externalId,
      deviceId: holder.camera,
      deviceKind: 'body-camera',
      mediaType: 'video',
      ...(isSignedIn ? { policeId: holder.policeId } : {}),
      org: world.stations[clip.officer.station]?.org,
      start: iso(clip.from + camera.errorMs),
      end: iso(clip.to + camera.errorMs),
      ...(camera.hasGps ? { track: trackOf(chance, clip, holes, camera.stampsGps ? 0 : camera.errorMs) } : {}),
    });
  }
  return { records, footage, truth, classes };
};

import type { Preset } from './presets.ts';
import type { Chance } from './random.ts';
import { day, hour, minute, type Spot, second } from './ways.ts';
import type { Attendance, Happening, Officer, World } from './world.ts';

/** What the business systems wrote down. */

export type Json = Record<string, unknown> & { readonly externalId: string };

export const iso = (at: number): string =>
  `${new Date(Math.round(at / second) * second + 8 * hour).toISOString().slice(0, 19)}+08:00`;

const [originLon, originLat] = [113.25, 23.05];
const perLat = 111_320;
const perLon = perLat * Math.cos((originLat * Math.PI) / 180);
export const lonLat = ({ x, y }: Spot): [number, number] => [
  Number((originLon + x / perLon).toFixed(6)),
  Number((originLat + y / perLat).toFixed(6)),
];

export const numberOf = ({ number }: Happening): string => `R${String(number).padStart(8, '0')}`;

const writtenOfficers = (
  chance: Chance,
  preset: Preset,
  world: World,
  { kind, attendances, station }: Happening,
  tags: Set<string>,
): Officer[] => {
  const crews = attendances.map(({ unit }) => (kind === 'traffic-stop' ? unit.officers.slice(0, 1) : unit.officers));
  const listed = crews.flat();
  if (attendances.length > 1) tags.add('several units');
  if (chance.happens(preset.officersBlank)) {
    tags.add('officer blank');
    return [];
  }
  const first = attendances[0] as Attendance;
  const present = world.units.filter((unit) => unit.station === station && unit.from === first.unit.from);
  if (chance.happens(preset.officersSwapped)) {
    tags.add('officer swapped');
    const others = world.officers.filter((one) => one.station === station && !listed.includes(one));
    return others.length === 0 ? listed : [chance.pick(others), ...listed.slice(1)];
  }
  if (!chance.happens(preset.unitListEdited)) return listed;
  tags.add('unit list edited');
  const absent = present.filter((unit) => attendances.every((one) => one.unit !== unit));
  if (absent.length > 0 && chance.happens(0.35)) return [...listed, ...chance.pick(absent).officers];
  return crews.length > 1 ? crews.filter((crew) => crew !== chance.pick(crews)).flat() : listed.slice(0, 1);
};

const writtenPlace = (chance: Chance, preset: Preset, { spot }: Happening) => {
  if (chance.happens(preset.placeMissing)) return { address: 'CANAL at BOURBON' };
  const sigma = chance.between(...preset.placeSigmaM);
  let { x, y } = { x: spot.x + chance.normal(sigma), y: spot.y + chance.normal(sigma) };
  if (chance.happens(preset.placeRounded)) [x, y] = [Math.round(x / 100) * 100, Math.round(y / 100) * 100];
  const [lon, lat] = lonLat({ x, y });
  return { lon, lat };
};

/** When it was over, as somebody typed it. */
const writtenEnd = (chance: Chance, preset: Preset, cleared: number, shiftEnd: number, tags: Set<string>) => {
  if (chance.happens(preset.clearedBlank)) {
    tags.add('cleared blank');
    return undefined;
  }
  if (!chance.happens(preset.clearedLate)) return cleared + chance.between(0, 2) * minute;
  tags.add('cleared late');
  return Math.max(cleared, Math.min(shiftEnd, cleared + chance.between(0.5, 5) * hour));
};

/** The record of an event, with the faults of real ones. */
export const recordOf = (
  chance: Chance,
  preset: Preset,
  world: World,
  happening: Happening,
  tags: Set<string>,
): Json => {
  const { kind, attendances, station, reportedAt } = happening;
  const first = attendances[0] as Attendance;
  const officers = writtenOfficers(chance, preset, world, happening, tags);
  const cleared = Math.max(...attendances.map(({ clearedAt }) => clearedAt));
  const end = writtenEnd(chance, preset, cleared, first.unit.to, tags);
  const isHourOnly = chance.happens(preset.hourOnly);
  if (isHourOnly) tags.add('hour only');
  const isOnView = kind === 'call' && chance.happens(preset.onView);
  if (isOnView) tags.add('found by the officers');
  const dispatched = isOnView ? first.arrivedAt + chance.between(0, 3) * minute : first.dispatchedAt;
  const reported = isOnView ? dispatched - 5 * second : reportedAt;
  const milestones = [
    { name: 'dispatched', at: iso(dispatched) },
    ...(chance.happens(preset.arrivalBlank)
      ? []
      : [{ name: 'arrived', at: iso(Math.max(dispatched, first.arrivedAt)) }]),
    ...(end === undefined ? [] : [{ name: 'cleared', at: iso(end) }]),
  ];
  const written = kind === 'traffic-stop' ? { start: first.arrivedAt, end: first.clearedAt } : { start: reported, end };
  const place = writtenPlace(chance, preset, happening);
  if (!('lon' in place)) tags.add('place as text');
  return {
    source: 'made',
    system: kind === 'call' ? 'dispatch' : kind === 'warning' ? 'intelligence' : 'traffic',
    kind,
    externalId: numberOf(happening),
    org: world.stations[station]?.org,
    officers: officers.map(({ policeId }) => ({ policeId })),
    time: isHourOnly
      ? { start: iso(Math.floor(reportedAt / hour) * hour), precision: 'hour' }
      : {
          start: iso(written.start),
          ...(written.end === undefined ? {} : { end: iso(Math.min(written.end, written.start + day)) }),
          precision: 'second',
        },
    ...(isHourOnly || kind === 'traffic-stop' ? {} : { milestones }),
    place,
  };
};

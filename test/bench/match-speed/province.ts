import type { MatchFootage, MatchRecord } from '../../../hub/match/inputs.ts';
import { type Chance, chanceOf } from '../match-quality/random.ts';

/** Some shifts of one city: its records and twice as many clips. Cities are alike and lie apart. */
export interface CityLoad {
  readonly records: MatchRecord[];
  readonly footage: MatchFootage[];
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const firstMidnight = Date.UTC(2024, 2, 3, 16);
const stations = 30;
const unitsPerShift = 8;
export const shiftsPerDay = 3;
const shiftsPerLoad = 10 * shiftsPerDay;
export const recordsPerShift = 556;
/** Of ten days. */
export const recordsPerCity = shiftsPerLoad * recordsPerShift;
/** Ids of a city's records are its own as long as it has no more shifts than this. */
const mostShifts = 10_000;
/** No clip is longer. */
export const longestClipMs = 25 * minute;

const metresPerDegree = 111_320;

interface Spot {
  readonly lon: number;
  readonly lat: number;
}

const near = (chance: Chance, { lon, lat }: Spot, sigmaM: number): Spot => ({
  lon: lon + chance.normal(sigmaM) / (metresPerDegree * Math.cos((lat * Math.PI) / 180)),
  lat: lat + chance.normal(sigmaM) / metresPerDegree,
});

/** A fix every half minute; the camera drifts slowly and is lost for two minutes around `lostAt`. */
const trackOf = (
  chance: Chance,
  from: Spot,
  start: number,
  end: number,
  lostAt: number,
): [number, number, number, number][] => {
  const track: [number, number, number, number][] = [];
  let spot = from;
  for (let at = start; at <= end; at += 30 * second) {
    spot = near(chance, spot, 40);
    if (Math.abs(at - lostAt) > minute) track.push([at, spot.lon, spot.lat, 15]);
  }
  return track;
};

/** The shift that a record or clip is of. */
export const shiftOf = {
  record: (id: number): number => Math.floor(id / recordsPerShift) % mostShifts,
  clip: (id: number): number => Math.floor(id / (2 * recordsPerShift)) % mostShifts,
};

/** When a shift begins, epoch ms. */
export const beginningOf = (shift: number): number => firstMidnight + (shift * 24 * hour) / shiftsPerDay;

interface Post {
  readonly spot: Spot;
  readonly org: string;
}

const postsOf = (city: number): Post[] => {
  const chance = chanceOf(city * 7919 + 17);
  const centre = { lon: 100 + (city % 24), lat: 22 + Math.floor(city / 24) };
  return Array.from({ length: stations }, (_, station) => ({
    spot: near(chance, centre, 1_200),
    org: `${1000 + city}06${String(50 + (station % 45)).padStart(2, '0')}0000`,
  }));
};

const officerOf = (city: number, station: number, unit: number, member: number): string =>
  String(100_000 + city * 2_000 + (station * shiftsPerDay * unitsPerShift + unit) * 2 + member);

/** Add what is recorded and written down in one shift. */
const addShift = ({ records, footage }: CityLoad, city: number, shift: number, posts: readonly Post[]): void => {
  const place = city * mostShifts + shift;
  const chance = chanceOf(place * 7919 + 3);
  let nextClip = place * 2 * recordsPerShift;
  const clip = (policeId: string, org: string, start: number, spot: Spot | undefined, lostAt: number): void => {
    const id = nextClip;
    nextClip += 1;
    const begins = Math.round(start + chance.normal(60) * second + (chance.happens(0.01) ? 8 * hour : 0));
    const end = Math.round(begins + Math.min(longestClipMs, (3 + chance.waiting(8)) * minute));
    footage.push({
      id,
      name: `dock/F${id}`,
      externalId: `F${id}`,
      deviceId: `device-${policeId}`,
      deviceKind: 'body-camera',
      mediaType: 'video',
      policeId: chance.happens(0.05) ? undefined : policeId,
      officerName: undefined,
      org,
      start: begins,
      end,
      track: spot === undefined ? [] : trackOf(chance, spot, begins, end, lostAt),
      references: [],
      clockErrorMs: undefined,
    });
  };
  for (let index = 0; index < recordsPerShift; index += 1) {
    const station = chance.whole(0, stations - 1);
    const post = posts[station] as Post;
    const unit = (shift % shiftsPerDay) * unitsPerShift + chance.whole(0, unitsPerShift - 1);
    const reported = Math.round(beginningOf(shift) + chance.between(0, 7.4 * hour));
    const arrived = Math.round(reported + chance.between(3, 12) * minute);
    const cleared = Math.round(arrived + (5 + chance.waiting(20)) * minute);
    const spot = near(chance, post.spot, 600);
    const crew = [0, 1].map((member) => officerOf(city, station, unit, member));
    const sent = chance.happens(0.127) ? [] : chance.happens(0.03) ? [officerOf(city, station, unit ^ 1, 0)] : crew;
    const id = place * recordsPerShift + index;
    records.push({
      id,
      name: `dispatch/R${id}`,
      system: 'dispatch',
      kind: 'call',
      externalId: `R${id}`,
      org: post.org,
      officers: sent.map((policeId) => ({ policeId })),
      start: reported,
      end: cleared,
      precision: 'second',
      milestones: [
        { name: 'dispatched', at: reported + minute },
        { name: 'arrived', at: arrived },
        { name: 'cleared', at: cleared },
      ],
      place: chance.happens(0.05) ? undefined : { ...near(chance, spot, 80), accuracyM: chance.happens(0.3) ? 100 : 0 },
      references: [],
    });
    const at = arrived + chance.between(-2, 4) * minute;
    clip(crew[0] as string, post.org, at, chance.happens(0.4) ? spot : undefined, arrived);
    // The other one films as well, or something else in that shift.
    const elsewhere = beginningOf(shift) + chance.between(0, 7.8 * hour);
    const isThere = chance.happens(0.5);
    const where = isThere ? spot : near(chance, post.spot, 600);
    clip(crew[1] as string, post.org, isThere ? at + minute : elsewhere, chance.happens(0.4) ? where : undefined, 0);
  }
};

/**
 * Some shifts of a made-up city, `to` not included: the same for the same number, whatever is made besides. Twelve of a
 * hundred records name nobody, three name somebody else, five of a hundred clips are unsigned, one is a zone wrong; four of
 * ten have a track.
 *
 * @param city from 0
 */
export const shiftsLoad = (city: number, from: number, to: number): CityLoad => {
  const load: CityLoad = { records: [], footage: [] };
  const posts = postsOf(city);
  for (let shift = Math.max(0, from); shift < to; shift += 1) addShift(load, city, shift, posts);
  return load;
};

/** The first ten days of a city. */
export const cityLoad = (city: number): CityLoad => shiftsLoad(city, 0, shiftsPerLoad);

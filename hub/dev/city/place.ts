import type { Random } from './random.ts';

/** Degrees, WGS84. The city stands in the empty middle of a desert, so none of its coordinates is anybody's address. */
export interface Place {
  lon: number;
  lat: number;
}

export const cityCentre: Place = { lon: 82.5, lat: 39 };

const metresPerDegree = 111_320;

/** The place that many metres east and north. */
export const offset = (from: Place, eastM: number, northM: number): Place => ({
  lon: Number((from.lon + eastM / (metresPerDegree * Math.cos((from.lat * Math.PI) / 180))).toFixed(6)),
  lat: Number((from.lat + northM / metresPerDegree).toFixed(6)),
});

/** Metres between two places of one city (flat earth: exact to a per mille over ten kilometres). */
export const distanceM = (a: Place, b: Place): number =>
  Math.hypot((a.lon - b.lon) * metresPerDegree * Math.cos((a.lat * Math.PI) / 180), (a.lat - b.lat) * metresPerDegree);

/** Somewhere within a square of `radiusM` around a place. */
export const near = (random: Random, place: Place, radiusM: number): Place =>
  offset(place, random.between(-radiusM, radiusM), random.between(-radiusM, radiusM));

const roads = ['滨江路', '望月街', '青石巷', '长堤大道', '梧桐路', '北渡街', '柳岸路', '星桥路', '云帆大道', '古槐街'];
const spots = ['便利店', '小区东门', '公交站', '农贸市场', '停车场', '地铁口', '网吧', '餐馆', '快递点', '广场'];

/** An address in words: road, number and often a landmark. */
export const addressOf = (random: Random, district: string): string =>
  `临江市${district}${random.pick(roads)}${random.int(1, 399)}号${random.chance(0.6) ? random.pick(spots) : ''}`;

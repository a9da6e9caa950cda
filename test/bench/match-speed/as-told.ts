import { type Footage, footageSchema } from '../../../hub/core/footage.ts';
import { type BusinessRecord, recordSchema } from '../../../hub/core/record.ts';
import type { MatchFootage, MatchRecord } from '../../../hub/match/inputs.ts';

const iso = (at: number): string => new Date(at).toISOString();
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** A made-up record as a connector would have told it. */
export const recordOf = (one: MatchRecord): BusinessRecord =>
  recordSchema.parse({
    source: 'dispatch',
    system: one.system,
    kind: one.kind,
    externalId: one.externalId,
    org: one.org,
    officers: one.officers,
    time: { start: iso(one.start), ...(one.end === undefined ? {} : { end: iso(one.end) }) },
    milestones: one.milestones.map(({ name, at }) => ({ name, at: iso(at) })),
    ...(one.place === undefined
      ? {}
      : {
          place: {
            lon: rounded(one.place.lon),
            lat: rounded(one.place.lat),
            ...(one.place.accuracyM === 0 ? {} : { accuracyM: one.place.accuracyM }),
          },
        }),
  });

/** A made-up clip as a station would have told it. */
export const footageOf = (one: MatchFootage): Footage =>
  footageSchema.parse({
    source: 'dock',
    externalId: one.externalId,
    deviceId: one.deviceId,
    deviceKind: one.deviceKind,
    mediaType: one.mediaType,
    policeId: one.policeId,
    org: one.org,
    start: iso(one.start),
    end: iso(one.end),
    track: one.track.map(([at, lon, lat, accuracy]) => [at, rounded(lon), rounded(lat), accuracy ?? 0]),
  });

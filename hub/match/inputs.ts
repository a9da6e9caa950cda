import { type Fix, type Footage, footageName, type PostedFootage } from '../core/footage.ts';
import { type BusinessRecord, type PostedRecord, type Reference, recordName } from '../core/record.ts';
import type { DeviceKind, MediaType, Precision, System } from '../core/vocabulary.ts';

/** What matching looks at in a record. All times are epoch ms on the business systems' clock, taken for the truth. */
export interface MatchRecord {
  /** Any number that names it uniquely among the records matched together: the database id, or a line number. */
  readonly id: number;
  /** `source/externalId` */
  readonly name: string;
  readonly system: System;
  readonly kind: string;
  readonly externalId: string;
  readonly org?: string | undefined;
  /** `org`: where the officer served then, by what the record says or else by what is known of him. */
  readonly officers: readonly {
    readonly policeId?: string | undefined;
    readonly name?: string | undefined;
    readonly org?: string | undefined;
  }[];
  readonly start: number;
  readonly end?: number | undefined;
  readonly precision: Precision;
  readonly milestones: readonly { readonly name: string; readonly at: number }[];
  /** WGS84 degrees; accuracy in metres, 0 where nobody stated it. */
  readonly place?: { readonly lon: number; readonly lat: number; readonly accuracyM: number } | undefined;
  readonly references: readonly Reference[];
}

/** What matching looks at in a recording. `start` and `end` are epoch ms on the camera's own clock. */
export interface MatchFootage {
  readonly id: number;
  readonly name: string;
  readonly externalId: string;
  readonly deviceId?: string | undefined;
  readonly deviceKind: DeviceKind;
  readonly mediaType: MediaType;
  readonly policeId?: string | undefined;
  readonly officerName?: string | undefined;
  /** Where the wearer served then, else what the recording states. */
  readonly org?: string | undefined;
  /** Where `org` is not what the recording states: what it does state. */
  readonly posted?: { readonly stated: string | undefined } | undefined;
  readonly start: number;
  readonly end: number;
  /** Ascending in time. */
  readonly track: readonly Fix[];
  readonly references: readonly Reference[];
  /** Camera's clock minus true time in ms, where something was measured or several links agree. */
  readonly clockErrorMs?: number | undefined;
}

const posted = ({ officers, postings }: BusinessRecord & Pick<PostedRecord, 'postings'>): MatchRecord['officers'] =>
  postings === undefined
    ? officers
    : officers.map((officer) => ({ ...officer, org: officer.org ?? postings[officer.policeId ?? ''] }));

export const matchRecordOf = (id: number, record: BusinessRecord & Pick<PostedRecord, 'postings'>): MatchRecord => {
  const { place } = record;
  const isPlaced = place?.lon !== undefined && place.lat !== undefined;
  return {
    id,
    name: recordName(record),
    system: record.system,
    kind: record.kind,
    externalId: record.externalId,
    org: record.org,
    officers: posted(record),
    start: Date.parse(record.time.start),
    end: record.time.end === undefined ? undefined : Date.parse(record.time.end),
    precision: record.time.precision,
    milestones: record.milestones.map(({ name, at }) => ({ name, at: Date.parse(at) })),
    place: isPlaced
      ? { lon: place.lon as number, lat: place.lat as number, accuracyM: place.accuracyM ?? 0 }
      : undefined,
    references: record.references,
  };
};

const inOrder = (track: readonly Fix[]): readonly Fix[] => {
  const isAscending = track.every((fix, index) => index === 0 || (track[index - 1] as Fix)[0] <= fix[0]);
  return isAscending ? track : [...track].sort((left, right) => left[0] - right[0]);
};

export const matchFootageOf = (
  id: number,
  footage: Footage & Pick<PostedFootage, 'posting'>,
  clockErrorMs?: number | null,
): MatchFootage => {
  const start = Date.parse(footage.start);
  return {
    id,
    name: footageName(footage),
    externalId: footage.externalId,
    deviceId: footage.deviceId,
    deviceKind: footage.deviceKind,
    mediaType: footage.mediaType,
    policeId: footage.policeId,
    officerName: footage.officerName,
    org: footage.posting ?? footage.org,
    posted: footage.posting === undefined ? undefined : { stated: footage.org },
    start,
    end: Math.max(start, Date.parse(footage.end)),
    track: inOrder(footage.track),
    references: footage.references,
    clockErrorMs: clockErrorMs ?? undefined,
  };
};

import type { DeviceKind } from '../../core/vocabulary.ts';
import { gpsClockError } from '../clock/clock.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { type Window, windowOf } from './window.ts';

/** A record made ready for many comparisons. */
export interface RecordSubject {
  readonly record: MatchRecord;
  readonly policeIds: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  windowFor(device: DeviceKind): Window;
}

/** A recording made ready: times on the corrected clock. */
export interface FootageSubject {
  readonly footage: MatchFootage;
  /** Camera minus true time that was corrected, ms. */
  readonly clockErrorMs: number;
  /** Standard error left after the correction, ms. */
  readonly clockSigmaMs: number;
  readonly isMeasured: boolean;
  /** True time as far as known, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** What to subtract from the track's times: a track that gave the clock away is true already. */
  readonly trackErrorMs: number;
  /** Who carried the device by its other clips, where nobody signed in. */
  readonly holder: string | undefined;
}

export const subjectOfRecord = (rules: Rules, record: MatchRecord): RecordSubject => {
  const windows = new Map<DeviceKind, Window>();
  return {
    record,
    policeIds: new Set(record.officers.flatMap(({ policeId }) => policeId ?? [])),
    names: new Set(record.officers.flatMap(({ name, policeId }) => (policeId === undefined && name ? [name] : []))),
    windowFor(device) {
      const known = windows.get(device) ?? windowOf(rules, record, device);
      windows.set(device, known);
      return known;
    },
  };
};

export const subjectOfFootage = (rules: Rules, footage: MatchFootage, holder?: string): FootageSubject => {
  const byGps = gpsClockError(footage.start, footage.end, footage.track);
  const error = footage.clockErrorMs ?? byGps;
  return {
    footage,
    clockErrorMs: error ?? 0,
    clockSigmaMs: error === undefined ? rules.clock.unknown : rules.clock.measured,
    isMeasured: error !== undefined,
    from: footage.start - (error ?? 0),
    to: footage.end - (error ?? 0),
    trackErrorMs: byGps === undefined ? (error ?? 0) : 0,
    holder: footage.policeId === undefined ? holder : undefined,
  };
};

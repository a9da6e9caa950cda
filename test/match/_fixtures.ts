import type { Footage } from '../../hub/core/footage.ts';
import { footageSchema } from '../../hub/core/footage.ts';
import { type BusinessRecord, recordSchema } from '../../hub/core/record.ts';
import { matchFootageOf, matchRecordOf } from '../../hub/match/inputs.ts';
import { loadRules } from '../../hub/match/rules/rules.ts';

export const rules = loadRules();
export const minute = 60_000;
/** 2024-01-05 10:00 +08:00 */
export const ten = Date.UTC(2024, 0, 5, 2);
export const iso = (at: number): string => new Date(at).toISOString();

/** A point so many metres east and north of the fixtures' place. */
export const place = (east = 0, north = 0) => ({ lon: 113.3 + east / 102_400, lat: 23.1 + north / 111_320 });

interface CallOptions {
  id?: string;
  officers?: string[];
  org?: string;
  arrived?: number;
  cleared?: number;
  dispatched?: number;
  at?: ReturnType<typeof place> | null;
  references?: BusinessRecord['references'];
  more?: Partial<BusinessRecord>;
}

/** A call: dispatched five minutes before arrival, cleared twenty minutes after it, unless told otherwise. */
export const call = (options: CallOptions = {}): BusinessRecord => {
  const arrived = options.arrived ?? ten;
  const cleared = options.cleared ?? arrived + 20 * minute;
  const dispatched = options.dispatched ?? arrived - 5 * minute;
  return recordSchema.parse({
    source: 'dispatch',
    system: 'dispatch',
    kind: 'call',
    externalId: options.id ?? '440100202401050001',
    org: options.org ?? '440106590000',
    officers: (options.officers ?? ['009901']).map((policeId) => ({ policeId })),
    time: { start: iso(dispatched - 2 * minute), end: iso(cleared) },
    milestones: [
      { name: 'dispatched', at: iso(dispatched) },
      { name: 'arrived', at: iso(arrived) },
      { name: 'cleared', at: iso(cleared) },
    ],
    ...(options.at === null ? {} : { place: options.at ?? place() }),
    references: options.references ?? [],
    ...options.more,
  });
};

interface ClipOptions {
  id?: string;
  policeId?: string | null;
  device?: string;
  org?: string;
  start?: number;
  lengthMs?: number;
  /** Where the camera stood; null: no GPS. */
  at?: ReturnType<typeof place> | null;
  references?: Footage['references'];
  more?: Partial<Footage>;
}

/** Ten minutes from a body camera, beginning on arrival, without GPS unless a place is told. */
export const clip = (options: ClipOptions = {}): Footage => {
  const start = options.start ?? ten;
  const lengthMs = options.lengthMs ?? 10 * minute;
  const { at } = options;
  const fixes = Array.from({ length: Math.floor(lengthMs / 10_000) + 1 }, (_, index) => start + index * 10_000);
  return footageSchema.parse({
    source: 'dock',
    externalId: options.id ?? 'clip-1',
    deviceId: options.device ?? '44010613151000000001',
    deviceKind: 'body-camera',
    mediaType: 'video',
    ...(options.policeId === null ? {} : { policeId: options.policeId ?? '009901' }),
    org: options.org ?? '440106590000',
    start: iso(start),
    end: iso(start + lengthMs),
    track: at ? fixes.map((time) => [time, at.lon, at.lat]) : [],
    references: options.references ?? [],
    ...options.more,
  });
};

export const asRecords = (list: readonly BusinessRecord[]) =>
  list.map((record, index) => matchRecordOf(index + 1, record));
export const asFootage = (list: readonly Footage[]) => list.map((footage, index) => matchFootageOf(index + 1, footage));

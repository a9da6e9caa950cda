import type { Footage } from '../../../hub/core/footage.ts';
import { distanceM } from '../../../hub/core/geo.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import type { Verdict } from './measure.ts';

const nameOf = ({ source, externalId }: { source: string; externalId: string }): string => `${source}/${externalId}`;
const milestone = (record: BusinessRecord, name: string): number | undefined => {
  const found = record.milestones.find((one) => one.name === name);
  return found && Date.parse(found.at);
};

/** The rule of Axon's auto-tagging: the exact officer, and the clip begins between dispatched and cleared. */
export const axonRule = (records: readonly BusinessRecord[], footage: readonly Footage[]): Verdict[] => {
  const byOfficer = new Map<string, { at: number; footage: Footage }[]>();
  for (const clip of footage) {
    if (clip.policeId === undefined) continue;
    const clips = byOfficer.get(clip.policeId) ?? [];
    byOfficer.set(clip.policeId, clips);
    clips.push({ at: Date.parse(clip.start), footage: clip });
  }
  return records.flatMap((record) => {
    const from = milestone(record, 'dispatched') ?? Date.parse(record.time.start);
    const to = milestone(record, 'cleared') ?? Date.parse(record.time.end ?? record.time.start);
    const clips = new Set(record.officers.flatMap(({ policeId }) => byOfficer.get(policeId ?? '') ?? []));
    return [...clips]
      .filter(({ at }) => at >= from && at <= to)
      .map(
        (clip): Verdict => ({
          record: nameOf(record),
          footage: nameOf(clip.footage),
          decision: 'linked',
          probability: 1,
        }),
      );
  });
};

const atTheTimeMs = 2 * 60_000;

/** The camera that was nearest to the place at the time, whoever wore it. */
export const nearestAtTheTime = (records: readonly BusinessRecord[], footage: readonly Footage[]): Verdict[] => {
  const bucketMs = 10 * 60_000;
  const fixes = new Map<number, { at: number; lon: number; lat: number; footage: Footage }[]>();
  for (const clip of footage) {
    for (const [at = 0, lon = 0, lat = 0] of clip.track) {
      const bucket = Math.floor(at / bucketMs);
      const list = fixes.get(bucket) ?? [];
      fixes.set(bucket, list);
      list.push({ at, lon, lat, footage: clip });
    }
  }
  return records.flatMap((record) => {
    const { lon, lat } = record.place ?? {};
    if (lon === undefined || lat === undefined) return [];
    const at = milestone(record, 'arrived') ?? Date.parse(record.time.start);
    let best: { metres: number; footage: Footage } | undefined;
    for (const bucket of [-1, 0, 1]) {
      for (const fix of fixes.get(Math.floor(at / bucketMs) + bucket) ?? []) {
        if (Math.abs(fix.at - at) > atTheTimeMs) continue;
        const metres = distanceM(lon, lat, fix.lon, fix.lat);
        if (best === undefined || metres < best.metres) best = { metres, footage: fix.footage };
      }
    }
    return best ? [{ record: nameOf(record), footage: nameOf(best.footage), decision: 'linked', probability: 1 }] : [];
  });
};

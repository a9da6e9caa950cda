import { type DeviceKind, deviceKinds } from '../../core/vocabulary.ts';
import type { MatchFootage } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { GrowingInts, GrowingLists, type Lists } from './columns.ts';
import type { Lexicon } from './lexicon.ts';
import { referenceKindOf } from './record-frame.ts';
import type { Registers } from './registers.ts';
import { subjectOfFootage } from './subject.ts';
import { longestStepMs, mostFixAccuracyM, mostStrayM, strayMetresPerSecond } from './track-limits.ts';
import { windowClassesOf } from './window-columns.ts';

/** Clips as columns, one row for each. Whole numbers are those of the lexicon, -1 where something is not known. */
export interface FootageFrame {
  readonly size: number;
  /** What the rows were made from. */
  readonly source: readonly MatchFootage[];
  /** On the corrected clock, epoch ms. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Camera minus true time that was corrected, standard error left after it, and what to take from the track's times; ms. */
  readonly clockErrorMs: Float64Array;
  readonly clockSigmaMs: Float64Array;
  readonly trackErrorMs: Float64Array;
  readonly isMeasured: Uint8Array;
  /** Number of the kind of device, and the class of windows that goes with it. */
  readonly device: Uint8Array;
  readonly windowClass: Uint8Array;
  readonly deviceId: Int32Array;
  /** Who signed in; and that or else who carried the device by its other clips. */
  readonly officer: Int32Array;
  readonly wearer: Int32Array;
  /** The text of the holder, where nobody signed in and the register knows one. */
  holderName(row: number): string | undefined;
  readonly officerName: Int32Array;
  readonly org: Int32Array;
  readonly number: Int32Array;
  readonly name: Int32Array;
  readonly references: Lists;
  readonly referenceKinds: Uint8Array;
  /** Fixes of clip `i` are `trackStarts[i]` up to, not including, `trackStarts[i + 1]`; ascending in time. */
  readonly trackStarts: Int32Array;
  readonly fixAt: Float64Array;
  readonly fixLon: Float64Array;
  readonly fixLat: Float64Array;
  readonly fixAccuracyM: Float32Array;
  /**
   * The box around a track, degrees, and what explains at most how far beyond it the camera was, metres: the accuracy of
   * its fixes, and that and the way between them.
   */
  readonly west: Float64Array;
  readonly east: Float64Array;
  readonly south: Float64Array;
  readonly north: Float64Array;
  readonly fixSlackM: Float64Array;
  readonly trackSlackM: Float64Array;
}

const deviceNumbers = new Map<DeviceKind, number>(deviceKinds.map((kind, index) => [kind, index]));

/** Lay clips out in columns. Numbers that no record has written down get no number of their own. */
export const footageFrameOf = (
  rules: Rules,
  lexicon: Lexicon,
  registers: Registers,
  source: readonly MatchFootage[],
): FootageFrame => {
  const size = source.length;
  const { people, names, orgs, devices, numbers } = lexicon;
  const floats = () => new Float64Array(size);
  const ints = () => new Int32Array(size);
  const [from, to, clockErrorMs, clockSigmaMs, trackErrorMs] = [floats(), floats(), floats(), floats(), floats()];
  const [isMeasured, device, windowClass] = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];
  const [deviceId, officer, wearer] = [ints(), ints(), ints()];
  const holders = new Map<number, string>();
  const [officerName, org, number, name] = [ints(), ints(), ints(), ints()];
  const [references, kindsOfReferences] = [new GrowingLists(size), new GrowingInts()];
  const { classOf } = windowClassesOf(rules);
  const trackStarts = new Int32Array(size + 1);
  for (let row = 0; row < size; row += 1)
    trackStarts[row + 1] = (trackStarts[row] as number) + (source[row] as MatchFootage).track.length;
  const fixes = trackStarts[size] as number;
  const [fixAt, fixLon, fixLat] = [new Float64Array(fixes), new Float64Array(fixes), new Float64Array(fixes)];
  const fixAccuracyM = new Float32Array(fixes);
  const [west, east, south, north] = [floats(), floats(), floats(), floats()];
  const [fixSlackM, trackSlackM] = [floats(), floats()];
  let fix = 0;
  for (let row = 0; row < size; row += 1) {
    const clip = source[row] as MatchFootage;
    const held =
      clip.policeId === undefined && clip.deviceId !== undefined
        ? registers.holderOf(clip.deviceId, clip.start)
        : undefined;
    const subject = subjectOfFootage(rules, clip, held);
    from[row] = subject.from;
    to[row] = subject.to;
    clockErrorMs[row] = subject.clockErrorMs;
    clockSigmaMs[row] = subject.clockSigmaMs;
    trackErrorMs[row] = subject.trackErrorMs;
    isMeasured[row] = subject.isMeasured ? 1 : 0;
    const kind = deviceNumbers.get(clip.deviceKind) as number;
    device[row] = kind;
    windowClass[row] = classOf[kind] as number;
    deviceId[row] = devices.addOptional(clip.deviceId);
    officer[row] = people.addOptional(clip.policeId);
    wearer[row] = people.addOptional(clip.policeId ?? held);
    if (held !== undefined) holders.set(row, held);
    officerName[row] = names.find(clip.officerName);
    org[row] = orgs.addOptional(clip.org);
    number[row] = numbers.find(clip.externalId);
    name[row] = numbers.find(clip.name);
    for (const reference of clip.references) {
      references.push(numbers.find(reference.id));
      kindsOfReferences.push(referenceKindOf(reference.kind));
    }
    references.close();
    let [left, right, bottom, top] = [180, -180, 90, -90];
    let [roughest, longest, before] = [0, 0, Number.NEGATIVE_INFINITY];
    for (const point of clip.track) {
      const at = point[0];
      const lon = point[1];
      const lat = point[2];
      const accuracy = Math.min(point[3] ?? 0, mostFixAccuracyM);
      fixAt[fix] = at;
      fixLon[fix] = lon;
      fixLat[fix] = lat;
      fixAccuracyM[fix] = accuracy;
      fix += 1;
      if (lon < left) left = lon;
      if (lon > right) right = lon;
      if (lat < bottom) bottom = lat;
      if (lat > top) top = lat;
      if (accuracy > roughest) roughest = accuracy;
      if (at - before <= longestStepMs && at - before > longest) longest = at - before;
      before = at;
    }
    west[row] = left;
    east[row] = right;
    south[row] = bottom;
    north[row] = top;
    // A metre more, so that rounding does not count.
    fixSlackM[row] = roughest + 1;
    trackSlackM[row] = roughest + 1 + Math.min(mostStrayM, (longest / 1000) * strayMetresPerSecond);
  }
  return {
    size,
    source,
    from,
    to,
    clockErrorMs,
    clockSigmaMs,
    trackErrorMs,
    isMeasured,
    device,
    windowClass,
    deviceId,
    officer,
    wearer,
    holderName: (row) => holders.get(row),
    officerName,
    org,
    number,
    name,
    references: references.finish(),
    referenceKinds: Uint8Array.from(kindsOfReferences.finish()),
    trackStarts,
    fixAt,
    fixLon,
    fixLat,
    fixAccuracyM,
    west,
    east,
    south,
    north,
    fixSlackM,
    trackSlackM,
  };
};

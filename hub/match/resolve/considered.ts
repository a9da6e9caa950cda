import { createHash } from 'node:crypto';
import type { PairRow } from '../../store/match-pairs.ts';
import type { Frames } from '../frames/frames.ts';
import type { MatchFootage } from '../inputs.ts';
import { isTied } from '../pairs/attribution.ts';
import type { Pairs } from '../pairs/pairs.ts';
import { comparisonCount } from '../rules/levels.ts';
import type { Rules } from '../rules/rules.ts';
import { levelNames } from '../rules/rules-schema.ts';
import type { Edge } from './reach.ts';

/** A pair worth considering, as it was scored: all that hearing rivals has to know of it. */
export interface Considered extends Edge {
  /** Bits, before rivals are heard. */
  readonly weight: number;
  /** Supposed zone error, ms. */
  readonly shiftMs: number;
  /** A level for each comparison. */
  readonly levels: Uint8Array;
  /** The clip's clock error it was scored with, camera minus true time in ms; undefined where none was known. */
  readonly clockErrorMs: number | undefined;
  readonly isDecided: boolean;
}

/** Places of the numbers in a packed pair, bytes. */
const at = { weight: 0, device: 8, officer: 16, clockErrorMs: 24, shiftMs: 32, levels: 36 } as const;

const numberOfText = (text: string): number => {
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    low = Math.imul(low ^ code, 2_654_435_761);
    high = Math.imul(high ^ code, 1_597_334_677);
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & high) + (low >>> 0);
};

/** A text as a number of 53 bits, 0 for none. Two texts in some billions of millions share one. */
const keyOf = (text: string | undefined): number => (text === undefined ? 0 : numberOfText(text) || 1);

/** A decision bounds a pair by nothing: it may stand for any weight. */
const boundsOf = (weight: number, isDecided: boolean): { least: number; most: number } =>
  isDecided ? { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY } : { least: weight, most: weight };

/** A pair as it was scored just now. */
export const consideredOf = (frames: Frames, pairs: Pairs, pair: number, isDecided: boolean): Considered => {
  const [record, clip] = [pairs.record[pair] as number, pairs.clip[pair] as number];
  const { id, deviceId, policeId } = frames.footage.source[clip] as MatchFootage;
  const weight = pairs.weight[pair] as number;
  const levels = pairs.levels.slice(pair * comparisonCount, (pair + 1) * comparisonCount);
  return {
    recordId: frames.records.source[record]?.id ?? 0,
    footageId: id,
    device: keyOf(deviceId),
    officer: keyOf(policeId),
    weight,
    ...boundsOf(weight, isDecided),
    shiftMs: pairs.shiftMs[pair] as number,
    levels,
    isAttributed: isTied(frames.rules, levels, 0),
    clockErrorMs: frames.footage.isMeasured[clip] === 1 ? frames.footage.clockErrorMs[clip] : undefined,
    isDecided,
  };
};

/** A pair as the store keeps it. */
export const packed = (one: Considered): PairRow => {
  const scored = Buffer.alloc(at.levels + comparisonCount);
  scored.writeDoubleLE(one.weight, at.weight);
  scored.writeDoubleLE(one.device, at.device);
  scored.writeDoubleLE(one.officer, at.officer);
  scored.writeDoubleLE(one.clockErrorMs ?? Number.NaN, at.clockErrorMs);
  scored.writeInt32LE(one.shiftMs, at.shiftMs);
  scored.set(one.levels, at.levels);
  return { footageId: one.footageId, recordId: one.recordId, scored, isDecided: one.isDecided };
};

/** @param row that was packed by these rules: see `Marks` */
export const unpacked = (rules: Rules, { footageId, recordId, scored, isDecided }: PairRow): Considered => {
  const weight = scored.readDoubleLE(at.weight);
  const levels = scored.subarray(at.levels);
  const clockErrorMs = scored.readDoubleLE(at.clockErrorMs);
  return {
    recordId,
    footageId,
    device: scored.readDoubleLE(at.device),
    officer: scored.readDoubleLE(at.officer),
    weight,
    ...boundsOf(weight, isDecided),
    shiftMs: scored.readInt32LE(at.shiftMs),
    levels,
    isAttributed: isTied(rules, levels, 0),
    clockErrorMs: Number.isNaN(clockErrorMs) ? undefined : clockErrorMs,
    isDecided,
  };
};

const bases = new WeakMap<Rules, Buffer>();

/**
 * What a mark says where it holds: by which rules the pairs were scored, and in which era. The names of levels are part of
 * it, for the packed levels are their numbers.
 */
export const markOf = (rules: Rules, era: number): Buffer => {
  const basis =
    bases.get(rules) ??
    createHash('sha256')
      .update(JSON.stringify([rules.version, levelNames, at]))
      .digest()
      .subarray(0, 8);
  bases.set(rules, basis);
  const mark = Buffer.alloc(16);
  mark.set(basis);
  mark.writeDoubleLE(era, 8);
  return mark;
};

import type { FootageFrame } from '../frames/footage-frame.ts';
import { type Frames, framesOf } from '../frames/frames.ts';
import type { Registers } from '../frames/registers.ts';
import { type FootageSubject, type RecordSubject, subjectOfRecord } from '../frames/subject.ts';
import type { Window } from '../frames/window.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import { isAttributed } from '../pairs/attribution.ts';
import { Pairs } from '../pairs/pairs.ts';
import { openScorer } from '../pairs/score.ts';
import { prepareSight, type Sighting } from '../pairs/sight.ts';
import { columns, levelTable, mostLevels } from '../rules/levels.ts';
import { probabilityOf, type Rules } from '../rules/rules.ts';
import type { ComparisonName, Level } from '../rules/rules-schema.ts';
import type { Stretch } from './segment.ts';
import { decisionCodes, type Verdicts } from './verdicts.ts';

/** A pair as an object, for explanations: made only of the few pairs that somebody looks at. */
export interface Scored {
  readonly left: RecordSubject;
  readonly right: FootageSubject;
  readonly window: Window;
  /** An absent level is neutral. */
  readonly levels: { readonly [C in ComparisonName]: Level | undefined };
  /** Zone error supposed by the time comparison, ms, on top of the known clock error. */
  readonly shiftMs: number;
  readonly sighting: Sighting | undefined;
  /** Prior and comparisons in bits, before rivals are heard. */
  readonly weight: number;
  /** An officer or a number ties them, not time and place alone. */
  readonly isAttributed: boolean;
}

/** What became of a pair after its rivals were heard. */
export interface Heard {
  /** Bits, rivals included. */
  readonly weight: number;
  readonly probability: number;
  /** Bits for or against by the other clips of the same camera, 0 where there are none to speak of. */
  readonly seriesWeight: number;
  /** Bits lost to rivals, 0 or less. */
  readonly rivalWeight: number;
  /** The strongest rival, and by how many bits this pair is ahead of it. */
  readonly runnerUp:
    | { readonly record: MatchRecord; readonly footage: MatchFootage; readonly margin: number }
    | undefined;
  /** What the rules decide; undefined: nothing. */
  readonly decision: 'linked' | 'review' | undefined;
  /** On the camera's own clock, epoch ms. */
  readonly segment: Stretch;
}

/** The same, with the pair. */
export interface Resolved extends Heard {
  readonly pair: Scored;
}

/** A clip that was laid out as `subjectOfFootage` has it: from its columns, for its track was looked at once. */
const subjectOfRow = (frame: FootageFrame, row: number): FootageSubject => {
  const footage = frame.source[row] as MatchFootage;
  return {
    footage,
    clockErrorMs: frame.clockErrorMs[row] as number,
    clockSigmaMs: frame.clockSigmaMs[row] as number,
    isMeasured: frame.isMeasured[row] === 1,
    from: frame.from[row] as number,
    to: frame.to[row] as number,
    trackErrorMs: frame.trackErrorMs[row] as number,
    holder: footage.policeId === undefined ? frame.holderName(row) : undefined,
  };
};

/** What is the same for all pairs that objects are made of. */
interface Seen {
  readonly frames: Frames;
  readonly pairs: Pairs;
  readonly sight: ReturnType<typeof prepareSight>;
  readonly table: ReturnType<typeof levelTable>;
}

/** A row of pairs. A class, for tens of thousands are made and literals with getters are dear. */
class ScoredRow implements Scored {
  readonly left: RecordSubject;
  readonly right: FootageSubject;
  readonly window: Window;
  readonly levels: Scored['levels'];
  readonly shiftMs: number;
  readonly weight: number;
  readonly #seen: Seen;
  readonly #pair: number;

  constructor(seen: Seen, pair: number, left: RecordSubject) {
    const { frames, pairs, table } = seen;
    this.#seen = seen;
    this.#pair = pair;
    this.left = left;
    this.right = subjectOfRow(frames.footage, pairs.clip[pair] as number);
    this.window = left.windowFor(this.right.footage.deviceKind);
    this.levels = {
      reference: table[columns.reference * mostLevels + pairs.level(pair, columns.reference)],
      officer: table[columns.officer * mostLevels + pairs.level(pair, columns.officer)],
      time: table[columns.time * mostLevels + pairs.level(pair, columns.time)],
      ending: table[columns.ending * mostLevels + pairs.level(pair, columns.ending)],
      place: table[columns.place * mostLevels + pairs.level(pair, columns.place)],
      organisation: table[columns.organisation * mostLevels + pairs.level(pair, columns.organisation)],
      suitability: table[columns.suitability * mostLevels + pairs.level(pair, columns.suitability)],
    };
    this.shiftMs = pairs.shiftMs[pair] as number;
    this.weight = pairs.weight[pair] as number;
  }

  // These look along a track or at what was compared, and not everybody wants to know.
  get sighting(): Sighting | undefined {
    const { pairs, sight } = this.#seen;
    const [record, clip] = [pairs.record[this.#pair] as number, pairs.clip[this.#pair] as number];
    const sighting: Sighting = { nearestM: 0, stay: 0, linger: 0, isSeen: false, awayMs: 0 };
    return sight(record, clip, this.shiftMs, sighting) ? sighting : undefined;
  }

  get isAttributed(): boolean {
    return isAttributed(this.#seen.frames, this.#seen.pairs, this.#pair);
  }
}

/** @returns what makes objects of rows of these pairs */
export const openScored = (frames: Frames, pairs: Pairs): ((pair: number) => Scored) => {
  const { rules, records } = frames;
  const seen: Seen = { frames, pairs, sight: prepareSight(frames), table: levelTable(rules) };
  // Pairs mostly come record by record.
  let [known, subject]: [number, RecordSubject | undefined] = [-1, undefined];
  return (pair) => {
    const record = pairs.record[pair] as number;
    if (subject === undefined || known !== record)
      [known, subject] = [record, subjectOfRecord(rules, records.source[record] as MatchRecord)];
    return new ScoredRow(seen, pair, subject);
  };
};

/** @returns what tells what became of rows of these verdicts */
export const openHeard =
  (frames: Frames, pairs: Pairs, verdicts: Verdicts): ((row: number) => Heard) =>
  (row) => {
    const weight = verdicts.weight[row] as number;
    const rival = verdicts.runnerUp[row] as number;
    const code = verdicts.decision[row];
    return {
      weight,
      probability: probabilityOf(weight),
      seriesWeight: verdicts.seriesWeight[row] as number,
      rivalWeight: verdicts.rivalWeight[row] as number,
      runnerUp:
        rival < 0
          ? undefined
          : {
              record: frames.records.source[pairs.record[rival] as number] as MatchRecord,
              footage: frames.footage.source[pairs.clip[rival] as number] as MatchFootage,
              margin: verdicts.margin[row] as number,
            },
      decision: code === decisionCodes.linked ? 'linked' : code === decisionCodes.review ? 'review' : undefined,
      segment: { from: verdicts.from[row] as number, to: verdicts.to[row] as number },
    };
  };

/** @returns what makes objects of rows of these verdicts */
export const openResolved = (frames: Frames, pairs: Pairs, verdicts: Verdicts): ((row: number) => Resolved) => {
  const [scored, heard] = [openScored(frames, pairs), openHeard(frames, pairs, verdicts)];
  return (row) => ({ pair: scored(verdicts.pair[row] as number), ...heard(row) });
};

/** Weigh one record against each of some clips, whatever the blocking rules say: for explanations, not for many. */
export const scoreEach = (
  rules: Rules,
  registers: Registers,
  record: MatchRecord,
  clips: readonly MatchFootage[],
): Scored[] => {
  const frames = framesOf(rules, registers, [record], clips);
  const scorer = openScorer(frames);
  const pairs = new Pairs();
  for (const clip of clips.keys()) pairs.push(0, clip, scorer.pair, scorer.weigh(0, clip));
  const scored = openScored(frames, pairs);
  return clips.map((_, pair) => scored(pair));
};

import { parseArgs } from 'node:util';
import { footageSchema } from '../../hub/core/footage.ts';
import { recordSchema } from '../../hub/core/record.ts';
import { matchWithClocks } from '../../hub/match/batch.ts';
import { type MatchFootage, type MatchRecord, matchFootageOf, matchRecordOf } from '../../hub/match/inputs.ts';
import { loadRules, parseRules, type Rules } from '../../hub/match/rules/rules.ts';
import { trainRules } from '../../hub/match/train/train.ts';
import { trainingPairsOf } from '../../hub/match/train/train-samples.ts';
import { trainedRulesText } from '../../hub/match/train/trained-rules.ts';
import { type Goal, report, table } from './_goals.ts';
import { axonRule, nearestAtTheTime } from './match-quality/baselines.ts';
import { measureCity } from './match-quality/city.ts';
import {
  byClass,
  calibration,
  expectedCalibrationError,
  type Score,
  scoreOf,
  type Verdict,
} from './match-quality/measure.ts';
import { type Observed, observe } from './match-quality/observe.ts';
import { type PresetName, presets } from './match-quality/presets.ts';
import { supervised } from './match-quality/supervised.ts';
import { worldOf } from './match-quality/world.ts';

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const row = (name: string, score: Score): (string | number)[] => [
  name,
  score.precision.toFixed(4),
  score.recall.toFixed(4),
  score.f1.toFixed(4),
  score.linked,
  score.wrong,
  score.truePairs,
];
const head = ['', 'precision', 'recall', 'F1', 'linked', 'wrong', 'true pairs'];

/** What came of one made-up city. */
interface Measured {
  readonly observed: Observed;
  readonly hub: readonly Verdict[];
  /** By rules that were trained on the city's own data, of which nobody said what is true. */
  readonly trained: readonly Verdict[];
  readonly axon: Score;
  readonly nearest: Score;
  readonly taught: Score;
  readonly untaught: Score;
}

const matched = (rules: Rules, records: readonly MatchRecord[], footage: readonly MatchFootage[]) => {
  const resolved = matchWithClocks(rules, records, footage);
  const verdicts = resolved.flatMap(({ pair, decision, probability }): Verdict[] =>
    decision ? [{ record: pair.left.record.name, footage: pair.right.footage.name, decision, probability }] : [],
  );
  return { resolved, verdicts };
};

/** The rules as `hub match train` would propose them to a site that has these records and clips. */
const trainedOn = (rules: Rules, records: readonly MatchRecord[], footage: readonly MatchFootage[]): Rules =>
  parseRules(
    trainedRulesText(rules.yaml, trainRules(rules, [trainingPairsOf(rules, records, footage)])),
    'rules trained on the city',
  );

/** What the hub makes of a made-up city, two simple rules beside it, and a model that was told half of the truth. */
const measure = (rules: Rules, observed: Observed): Measured => {
  const { truth } = observed;
  const records = observed.records.map((record) => recordSchema.parse(record));
  const footage = observed.footage.map((clip) => footageSchema.parse(clip));
  const mine = records.map((record, id) => matchRecordOf(id, record));
  const theirs = footage.map((clip, id) => matchFootageOf(id, clip));
  const { resolved, verdicts: hub } = matched(rules, mine, theirs);
  const half = supervised(resolved, truth, 0.991);
  return {
    observed,
    hub,
    trained: matched(trainedOn(rules, mine, theirs), mine, theirs).verdicts,
    axon: scoreOf(axonRule(records, footage), truth),
    nearest: scoreOf(nearestAtTheTime(records, footage), truth),
    taught: scoreOf(half.verdicts, half.truth),
    untaught: scoreOf(
      hub.filter(({ record }) => half.isJudged(record)),
      half.truth,
    ),
  };
};

/** Figures of a city that goals are set for. */
const figuresOf = ({ observed: { records, truth }, hub, axon }: Measured) => {
  const score = scoreOf(hub, truth);
  const review = hub.filter(({ decision }) => decision === 'review');
  const isTrue = ({ record, footage }: Verdict) => truth.has(`${record}|${footage}`);
  return {
    score,
    review,
    reviewTrue: review.filter(isTrue).length,
    wrong: share(score.wrong * 10_000, records.length),
    ahead: score.f1 - axon.f1,
    held: share(hub.filter(isTrue).length, truth.size),
    reviewShare: share(review.length, records.length),
    error: expectedCalibrationError(hub, truth),
  };
};

const wholeText = (measured: Measured): string => {
  const { observed, hub, axon, nearest, taught, untaught } = measured;
  const { records, footage, truth } = observed;
  const { score, review, reviewTrue, error } = figuresOf(measured);
  const decided = new Set(hub.filter(({ decision }) => decision === 'linked').map(({ record }) => record));
  const waiting = new Set(review.filter(({ record }) => !decided.has(record)).map(({ record }) => record));
  return [
    `${records.length} records, ${footage.length} clips, ${truth.size} true pairs`,
    '',
    table(head, [
      row('hub', score),
      row('Axon’s rule', axon),
      row('nearest at the time', nearest),
      row('half of the records: hub', untaught),
      row('half of the records: a model told the other half', taught),
    ]),
    '',
    table(
      head,
      byClass(hub, observed).map(([name, classScore]) => row(name, classScore)),
    ),
    '',
    table(
      ['probability', 'pairs', 'said', 'found'],
      calibration(hub, truth).map(({ from, to, pairs, said, found }) => [
        `${from} to ${to}`,
        pairs,
        said.toFixed(3),
        found.toFixed(3),
      ]),
    ),
    '',
    `expected calibration error ${error.toFixed(4)}; abstained: ${waiting.size} records wait for a person, ${records.length - decided.size - waiting.size} have nothing; ${review.length} pairs for review, ${share(reviewTrue, review.length).toFixed(3)} of them true`,
  ].join('\n');
};

const shortRow = (name: string, measured: Measured): (string | number)[] => {
  const { score, wrong, ahead, held, reviewShare, error } = figuresOf(measured);
  return [
    name,
    measured.observed.records.length,
    score.precision.toFixed(4),
    score.recall.toFixed(4),
    score.f1.toFixed(4),
    measured.axon.f1.toFixed(4),
    ahead.toFixed(3),
    wrong.toFixed(1),
    held.toFixed(4),
    reviewShare.toFixed(3),
    error.toFixed(4),
  ];
};
const shortHead = [
  'city',
  'records',
  'precision',
  'recall',
  'F1',
  'Axon F1',
  'ahead',
  'wrong / 10,000',
  'held',
  'review / record',
  'ECE',
];

const goalsOf = (measured: readonly Measured[]): Goal[] => {
  const figures = measured.map(figuresOf);
  const mean = (value: (one: (typeof figures)[number]) => number): number =>
    figures.reduce((sum, one) => sum + value(one), 0) / figures.length;
  return [
    { name: 'precision of linked', value: mean(({ score }) => score.precision), atLeast: 0.99, digits: 4 },
    { name: 'wrong automatic links per 10,000 records', value: mean(({ wrong }) => wrong), atMost: 50, digits: 1 },
    { name: 'F1 above Axon’s rule', value: mean(({ ahead }) => ahead), atLeast: 0.25 },
    { name: 'true pairs in linked and review', value: mean(({ held }) => held), atLeast: 0.95, digits: 4 },
    { name: 'review pairs per record', value: mean(({ reviewShare }) => reviewShare), atMost: 0.5 },
    { name: 'expected calibration error', value: mean(({ error }) => error), atMost: 0.02, digits: 4 },
  ];
};

const usageOf = (name: string): PresetName => {
  if (name in presets) return name as PresetName;
  throw new Error(`[hub] [bench] there is no preset ${name}; choose one of ${Object.keys(presets).join(', ')} or all`);
};

export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      preset: { type: 'string', default: 'mixed' },
      /** The rules' figures were looked at on the seeds 1 to 3; others are held out. */
      seeds: { type: 'string', default: '11,12,13' },
      days: { type: 'string', default: '3' },
      rules: { type: 'string' },
      city: { type: 'boolean', default: false },
      data: { type: 'string', default: '.data' },
    },
  });
  if (values.city) {
    await measureCity(values.data);
    return;
  }
  const names = values.preset === 'all' ? (Object.keys(presets) as PresetName[]) : [usageOf(values.preset)];
  const rules = loadRules(values.rules);
  const seeds = values.seeds.split(',').map(Number);
  const rows: (string | number)[][] = [];
  const ofGoals: Measured[] = [];
  let first: string | undefined;
  for (const name of names) {
    for (const seed of seeds) {
      const city = worldOf(seed, Number(values.days), presets[name]);
      const measured = measure(rules, observe(city, seed + 1_000, presets[name]));
      rows.push(shortRow(`${name} ${seed}`, measured));
      rows.push(shortRow(`${name} ${seed}, trained on it`, { ...measured, hub: measured.trained }));
      first ??= `${name}, seed ${seed}: ${wholeText(measured)}`;
      if (name === names[0]) ofGoals.push(measured);
    }
  }
  const command = `npm run -s bench -- match-quality --preset ${values.preset} --seeds ${values.seeds} --days ${values.days}`;
  const body = [table(shortHead, rows), '', first ?? '', '', `goals: mean of ${names[0]} over its seeds`].join('\n');
  await report('match-quality', command, body, goalsOf(ofGoals));
};

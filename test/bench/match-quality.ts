import { parseArgs } from 'node:util';
import { footageSchema } from '../../hub/core/footage.ts';
import { recordSchema } from '../../hub/core/record.ts';
import { matchWithClocks } from '../../hub/match/batch.ts';
import { matchFootageOf, matchRecordOf } from '../../hub/match/inputs.ts';
import { loadRules } from '../../hub/match/rules.ts';
import { type Goal, report, table } from './_goals.ts';
import { axonRule, nearestAtTheTime } from './match-quality/baselines.ts';
import { measureCity } from './match-quality/city.ts';
import { byClass, calibration, type Score, scoreOf, type Verdict } from './match-quality/measure.ts';
import { type Observed, observe } from './match-quality/observe.ts';
import { worldOf } from './match-quality/world.ts';

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

/** What the hub makes of a made-up city, and two simple rules beside it. */
const measure = (observed: Observed, rulesFile: string | undefined) => {
  const records = observed.records.map((record) => recordSchema.parse(record));
  const footage = observed.footage.map((clip) => footageSchema.parse(clip));
  const matchRecords = records.map((record, id) => matchRecordOf(id, record));
  const matchFootage = footage.map((clip, id) => matchFootageOf(id, clip));
  const hub = matchWithClocks(loadRules(rulesFile), matchRecords, matchFootage).flatMap(
    ({ pair, decision, probability }): Verdict[] =>
      decision ? [{ record: pair.left.record.name, footage: pair.right.footage.name, decision, probability }] : [],
  );
  return { hub, axon: axonRule(records, footage), nearest: nearestAtTheTime(records, footage) };
};

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const measureGenerated = async (seed: number, days: number, rulesFile: string | undefined): Promise<void> => {
  const observed = observe(worldOf(seed, days), seed + 1_000);
  const { truth, records, footage } = observed;
  const { hub, axon, nearest } = measure(observed, rulesFile);
  const isTrue = ({ record, footage: clip }: Verdict) => truth.has(`${record}|${clip}`);
  const score = scoreOf(hub, truth);
  const axonScore = scoreOf(axon, truth);
  const review = hub.filter(({ decision }) => decision === 'review');
  const decided = new Set(hub.filter(({ decision }) => decision === 'linked').map(({ record }) => record));
  const waiting = new Set(review.filter(({ record }) => !decided.has(record)).map(({ record }) => record));
  const held = share(hub.filter(isTrue).length, truth.size);
  const wrong = share(score.wrong * 10_000, records.length);
  const body = [
    `seed ${seed}, ${days} days: ${records.length} records, ${footage.length} clips, ${truth.size} true pairs`,
    '',
    table(head, [
      row('hub', score),
      row('Axon’s rule', axonScore),
      row('nearest at the time', scoreOf(nearest, truth)),
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
    `abstained: ${waiting.size} records wait for a person, ${records.length - decided.size - waiting.size} have nothing; ${review.length} pairs for review, ${share(review.filter(isTrue).length, review.length).toFixed(3)} of them true`,
  ].join('\n');
  const goals: Goal[] = [
    { name: 'precision of linked', value: score.precision, atLeast: 0.99, digits: 4 },
    { name: 'wrong automatic links per 10,000 records', value: wrong, atMost: 50, digits: 1 },
    { name: 'F1 above Axon’s rule', value: score.f1 - axonScore.f1, atLeast: 0.25 },
    { name: 'true pairs in linked and review', value: held, atLeast: 0.95, digits: 4 },
    { name: 'review pairs per record', value: share(review.length, records.length), atMost: 0.5 },
  ];
  await report('match-quality', `npm run -s bench -- match-quality --seed ${seed} --days ${days}`, body, goals);
};

export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      days: { type: 'string', default: '6' },
      rules: { type: 'string' },
      city: { type: 'boolean', default: false },
      data: { type: 'string', default: '.data' },
    },
  });
  if (values.city) await measureCity(values.data);
  else await measureGenerated(Number(values.seed), Number(values.days), values.rules);
};

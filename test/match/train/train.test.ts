import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { footageSchema } from '../../../hub/core/footage.ts';
import { recordSchema } from '../../../hub/core/record.ts';
import { matchWithClocks } from '../../../hub/match/batch.ts';
import { matchFootageOf, matchRecordOf } from '../../../hub/match/inputs.ts';
import { loadRules, parseRules, standardRules } from '../../../hub/match/rules/rules.ts';
import { type Training, type TrainingWayName, trainingWays, trainRules } from '../../../hub/match/train/train.ts';
import { trainingPairsOf } from '../../../hub/match/train/train-samples.ts';
import { trainedRulesText } from '../../../hub/match/train/trained-rules.ts';
import { scoreOf, type Verdict } from '../../bench/match-quality/measure.ts';
import { observe } from '../../bench/match-quality/observe.ts';
import { worldOf } from '../../bench/match-quality/world.ts';

const standard = readFileSync(standardRules, 'utf8');
const rules = loadRules();

/** A day of a made-up city, with what is true in it. */
const cityOf = (seed: number) => {
  const { records, footage, truth } = observe(worldOf(seed, 1), seed + 1_000);
  return {
    truth,
    records: records.map((one, id) => matchRecordOf(id, recordSchema.parse(one))),
    footage: footage.map((one, id) => matchFootageOf(id, footageSchema.parse(one))),
  };
};
const city = cityOf(31);
const weightAfter = ({ levels }: Training, comparison: string, level: string): number =>
  levels.find((one) => one.comparison === comparison && one.level === level)?.after.weight ?? Number.NaN;

/** Rules that somebody wrote without looking: where the camera was means next to nothing. */
const blunt = parseRules(
  standard
    .replace(/(level: stayed,.*m: )[\d.]+, u: [\d.]+/, '$10.2, u: 0.1')
    .replace(/(level: lingered,.*m: )[\d.]+, u: [\d.]+/, '$10.2, u: 0.15')
    .replace(/(level: elsewhere,.*m: )[\d.]+, u: [\d.]+/, '$10.1, u: 0.12'),
  'blunt.yaml',
);

describe('training without anybody having said what is true', () => {
  const training = trainRules(blunt, [trainingPairsOf(blunt, city.records, city.footage)]);

  test('finds what levels weigh', () => {
    expect(blunt.comparisons.place.stayed.weight).toBeCloseTo(1);
    expect(weightAfter(training, 'place', 'stayed')).toBeGreaterThan(2);
    expect(weightAfter(training, 'place', 'elsewhere')).toBeLessThan(-1);
    expect(training.likelihood.after).toBeGreaterThan(training.likelihood.before);
    expect(training.pairs).toBeGreaterThan(1_000);
    expect(training.chancePairs).toBeGreaterThan(1_000);
  });

  test('leaves what it did not see as it was', () => {
    const unseen = training.levels.filter(({ pairs }) => pairs === 0);
    expect(unseen.map(({ comparison }) => comparison)).toContain('reference');
    for (const { before, after: now } of unseen) expect(now).toEqual(before);
  });

  test('makes a file that can be used, with every comment, and that matches another day better', () => {
    const text = trainedRulesText(standard, training);
    expect(text.match(/#/g)?.length).toBe(standard.match(/#/g)?.length);
    const trained = parseRules(text, 'trained.yaml');
    expect(trained.comparisons.place.stayed.weight).toBeCloseTo(weightAfter(training, 'place', 'stayed'), 1);
    const other = cityOf(32);
    const f1 = (by: typeof rules): number => {
      const verdicts = matchWithClocks(by, other.records, other.footage).flatMap(
        ({ pair, decision, probability }): Verdict[] =>
          decision ? [{ record: pair.left.record.name, footage: pair.right.footage.name, decision, probability }] : [],
      );
      return scoreOf(verdicts, other.truth).f1;
    };
    expect(f1(trained)).toBeGreaterThan(f1(blunt));
  });
});

test.each(Object.keys(trainingWays) as TrainingWayName[])('%s finds again what was written down wrongly', (way) => {
  const training = trainRules(blunt, [trainingPairsOf(blunt, city.records, city.footage)], way);
  const off = (level: 'stayed' | 'lingered' | 'elsewhere', weight: number): number =>
    Math.abs(weight - rules.comparisons.place[level].weight);
  for (const level of ['stayed', 'lingered', 'elsewhere'] as const) {
    const weight = weightAfter(training, 'place', level);
    expect(off(level, weight), level).toBeLessThan(off(level, blunt.comparisons.place[level].weight));
  }
});

test('what people decided counts', () => {
  const isTrue = (record: number, clip: number): boolean =>
    city.truth.has(`${city.records[record]?.name}|${city.footage[clip]?.name}`);
  const told = trainRules(rules, [
    trainingPairsOf(rules, city.records, city.footage, (record, clip) =>
      isTrue(record, clip) ? 'confirmed' : 'rejected',
    ),
  ]);
  expect(told.decisions).toBe(told.pairs);
  for (const { comparison, level, pairs, expected } of told.levels) {
    expect(expected, `${comparison} ${level}`).toBeLessThanOrEqual(pairs);
  }
  const expectedOf = (level: string) => told.levels.find((one) => one.level === level)?.expected ?? 0;
  expect(expectedOf('exact')).toBeGreaterThan(expectedOf('partner'));
  for (const steps of [told.reliability.before, told.reliability.after]) {
    expect(steps.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(told.decisions);
    for (const { from, to, said } of steps) expect(said >= from && said <= to).toBe(true);
  }
  expect(told.reliability.after.at(-1)?.found).toBeGreaterThan(0.9);
});

test('nothing to learn from leaves the rules alone', () => {
  const training = trainRules(rules, []);
  expect(training.levels.every(({ before, after: now }) => before === now)).toBe(true);
  expect(training.prior.after).toBeCloseTo(rules.prior);
  expect(parseRules(trainedRulesText(standard, training), 'same.yaml').comparisons).toEqual(rules.comparisons);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { BadRequestError } from '../core/errors.ts';
import { parseRules, standardRules } from '../match/rules/rules.ts';
import {
  type ReliabilityStep,
  type Training,
  type TrainingWayName,
  trainingWays,
  trainRules,
} from '../match/train/train.ts';
import { trainedRulesText } from '../match/train/trained-rules.ts';
import { trainingPairsOfFiles, trainingPairsOfStore } from '../match/train/training-data.ts';
import { withStore } from './_with-store.ts';

interface Options {
  records?: string;
  footage?: string;
  days: number;
  rules: string;
  way: TrainingWayName;
  out?: string;
}

const days = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 31)
    throw new InvalidArgumentError('it is a whole number from 1 to 31.');
  return value;
};

const signed = (bits: number): string => `${bits < 0 ? '' : '+'}${bits.toFixed(1)}`;

const reliabilityText = (name: string, steps: readonly ReliabilityStep[]): string[] =>
  steps.map(({ from, to, pairs, said, found }) =>
    [
      name.padEnd(8),
      `${from} to ${to}`.padEnd(16),
      String(pairs).padStart(9),
      said.toFixed(3).padStart(9),
      found.toFixed(3).padStart(9),
    ].join(''),
  );

const told = ({ prior, levels, pairs, chancePairs, decisions, likelihood, reliability }: Training): string =>
  [
    `${pairs} candidate pairs, ${chancePairs} more that fit by chance, ${decisions} decided by people`,
    `prior ${prior.before} -> ${prior.after}; log-likelihood of a pair kept aside ${likelihood.before.toFixed(4)} -> ${likelihood.after.toFixed(4)} bits`,
    '',
    `${'level'.padEnd(26)}${'pairs'.padStart(9)}${'true'.padStart(9)}${'m'.padStart(11)}${'u'.padStart(11)}  bits before -> after`,
    ...levels.map(({ comparison, level, before, after, pairs: count, expected }) =>
      [
        `${comparison} ${level}`.padEnd(26),
        String(count).padStart(9),
        String(expected).padStart(9),
        String(after.m).padStart(11),
        String(after.u).padStart(11),
        `  ${signed(before.weight)} -> ${signed(after.weight)}`,
      ].join(''),
    ),
    ...(decisions === 0
      ? []
      : [
          '',
          `${'decided'.padEnd(8)}${'probability'.padEnd(16)}${'pairs'.padStart(9)}${'said'.padStart(9)}${'found'.padStart(9)}`,
          ...reliabilityText('before', reliability.before),
          ...reliabilityText('after', reliability.after),
        ]),
  ].join('\n');

/** `hub match train`: what the data say of the match rules. Changes nothing but the file that `--out` names. */
export const addTrain = (match: Command): void => {
  match
    .command('train')
    .description('Estimate what every level of the match rules weighs from data; shows it, changes nothing by itself.')
    .option('--records <file>', 'records, one canonical JSON object a line; the store when not given')
    .option('--footage <file>', 'footage, one canonical JSON object a line')
    .option('--days <n>', 'from the store: so many days back', days, 7)
    .option('--rules <file>', 'match rules to begin with', standardRules)
    .addOption(
      new Option('--way <way>', 'em: expectation and maximisation; contrast: against what fits by chance')
        .choices(Object.keys(trainingWays))
        .default('em'),
    )
    .option('--out <file>', 'write the rules with the new figures here; publish them in the console when they are good')
    .action(async ({ records, footage, days: back, rules: file, way, out }: Options) => {
      const text = readFileSync(file, 'utf8');
      const rules = parseRules(text, file);
      if ((records === undefined) !== (footage === undefined))
        throw new BadRequestError('[hub] [match] training needs records and footage', {
          remedy: 'give both --records and --footage, or neither to train on the store',
        });
      const samples =
        records !== undefined && footage !== undefined
          ? await trainingPairsOfFiles(rules, { records, footage }, ({ file: name, line, reason }) =>
              console.error(`${name}:${line}: passed over, ${reason}`),
            )
          : await withStore(({ db }) =>
              trainingPairsOfStore(db, rules, { from: Date.now() - back * 86_400_000, to: Date.now() }),
            );
      const training = trainRules(rules, [samples], way);
      console.log(told(training));
      if (out !== undefined) writeFileSync(out, trainedRulesText(text, training));
    });
};

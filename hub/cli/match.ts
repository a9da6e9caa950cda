import { type Command, InvalidArgumentError } from 'commander';
import { BadRequestError } from '../core/errors.ts';
import { matchFiles } from '../match/match-files.ts';
import { loadRules, standardRules } from '../match/rules/rules.ts';
import { addRunOptions, addStatus, matchStore, type RunOptions } from './_match-run.ts';
import { addTrain } from './_match-train.ts';

interface Options extends RunOptions {
  records?: string;
  footage?: string;
  out?: string;
  rules: string;
  inherited: boolean;
  threads?: number;
}

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('it is a whole number from 1 on.');
  return value;
};

export default (program: Command): void => {
  // So that what follows a subcommand is the subcommand's own.
  program.enablePositionalOptions();
  const match = program
    .command('match')
    .enablePositionalOptions()
    .description(
      'Match the store again, shared out among all worker processes; or two JSON Lines files offline, which needs no server.',
    )
    .option('--records <file>', 'records, one canonical JSON object a line')
    .option('--footage <file>', 'footage, one canonical JSON object a line')
    .option('--out <file>', 'links are written here, one a line')
    .option('--rules <file>', 'match rules', standardRules)
    .option('--threads <n>', 'how many threads; as many as there are processors when not given', wholeNumber)
    .option('--no-inherited', 'leave out links that a record only inherits through a reference')
    .addHelpText(
      'after',
      '\nExit status: 0 all lines were read, 2 lines were passed over (each is told with its number), 1 nothing was written.',
    )
    .action(async (options: Options) => {
      const { rules, inherited, threads, records: recordsFile, footage: footageFile, out } = options;
      if (recordsFile === undefined && footageFile === undefined && out === undefined) return matchStore(options);
      if (recordsFile === undefined || footageFile === undefined || out === undefined)
        throw new BadRequestError('[hub] [match] matching files needs --records, --footage and --out', {
          remedy: 'name all three; hub match --help tells what they are',
        });
      const files = { records: recordsFile, footage: footageFile, out };
      const result = await matchFiles(
        loadRules(rules),
        files,
        ({ file, line, reason }) => console.error(`${file}:${line}: passed over, ${reason}`),
        { inherited, ...(threads === undefined ? {} : { threads }) },
      );
      const { records, footage, links, badLines } = result;
      console.error(`${records} records, ${footage} recordings: ${links.linked} linked, ${links.review} for review`);
      if (badLines > 0) {
        console.error(`${badLines} lines were passed over`);
        process.exitCode = 2;
      }
    });
  addRunOptions(match);
  addStatus(match);
  addTrain(match);
};

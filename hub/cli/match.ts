import { type Command, InvalidArgumentError } from 'commander';
import { matchFiles } from '../match/match-files.ts';
import { loadRules, standardRules } from '../match/rules.ts';

interface Options {
  records: string;
  footage: string;
  out: string;
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
  program
    .command('match')
    .description('Match two JSON Lines files of canonical records and footage offline; needs no server.')
    .requiredOption('--records <file>', 'records, one canonical JSON object a line')
    .requiredOption('--footage <file>', 'footage, one canonical JSON object a line')
    .requiredOption('--out <file>', 'links are written here, one a line')
    .option('--rules <file>', 'match rules', standardRules)
    .option('--threads <n>', 'how many threads; as many as there are processors when not given', wholeNumber)
    .option('--no-inherited', 'leave out links that a record only inherits through a reference')
    .addHelpText(
      'after',
      '\nExit status: 0 all lines were read, 2 lines were passed over (each is told with its number), 1 nothing was written.',
    )
    .action(async ({ rules, inherited, threads, ...files }: Options) => {
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
};

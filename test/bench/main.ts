import { readdirSync } from 'node:fs';

/** Run one benchmark: `npm run -s bench -- <topic> [arguments]`. A topic is a file of this folder that exports `run`. */
const topics = readdirSync(import.meta.dirname)
  .map((file) => /^([a-z][a-z-]*)\.ts$/.exec(file)?.[1])
  .filter((name): name is string => name !== undefined && name !== 'main')
  .sort();

const [topic, ...rest] = process.argv.slice(2);
if (topic === undefined || !topics.includes(topic)) {
  console.error(`usage: npm run -s bench -- <topic>\ntopics: ${topics.join(', ')}`);
  process.exitCode = 1;
} else {
  const { run } = (await import(`./${topic}.ts`)) as { run: (args: readonly string[]) => Promise<void> };
  await run(rest);
}

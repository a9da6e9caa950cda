/**
 * Keeps the file `CITY_TRUTH` (JSON Lines, see `Truth`), which the hub never reads: one line for every uploaded clip and
 * for every event that nobody filmed, appended as the city lives. A line once written is not written again.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Hono } from 'hono';
import { requiredText } from '../simulators/_kit/environment.ts';
import { runSimulator } from '../simulators/_kit/process.ts';
import { readJsonLines } from './json-lines.ts';
import { readCity } from './settings.ts';
import { type Truth, truthKey, truthOf } from './truth.ts';

const lookEveryMs = 2000;

await runSimulator('truth', () => {
  const { clock, days } = readCity();
  const file = requiredText('CITY_TRUTH');
  mkdirSync(dirname(file), { recursive: true });
  const written = new Set(readJsonLines(file).map((line) => truthKey(line as Truth)));

  const writeNew = (): void => {
    const now = clock.now();
    const fresh = days(now)
      .flatMap((day) => truthOf(day, now))
      .filter((truth) => !written.has(truthKey(truth)));
    if (fresh.length === 0) return;
    appendFileSync(file, fresh.map((truth) => `${JSON.stringify(truth)}\n`).join(''));
    for (const truth of fresh) written.add(truthKey(truth));
  };

  writeNew();
  const timer = setInterval(writeNew, lookEveryMs);
  const app = new Hono();
  app.get('/', (c) => c.json({ file, lines: written.size }));
  return { app, address: `file:${file}`, stop: () => clearInterval(timer) };
});

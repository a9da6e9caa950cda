import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Demo, startDemo } from '../../hub/dev/demo/demo.ts';

export interface DemoUnderTest extends Demo {
  dataDir: string;
  /** GET of the hub's API with the demo's key. @throws when the answer is no 2xx */
  get<T>(path: string): Promise<T>;
  /** POST to a simulator's control address. */
  control<T>(simulator: string, path: string, body: unknown): Promise<T>;
  dispose(): Promise<void>;
}

const json = async <T>(answer: Response): Promise<T> => {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
};

/** A hub with a city of its own in a folder of its own; everything ends with `dispose`. */
export const demoUnderTest = async (options: { days: number; speed: number; seed: number }): Promise<DemoUnderTest> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-demo-'));
  const demo = await startDemo({ ...options, dataDir, port: 0, tell: () => {} });
  return {
    ...demo,
    dataDir,
    get: async (path) =>
      json(await fetch(`${demo.facts.url}${path}`, { headers: { authorization: `Bearer ${demo.facts.apiKey}` } })),
    control: async (simulator, path, body) => {
      const url = demo.facts.simulators.find(({ name }) => name === simulator)?.url;
      return json(
        await fetch(`${url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
    },
    dispose: async () => {
      await demo.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** Ask again until there is an answer. @throws after `seconds`, with the last error */
export const eventually = async <T>(ask: () => Promise<T | undefined | false>, seconds = 150): Promise<T> => {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer as T;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > until) throw new Error(`nothing came within ${seconds} s`, { cause: failure });
    await pause(50);
  }
};

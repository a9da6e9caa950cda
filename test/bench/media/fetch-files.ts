import { Agent, request } from 'node:http';
import { processorSeconds } from './processor-seconds.ts';

/** One request, its bytes counted and thrown away. @throws for any status but 200 and 206 */
export const take = (agent: Agent, url: string, range?: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: range === undefined ? {} : { range } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        answer.statusCode === 200 || answer.statusCode === 206
          ? resolve(bytes)
          : reject(new Error(`${url}: ${answer.statusCode}`)),
      );
    });
    asked.on('error', reject);
    asked.end();
  });

export interface Wanted {
  readonly url: string;
  readonly range?: string;
}

export interface Taken {
  /** Bytes a second. */
  readonly rate: number;
  /** Share of one processor that was used: by who served, and by this process. */
  readonly serving: number;
  readonly asking: number;
}

/**
 * Take files again and again over some connections for a time.
 *
 * @param pid the process that serves
 */
export const throughput = async (
  wanted: readonly Wanted[],
  { pid, connections, seconds }: { pid: number; connections: number; seconds: number },
): Promise<Taken> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const usedBefore = await processorSeconds(pid);
  const askedBefore = process.cpuUsage();
  const begun = performance.now();
  const until = begun + seconds * 1000;
  let [bytes, next] = [0, 0];
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const { url, range } = wanted[next++ % wanted.length] as Wanted;
      const taken = await take(agent, url, range);
      bytes += taken;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const elapsed = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(askedBefore);
  const asking = (user + system) / 1e6;
  const serving = (await processorSeconds(pid)) - usedBefore;
  agent.destroy();
  return { rate: bytes / elapsed, serving: serving / elapsed, asking: asking / elapsed };
};

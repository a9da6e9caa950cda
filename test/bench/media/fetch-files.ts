import { Agent, request } from 'node:http';

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

/**
 * Take files again and again over some connections for a time.
 *
 * @returns bytes a second
 */
export const throughput = async (wanted: readonly Wanted[], connections: number, seconds: number): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
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
  agent.destroy();
  return (bytes * 1000) / (performance.now() - begun);
};

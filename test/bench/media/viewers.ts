import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { take } from './fetch-files.ts';
import { processorSeconds } from './processor-seconds.ts';

export interface Viewing {
  /** Segments that came after the viewer had played all before it. */
  readonly late: number;
  readonly segments: number;
  /** Share of one processor the hub's process used. */
  readonly coreShare: number;
  /** ms from asking to the last byte, the slowest of a hundred. */
  readonly p99: number;
}

/**
 * Viewers that each ask for the next segment when it is due, as players with a full buffer do; they began at different
 * moments.
 *
 * @param segmentsOf addresses of the segments of one viewer, in order
 */
export const watch = async (
  pid: number,
  viewers: number,
  seconds: number,
  segmentSeconds: number,
  segmentsOf: (viewer: number) => readonly string[],
): Promise<Viewing> => {
  const agent = new Agent({ keepAlive: true, maxSockets: viewers });
  const took: number[] = [];
  let late = 0;
  const usedBefore = await processorSeconds(pid);
  const begun = performance.now();
  const one = async (viewer: number): Promise<void> => {
    const urls = segmentsOf(viewer);
    await pause(((viewer % 97) / 97) * segmentSeconds * 1000);
    const from = performance.now();
    for (let at = 0; at * segmentSeconds < seconds; at += 1) {
      const due = from + at * segmentSeconds * 1000;
      await pause(Math.max(0, due - performance.now()));
      await take(agent, urls[at % urls.length] as string);
      took.push(performance.now() - due);
      if (performance.now() > due + segmentSeconds * 1000) late += 1;
    }
  };
  await Promise.all(Array.from({ length: viewers }, (_, viewer) => one(viewer)));
  const elapsed = (performance.now() - begun) / 1000;
  const used = (await processorSeconds(pid)) - usedBefore;
  agent.destroy();
  took.sort((a, b) => a - b);
  return { late, segments: took.length, coreShare: used / elapsed, p99: took[Math.floor(took.length * 0.99)] ?? 0 };
};

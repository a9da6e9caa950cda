import { readFileSync } from 'node:fs';

/** Time that went by, and processor time of the thread that asks, ms. */
export type Clock = () => { readonly wallMs: number; readonly cpuMs: number };

/** Processor time of this thread alone, ms: what else the machine does counts less. */
const threadCpuMs = (): number => Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;

export const clockOfThread: Clock = () => ({ wallMs: performance.now(), cpuMs: threadCpuMs() });

const msPerTick = 10;

/** What the system knows of a process; the first field is its parent. */
const statOf = (pid: number): number[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold anything; what follows it and the state is plain.
  return stat
    .slice(stat.lastIndexOf(')') + 4)
    .split(' ')
    .map(Number);
};

/** Processor time of another process with all of its threads so far, ms. */
export const cpuMsOf = (pid: number): number => {
  const stat = statOf(pid);
  return ((stat[10] as number) + (stat[11] as number)) * msPerTick;
};

/** The same of a PostgreSQL backend and of the helpers that its server has ended so far. */
export const cpuMsOfBackend = (pid: number): number => {
  const server = statOf(statOf(pid)[0] as number);
  return cpuMsOf(pid) + ((server[12] as number) + (server[13] as number)) * msPerTick;
};

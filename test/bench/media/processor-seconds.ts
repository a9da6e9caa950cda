import { readFile } from 'node:fs/promises';

const ticksPerSecond = 100;

const own = async (pid: number): Promise<number> => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};

/** Seconds of processor time of a process, all its threads and its children. */
export const processorSeconds = async (pid: number): Promise<number> => {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
  const all = await Promise.all([own(pid), ...children.map((child) => processorSeconds(Number(child)))]);
  return all.reduce((sum, seconds) => sum + seconds, 0);
};

import { appendFile, mkdir } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** A bound a benchmark is held to. */
export interface Goal {
  readonly name: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly digits?: number;
}

export const isMet = ({ value, atLeast, atMost }: Goal): boolean =>
  (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);

/** `goal <name>: <value> (goal <bound>) met|missed` */
export const goalLine = (goal: Goal): string => {
  const bound = goal.atLeast === undefined ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`;
  return `goal ${goal.name}: ${goal.value.toFixed(goal.digits ?? 3)} (goal ${bound}) ${isMet(goal) ? 'met' : 'missed'}`;
};

/** A table for people and for Markdown alike. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(cells[0] as string[]), rule, ...cells.slice(1).map((row) => line(row as string[]))].join('\n');
};

/** Print a result and append it, dated and with machine and command, to `results/<topic>.md`. */
export const report = async (topic: string, command: string, body: string, goals: readonly Goal[]): Promise<void> => {
  const text = [body, '', ...goals.map(goalLine)].join('\n');
  console.log(text);
  const folder = join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  const heading = `## ${new Date().toISOString().slice(0, 16)}Z\n\n\`${command}\` on ${machine}\n\n`;
  await appendFile(join(folder, `${topic}.md`), `${heading}${text}\n\n`);
};

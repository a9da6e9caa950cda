import { existsSync, readFileSync, truncateSync } from 'node:fs';

/**
 * The values of a JSON Lines file, none when it does not exist. A last line that was torn by a sudden end is cut off the
 * file, so that what is appended next stands on a line of its own.
 */
export const readJsonLines = (file: string): unknown[] => {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) truncateSync(file, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n');
  return lines.filter(Boolean).map((line): unknown => JSON.parse(line));
};

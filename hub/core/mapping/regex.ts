import type { Complain, YamlPath } from './problem.ts';

/** A repeated group that itself repeats, e.g. (a+)+: some texts take it longer than the age of the universe. */
const nested = /\((?:[^()\\]|\\.)*(?:[*+]|\{\d+,\d*\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,\d*\})/;

/** Compile a regular expression of a mapping file; a wrong or a dangerous one is complained about and never matches. */
export const compileRegex = (source: string, at: YamlPath, complain: Complain): RegExp => {
  if (nested.test(source)) {
    complain(
      at,
      `"${source}" repeats a repetition, which can take for ever`,
      'write it without + or * inside a repeated group',
    );
    return /(?!)/;
  }
  try {
    return new RegExp(source, 'u');
  } catch (error) {
    complain(at, error instanceof Error ? error.message : String(error), 'correct the regular expression');
    return /(?!)/;
  }
};

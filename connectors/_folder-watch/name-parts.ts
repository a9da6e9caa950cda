import { ConfigurationError } from '../../hub/core/errors.ts';

/** File systems allow no longer ones; it also bounds what an expression can cost. */
const longestName = 255;

/**
 * An expression with named groups, as an engineer writes it into the settings, e.g.
 * `^(?<deviceId>\d+)@(?<start>\d{14})`.
 *
 * @throws ConfigurationError when it is none, or names nothing
 */
export const compileNamePattern = (pattern: string): RegExp => {
  const remedy = 'name the parts like this: ^(?<deviceId>\\d+)@(?<start>\\d{14})';
  try {
    const expression = new RegExp(pattern, 'u');
    if (/\(\?<\w+>/.test(pattern)) return expression;
  } catch (cause) {
    throw new ConfigurationError(`[hub] [folder-watch] namePattern is no regular expression: ${pattern}`, {
      cause,
      remedy,
    });
  }
  throw new ConfigurationError(`[hub] [folder-watch] namePattern names no part of the file name: ${pattern}`, {
    remedy,
  });
};

/** The named parts of a file's name (without folder); none when it does not fit. */
export const namePartsOf = (expression: RegExp, name: string): Record<string, string> => {
  const groups = expression.exec(name.slice(0, longestName))?.groups ?? {};
  return Object.fromEntries(Object.entries(groups).filter(([, part]) => part !== undefined));
};

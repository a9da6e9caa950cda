import { ConfigurationError } from '../../hub/core/errors.ts';

const placeholder = /\{([a-zA-Z]\w*)\}/g;

/** Names of the placeholders in a template, e.g. `from` for `{from}`. */
export const placeholdersOf = (template: string): string[] =>
  [...template.matchAll(placeholder)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** How a value is written where the template stands. */
export const encoders = {
  plain: (value: string): string => value,
  url: encodeURIComponent,
  json: (value: string): string => JSON.stringify(value).slice(1, -1),
} as const;

/**
 * Replace each `{name}`. Braces around anything but one word are left alone, so JSON may be a template.
 *
 * @throws ConfigurationError naming the placeholder that has no value and those that have
 */
export const fillTemplate = (
  scope: string,
  template: string,
  values: Readonly<Record<string, string | number>>,
  encode: (value: string) => string = encoders.plain,
): string =>
  template.replace(placeholder, (_, name: string) => {
    const value = values[name];
    if (value !== undefined) return encode(String(value));
    throw new ConfigurationError(`[hub] [${scope}] the template holds {${name}}, which has no value here`, {
      remedy: `use one of ${Object.keys(values)
        .map((known) => `{${known}}`)
        .join(', ')}`,
    });
  });

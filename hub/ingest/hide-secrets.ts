import type { Fields } from '../core/setting.ts';

const shortest = 4;
/** Stands where a secret was. */
export const withheld = '••••••';

/**
 * Hides the secrets among settings wherever they turn up in a text: other systems like to repeat what they were sent.
 *
 * @param settings as a person typed them, or as they are stored
 */
export const hideSecrets = (fields: Fields, settings: Record<string, unknown>): ((text: string) => string) => {
  const secrets = Object.entries(settings).flatMap(([name, value]) =>
    fields[name]?.secret && typeof value === 'string' && value.length >= shortest && value !== withheld ? [value] : [],
  );
  const written = secrets.flatMap((value) => [
    ...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]),
  ]);
  return (text) => written.reduce((rest, value) => rest.replaceAll(value, withheld), text);
};

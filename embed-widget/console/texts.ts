import { language } from './preferences.ts';

type Words = string | ((...values: never[]) => string);
type Pair = readonly [zh: Words, en: Words];

/** In the type of a pair's Chinese side; a literal widens to string. */
type Said<P extends Pair> = P[0] extends string ? string : P[0];

/**
 * The texts of one page, Chinese first and English beside it, so that neither can be missing. Reading a text gives it in
 * the language of the moment.
 */
export const defineTexts = <const T extends Readonly<Record<string, Pair>>>(
  texts: T,
): { readonly [K in keyof T]: Said<T[K]> } =>
  new Proxy({} as { readonly [K in keyof T]: Said<T[K]> }, {
    get: (_, name) => (typeof name === 'string' ? texts[name]?.[language() === 'en' ? 1 : 0] : undefined),
  });

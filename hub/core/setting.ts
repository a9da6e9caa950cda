import { z } from 'zod';
import { ConfigurationError } from './errors.ts';
import type { Label } from './vocabulary.ts';

/**
 * Settings are declared once, as fields. Parsing, the console form, the reference page, the JSON Schema and the
 * redaction of secrets are all derived from the declaration.
 */
export interface Field<T = unknown> {
  readonly type: z.ZodType<T>;
  readonly label: Label;
  /** One sentence of help: what it is, in which unit, where to find it. Chinese wherever people on site fill it in. */
  readonly help: Help;
  /** Never shown again after it was entered, never logged; stored encrypted. */
  readonly secret: boolean;
  /** What it is about: the form draws fields of a group together. Absent: before all groups. */
  readonly group?: Group;
  /** Drawn in the form under "more". */
  readonly advanced: boolean;
  readonly control: 'text' | 'number' | 'switch' | 'choice' | 'list' | 'json';
  readonly choices?: readonly string[];
  readonly example?: string;
  /** What is wrong with a value that fits by itself, beside all others of the same declaration. */
  objection?(value: T, others: Readonly<Record<string, unknown>>): string | undefined;
}

/** What fields are about, in the order a person is asked for them. */
export const groups = {
  where: { zh: '地址与位置', en: 'Where it is' },
  signIn: { zh: '登录与密钥', en: 'Sign-in and keys' },
  content: { zh: '取哪些数据', en: 'What to fetch' },
  reading: { zh: '怎样读', en: 'How it is read' },
  after: { zh: '读完之后', en: 'Afterwards' },
  pace: { zh: '频率、时段与上限', en: 'Pace and limits' },
  publish: { zh: '回写关联', en: 'Links told back' },
} as const satisfies Readonly<Record<string, Label>>;

export type Group = keyof typeof groups;

/** English always; settings of connectors have both, which the conformance suite holds. */
export type Help = Pick<Label, 'en'> & Partial<Label>;

export type Fields = Readonly<Record<string, Field>>;
/** The typed values of a declaration. */
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

interface FieldOptions {
  label: Label;
  /** A text alone is English. */
  help: Label | string;
  group?: Group;
  secret?: boolean;
  advanced?: boolean;
  example?: string;
}

const field = <T>(
  type: z.ZodType<T>,
  control: Field['control'],
  options: FieldOptions,
  choices?: readonly string[],
): Field<T> => ({
  type,
  control,
  label: options.label,
  help: typeof options.help === 'string' ? { en: options.help } : options.help,
  secret: options.secret ?? false,
  advanced: options.advanced ?? false,
  ...(options.group === undefined ? {} : { group: options.group }),
  ...(options.example === undefined ? {} : { example: options.example }),
  ...(choices === undefined ? {} : { choices }),
});

/** Required text; give `fallback` to make it optional. */
export const text = (options: FieldOptions & { fallback?: string; pattern?: RegExp }): Field<string> => {
  const base = options.pattern ? z.string().regex(options.pattern) : z.string();
  return field(
    options.fallback === undefined ? base.min(1) : base.default(options.fallback),
    'text',
    options,
  ) as Field<string>;
};

/** A field of a form that was left empty says nothing. */
const unlessBlank = (value: unknown): unknown => (value === '' || value === null ? undefined : value);

export const optionalText = (options: FieldOptions): Field<string | undefined> =>
  field(z.preprocess(unlessBlank, z.string().optional()), 'text', options) as Field<string | undefined>;

/** A secret: shown as bullets, stored encrypted, absent from logs and answers. */
export const secret = (options: Omit<FieldOptions, 'secret'> & { shortest?: number }): Field<string> =>
  field(z.string().min(options.shortest ?? 1), 'text', { ...options, secret: true });

export const optionalSecret = (options: Omit<FieldOptions, 'secret'>): Field<string | undefined> => ({
  ...optionalText(options),
  secret: true,
});

export const url = (options: FieldOptions & { fallback?: string; protocols?: RegExp }): Field<string> => {
  const base = z.url({ protocol: options.protocols ?? /^https?$/ });
  return field(
    options.fallback === undefined ? base : base.default(options.fallback),
    'text',
    options,
  ) as Field<string>;
};

export const optionalUrl = (options: FieldOptions): Field<string | undefined> =>
  field(z.preprocess(unlessBlank, z.url({ protocol: /^https?$/ }).optional()), 'text', options) as Field<
    string | undefined
  >;

export const integer = (options: FieldOptions & { fallback?: number; min?: number; max?: number }): Field<number> => {
  const base = z.coerce
    .number()
    .int()
    .min(options.min ?? 0)
    .max(options.max ?? Number.MAX_SAFE_INTEGER);
  return field(
    options.fallback === undefined ? base : base.default(options.fallback),
    'number',
    options,
  ) as Field<number>;
};

export const flag = (options: FieldOptions & { fallback: boolean }): Field<boolean> =>
  field(
    z.preprocess(
      (value) => (value === 'true' ? true : value === 'false' ? false : value),
      z.boolean().default(options.fallback),
    ),
    'switch',
    options,
  ) as Field<boolean>;

export const choice = <const C extends readonly [string, ...string[]]>(
  choices: C,
  options: FieldOptions & { fallback?: C[number] },
): Field<C[number]> => {
  const base = z.enum(choices);
  return field(
    (options.fallback === undefined ? base : base.default(options.fallback as never)) as z.ZodType<C[number]>,
    'choice',
    options,
    choices,
  );
};

/**
 * A list of texts; also accepted as one comma-separated text, as environment variables have it.
 *
 * @param options.each what every text must look like
 */
export const list = (options: FieldOptions & { fallback?: readonly string[]; each?: RegExp }): Field<string[]> => {
  const item = options.each ? z.string().regex(options.each) : z.string();
  const base = z.preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .split(',')
            .map((part) => part.trim())
            .filter(Boolean)
        : value,
    options.fallback === undefined ? z.array(item) : z.array(item).default([...options.fallback]),
  );
  return field(base, 'list', options) as Field<string[]>;
};

/** Anything structured that has a schema of its own (child tables, paging styles, …). */
export const structure = <T>(type: z.ZodType<T>, options: FieldOptions): Field<T> => field(type, 'json', options);

/** One thing wrong with settings: which field, what, with the value withheld when the field is secret. */
export interface SettingProblem {
  setting: string;
  message: string;
}

/** Raised once with all problems at once, so that a form can mark every field. */
export class SettingsError extends ConfigurationError {
  override readonly slug = 'settings-invalid';
  readonly problems: readonly SettingProblem[];

  constructor(scope: string, problems: readonly SettingProblem[]) {
    const listing = problems.map((problem) => `${problem.setting}: ${problem.message}`).join('; ');
    super(`[hub] [${scope}] settings are not usable: ${listing}`, {
      remedy: `correct ${problems.map((problem) => problem.setting).join(', ')}`,
      detail: { problems },
    });
    this.problems = problems;
  }
}

const objectOf = <F extends Fields>(fields: F) =>
  z.strictObject(Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type])));

const isMissing = (raw: unknown, path: readonly PropertyKey[]): boolean =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined,
    raw,
  ) === undefined;

/**
 * Parse raw values against a declaration.
 *
 * @param scope named in the error, e.g. the source's name
 * @throws SettingsError with every problem, unknown names included
 */
export const parseSettings = <F extends Fields>(fields: F, raw: unknown, scope: string): Values<F> => {
  const result = objectOf(fields).safeParse(raw ?? {});
  if (result.success) {
    const values = result.data;
    const problems = Object.entries(fields).flatMap(([setting, { objection }]) => {
      const message = objection?.(values[setting], values);
      return message === undefined ? [] : [{ setting, message }];
    });
    if (problems.length > 0) throw new SettingsError(scope, problems);
    return values as Values<F>;
  }
  throw new SettingsError(
    scope,
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            setting: key,
            message: `is not a setting here (known: ${Object.keys(fields).join(', ')})`,
          }))
        : [{ setting: issue.path.join('.'), message: isMissing(raw, issue.path) ? 'is missing' : issue.message }],
    ),
  );
};

const withheld = '••••••';

/** The raw values with every secret replaced, for answers, logs and audit. */
export const redactSettings = (fields: Fields, raw: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [
      name,
      fields[name]?.secret && value !== undefined && value !== '' ? withheld : value,
    ]),
  );

/** New values where secrets that were sent back redacted keep what was stored. */
export const keepSecrets = (
  fields: Fields,
  next: Record<string, unknown>,
  stored: Record<string, unknown>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(next).map(([name, value]) => [
      name,
      fields[name]?.secret && value === withheld ? stored[name] : value,
    ]),
  );

/** Draft-7 JSON Schema of a declaration, for editors and for `/openapi.json`. */
export const settingsJsonSchema = (fields: Fields): Record<string, unknown> =>
  z.toJSONSchema(objectOf(fields), { target: 'draft-7', io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >;

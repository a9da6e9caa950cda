import { expect } from 'vitest';
import { ConfigurationError, RetriableError } from '../../../hub/core/errors.ts';
import { type Field, parseSettings, redactSettings, settingsJsonSchema } from '../../../hub/core/setting.ts';
import { benchFor, pollOnce } from '../../connectors/_context.ts';
import { nobody, serveSilence } from '../../connectors/_server.ts';
import { always, type Promised, type Subject } from './_promise.ts';

const calls = ({ known }: Subject): boolean => known.pointedAt !== undefined;

const fieldsOf = ({ connector }: Subject): [string, Field][] => Object.entries(connector.settings);
const isRequired = ({ type }: Field): boolean => !type.safeParse(undefined).success;

/** The example of a field as its form would send it. */
const exampleOf = ({ control, example = '' }: Field): unknown => (control === 'json' ? JSON.parse(example) : example);

const stepsOf = async ({ connector }: Subject, settings: Record<string, unknown>): Promise<unknown> =>
  connector.check(benchFor(connector, settings).context).catch((error: unknown) => error);

const expectRefusal = (error: unknown): void => {
  expect(error instanceof ConfigurationError || error instanceof RetriableError, String(error)).toBe(true);
  expect((error as ConfigurationError).message).toMatch(/^\[hub\] \[[a-z-]+\] /);
  expect((error as ConfigurationError).remedy).toBeTruthy();
};

/** What every connector promises of its settings, its check and its poll. */
export const promises: Promised[] = [
  {
    title: 'says what it is, in both languages',
    holdsFor: always,
    async prove({ connector: { title, about } }) {
      expect(title.zh).toMatch(/\p{Script=Han}/u);
      expect(title.en).toMatch(/^[A-Z]/);
      expect(about.en.length).toBeGreaterThan(80);
      expect(about.zh).toMatch(/\p{Script=Han}.{20,}。$/u);
    },
  },
  {
    title: 'can do something',
    holdsFor: always,
    async prove({ connector: { poll, receive, publish } }) {
      expect([poll, receive, publish].some((method) => typeof method === 'function')).toBe(true);
    },
  },
  {
    title:
      'declares each setting with a label in both languages, a sentence of help, and an example where it is needed',
    holdsFor: always,
    async prove(subject) {
      for (const [name, field] of fieldsOf(subject)) {
        expect(field.label.zh, name).toMatch(/\p{Script=Han}/u);
        expect(field.label.en, name).toMatch(/^[A-Z]/);
        expect(field.help.en, name).toMatch(/[.…”"]$/);
        expect(field.help.zh, `${name} lacks its help in Chinese`).toMatch(/\p{Script=Han}/u);
        if (isRequired(field)) expect(field.example, `${name} needs an example`).toBeTruthy();
        if (field.example) expect(field.type.safeParse(exampleOf(field)).success, `the example of ${name}`).toBe(true);
      }
    },
  },
  {
    title: 'says of each setting what it is about, and asks for nothing that is folded away',
    holdsFor: always,
    async prove(subject) {
      for (const [name, field] of fieldsOf(subject)) {
        expect(field.group, `${name} has no group`).toBeTruthy();
        expect(isRequired(field) && field.advanced, `${name} is needed, yet folded away`).toBe(false);
      }
    },
  },
  {
    title: 'can be filled in from its examples alone',
    holdsFor: always,
    async prove(subject) {
      const required = fieldsOf(subject).filter(([, field]) => isRequired(field));
      const settings = Object.fromEntries(required.map(([name, field]) => [name, exampleOf(field)]));
      expect(() => parseSettings(subject.connector.settings, settings, subject.name)).not.toThrow();
    },
  },
  {
    title: 'has a JSON Schema with every setting',
    holdsFor: always,
    async prove(subject) {
      const schema = settingsJsonSchema(subject.connector.settings);
      expect(Object.keys(schema.properties as object)).toEqual(Object.keys(subject.connector.settings));
      expect(schema).toMatchObject({ additionalProperties: false });
    },
  },
  {
    title: 'refuses an unknown setting by its name',
    holdsFor: always,
    async prove({ name, connector, known }) {
      expect(() => parseSettings(connector.settings, { ...known.settings, colour: 'red' }, name)).toThrow(/colour/);
    },
  },
  {
    title: 'names everything that is wrong at once',
    holdsFor: (subject) => fieldsOf(subject).filter(([, field]) => isRequired(field)).length > 1,
    async prove(subject) {
      const required = fieldsOf(subject).filter(([, field]) => isRequired(field));
      const thrown = (() => {
        try {
          parseSettings(subject.connector.settings, {}, subject.name);
        } catch (error) {
          return error as Error;
        }
        return undefined;
      })();
      for (const [name] of required) expect(thrown?.message).toContain(name);
    },
  },
  {
    title: 'shows no secret, in settings or in errors',
    holdsFor: (subject) => fieldsOf(subject).some(([name, { secret }]) => secret && subject.known.settings[name]),
    async prove(subject) {
      const { connector, known } = subject;
      const secrets = fieldsOf(subject).flatMap(([name, { secret }]) => (secret ? [known.settings[name]] : []));
      const shown: unknown[] = [redactSettings(connector.settings, known.settings)];
      const wrong = known.pointedAt?.(await nobody()) ?? known.refused;
      if (wrong) {
        const error = await stepsOf(subject, wrong);
        shown.push(String(error), JSON.stringify(error));
      }
      for (const secret of secrets) if (secret) expect(JSON.stringify(shown)).not.toContain(secret);
    },
  },
  {
    title: 'check refuses wrong settings',
    holdsFor: (subject) => !calls(subject),
    async prove(subject) {
      expectRefusal(await stepsOf(subject, subject.known.refused ?? subject.known.settings));
    },
  },
  {
    title: 'check passes with good settings where nobody is called',
    holdsFor: (subject) => !calls(subject),
    async prove(subject) {
      const steps = await stepsOf(subject, subject.known.settings);
      expect(steps).toEqual(expect.arrayContaining([expect.objectContaining({ ok: true })]));
    },
  },
  {
    title: 'check and poll say so when nobody listens',
    holdsFor: calls,
    async prove(subject) {
      const settings = subject.known.pointedAt?.(await nobody()) ?? {};
      expectRefusal(await stepsOf(subject, settings));
      const bench = benchFor(subject.connector, settings);
      expectRefusal(await pollOnce(subject.connector, bench).catch((error: unknown) => error));
    },
  },
  {
    title: 'check gives up on a side that never answers',
    holdsFor: calls,
    async prove(subject) {
      expectRefusal(await stepsOf(subject, subject.known.pointedAt?.(await serveSilence()) ?? {}));
    },
  },
  {
    title: 'a poll that was aborted brings nothing and asks nobody',
    holdsFor: ({ connector }) => connector.poll !== undefined,
    async prove({ connector, known }) {
      const bench = benchFor(connector, known.settings, { signal: AbortSignal.abort() });
      expect((await pollOnce(connector, bench)).messages).toEqual([]);
    },
  },
  {
    title: 'refuses the position of another version',
    holdsFor: ({ connector }) => connector.poll !== undefined,
    async prove({ connector, known }) {
      const bench = benchFor(connector, known.settings);
      await expect(pollOnce(connector, bench, { v: 999 })).rejects.toThrow(ConfigurationError);
    },
  },
];

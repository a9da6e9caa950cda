import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { environmentExample, readEnvironment } from '../../hub/core/environment.ts';
import { SettingsError } from '../../hub/core/setting.ts';

const good = {
  HUB_SECRET: 'x'.repeat(32),
  DATABASE_URL: 'mysql://hub:secret-word@127.0.0.1:3306/hub',
  REDIS_URL: 'redis://127.0.0.1:6379',
};

const problemsOf = (env: Record<string, string>): Record<string, string> => {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof SettingsError)
      return Object.fromEntries(error.problems.map(({ setting, message }) => [setting, message]));
    throw error;
  }
  return {};
};

test('what is not given takes its declared value', () => {
  const environment = readEnvironment({ ...good, HUB_PORT: '', MEILI_URL: '' });
  expect(environment).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    meiliUrl: undefined,
    logLevel: 'info',
    ffmpeg: 'ffmpeg',
  });
});

test('every wrong variable is named at once', () => {
  const problems = problemsOf({
    HUB_PORT: '70000',
    HUB_SECRET: 'short',
    DATABASE_URL: 'postgres://x/y',
    LOG_LEVEL: 'loud',
  });
  expect(Object.keys(problems).sort()).toEqual(['DATABASE_URL', 'HUB_PORT', 'HUB_SECRET', 'LOG_LEVEL', 'REDIS_URL']);
  expect(problems.REDIS_URL).toBe('is missing');
});

test('the message of a wrong variable does not show a secret', () => {
  expect(() => readEnvironment({ ...good, HUB_SECRET: 'hunter2' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
  expect(() => readEnvironment({ ...good, DATABASE_URL: 'http://hub:secret-word@x' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('secret-word') }),
  );
});

test('variables of others are left alone', () => {
  expect(() => readEnvironment({ ...good, PATH: '/bin', HUB_COLOUR: 'blue' })).not.toThrow();
});

test('.env.example is what the declaration says', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(environmentExample());
});

import { expect, test } from 'vitest';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { runExamples } from '../../hub/core/mapping/examples.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import { parseSettings, SettingsError } from '../../hub/core/setting.ts';
import { isSchedule } from '../../hub/ingest/schedule.ts';

/** A row that is left out, or no row at all. */
const isSkip = (row: unknown): boolean => typeof row === 'object' && row !== null && 'skip' in row;

const connectors = await loadConnectors();
const mappings = [...(await loadMappings('mappings')).values()];

test.each(mappings)(
  '$name starts from settings that its connector $connector knows',
  ({ name, connector, defaults }) => {
    const fields = connectors.get(connector)?.settings;
    expect(fields, `there is no connector ${connector}`).toBeDefined();
    if (!fields) return;
    try {
      parseSettings(fields, defaults.settings, name);
    } catch (error) {
      // What only the site knows (addresses, keys) may be missing; what the mapping does say has to be right.
      if (!(error instanceof SettingsError)) throw error;
      expect(error.problems.filter(({ message }) => message !== 'is missing')).toEqual([]);
    }
  },
);

test.each(mappings)('$name has a schedule exactly when its connector polls', ({ connector, defaults }) => {
  const polls = connectors.get(connector)?.poll !== undefined;
  expect(defaults.schedule !== undefined).toBe(polls);
  if (defaults.schedule !== undefined) expect(isSchedule(defaults.schedule)).toBe(true);
});

test.each(mappings)('$name has a title in both languages and at least three examples', ({ title, examples }) => {
  expect(title.zh).toMatch(/\p{Script=Han}/u);
  expect(title.en).not.toBe('');
  expect(examples.length).toBeGreaterThanOrEqual(3);
});

test.each(mappings)('every example of $name holds', async (mapping) => {
  const results = await runExamples(mapping);
  expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
});

test.each(mappings)('$name shows a message that is taken and one that is not, or is left out', async ({ examples }) => {
  const taken = examples.filter(({ expect: rows }) => rows?.some((row) => !isSkip(row)));
  const left = examples.filter(({ expect: rows, fails }) => fails !== undefined || rows?.every(isSkip));
  expect(taken.length).toBeGreaterThan(0);
  expect(left.length).toBeGreaterThan(0);
});

test('every connector that brings messages has a mapping that shows how they are read', () => {
  const bringing = [...connectors].filter(([, { poll, receive }]) => poll || receive).map(([name]) => name);
  expect([...new Set(mappings.map(({ connector }) => connector))].sort()).toEqual(bringing.sort());
});

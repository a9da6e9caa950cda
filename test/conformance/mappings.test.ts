import { expect, test } from 'vitest';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { loadMappings } from '../../hub/core/mapping/folder.ts';
import { parseSettings, SettingsError } from '../../hub/core/setting.ts';
import { isSchedule } from '../../hub/ingest/schedule.ts';

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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connector } from '../core/connector.ts';
import { mappingFiles } from '../core/mapping/folder.ts';
import { nearestName } from '../core/mapping/nearest-name.ts';
import { type Mapping, parseMapping } from '../core/mapping/parse.ts';
import { MappingError, type MappingProblem } from '../core/mapping/problem.ts';
import { parseSettings, SettingsError } from '../core/setting.ts';
import { isSchedule } from '../ingest/schedule.ts';

const lintMapping = (mapping: Mapping, connectors: ReadonlyMap<string, Connector>): MappingProblem[] => {
  const { connector: name, defaults } = mapping.definition;
  const connector = connectors.get(name);
  if (connector === undefined) {
    const known = [...connectors.keys()];
    const nearest = nearestName(name, known);
    return [
      mapping.locate(
        ['connector'],
        `there is no connector "${name}"`,
        nearest === undefined ? `use one of ${known.join(', ')}` : `did you mean "${nearest}"?`,
      ),
    ];
  }
  const problems: MappingProblem[] = [];
  const { schedule, settings } = defaults;
  if (schedule !== undefined && !isSchedule(schedule))
    problems.push(
      mapping.locate(['defaults', 'schedule'], `"${schedule}" is no cron expression`, 'write it as "*/2 * * * *"'),
    );
  try {
    parseSettings(connector.settings, settings, mapping.definition.name);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    // Defaults are a beginning: what is not among them is filled in where the source is made.
    for (const { setting, message } of error.problems.filter((one) => one.message !== 'is missing'))
      problems.push(
        mapping.locate(['defaults', 'settings', ...setting.split('.')], message, `correct it, or take it away`),
      );
  }
  return problems;
};

/** What is wrong with the connector, the schedule and the settings that mappings of a folder begin with. */
export const lintDefaults = async (
  folder: string,
  connectors: ReadonlyMap<string, Connector>,
): Promise<MappingProblem[]> => {
  const problems: MappingProblem[] = [];
  for (const name of await mappingFiles(folder)) {
    const file = join(folder, name);
    try {
      problems.push(...lintMapping(parseMapping(await readFile(file, 'utf8'), file), connectors));
    } catch (error) {
      // `lintFolder` tells of files that cannot be read as mappings.
      if (!(error instanceof MappingError)) throw error;
    }
  }
  return problems;
};

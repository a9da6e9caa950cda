import { z } from 'zod';
import { ConfigurationError } from '../core/errors.ts';
import { publishingOf } from '../core/publishing.ts';
import { keepSecrets, parseSettings, redactSettings } from '../core/setting.ts';
import { tell } from '../store/outbox.ts';
import { openSettings, sealSettings, secretBox } from '../store/secret.ts';
import { createSource, findSource, type SourceRow, updateSource } from '../store/sources.ts';
import { connectorOf, type IngestDeps, mappingOf } from './deps.ts';
import { isSchedule } from './schedule.ts';

/** A source as people write it: what is left out comes from the mapping's `defaults`. */
export const sourceSpecSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens')
    .describe('Name of the source; part of every record it brings and of its /receive address.'),
  mapping: z.string().min(1).describe('Name of the YAML mapping.'),
  connector: z.string().min(1).optional().describe('Connector; the one the mapping names when left out.'),
  schedule: z
    .string()
    .min(1)
    .nullable()
    .optional()
    .describe('Cron expression, seconds allowed; null for a source that only receives.'),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Settings of the connector; they go over the mapping's defaults."),
  state: z.enum(['running', 'paused']).optional(),
});
export type SourceSpecInput = z.input<typeof sourceSpecSchema>;

type ConfigureDeps = Pick<IngestDeps, 'store' | 'connectors' | 'mappings' | 'environment'>;

/**
 * Create a source or change it, settings checked against the connector's declaration and secrets sealed. Secrets that
 * come back redacted keep what was stored.
 *
 * @param version of the source as it was read before the edit; absent to overwrite
 * @throws SettingsError with every problem; ConflictError when somebody else changed it in between
 */
export const configureSource = async (deps: ConfigureDeps, input: SourceSpecInput, version?: number): Promise<void> => {
  const spec = sourceSpecSchema.parse(input);
  const mapping = mappingOf(deps, { name: spec.name, mapping: spec.mapping });
  const connectorName = spec.connector ?? mapping.connector;
  const connector = connectorOf(deps, { name: spec.name, connector: connectorName });
  const box = secretBox(deps.environment.secret);
  const stored = await findSource(deps.store.db, spec.name);
  const before = stored ? openSettings(box, spec.name, connector.settings, stored.settings) : {};
  const settings = keepSecrets(connector.settings, { ...mapping.defaults.settings, ...spec.settings }, before);
  parseSettings(connector.settings, settings, spec.name);
  const schedule = connector.poll
    ? spec.schedule === undefined
      ? (mapping.defaults.schedule ?? null)
      : spec.schedule
    : null;
  if (schedule !== null && !isSchedule(schedule)) {
    throw new ConfigurationError(`[hub] [${spec.name}] "${schedule}" is no cron expression`, {
      remedy: 'write e.g. */15 * * * * *',
    });
  }
  const row = {
    connector: connectorName,
    mapping: spec.mapping,
    schedule,
    settings: sealSettings(box, spec.name, connector.settings, settings),
    ...(spec.state ? { state: spec.state } : {}),
  };
  if (stored) await updateSource(deps.store.db, spec.name, row, version);
  else await createSource(deps.store.db, { name: spec.name, ...row });
  // Links that were there before are told too, and those that are not wanted any more are withdrawn.
  if (connector.publish && publishingOf(settings, spec.name).publish)
    await tell(deps.store.db, [{ name: 'publications.reconcile', data: { target: spec.name } }]);
};

/** The settings of a source for people: secrets withheld. */
export const shownSettings = (deps: Pick<IngestDeps, 'connectors'>, source: SourceRow): Record<string, unknown> => {
  const connector = deps.connectors.get(source.connector);
  return connector ? redactSettings(connector.settings, source.settings) : {};
};

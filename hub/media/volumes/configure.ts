import { z } from 'zod';
import { ConflictError } from '../../core/errors.ts';
import { keepSecrets, parseSettings, redactSettings } from '../../core/setting.ts';
import { deviceKinds } from '../../core/vocabulary.ts';
import { openSettings, sealSettings, secretBox } from '../../store/secret.ts';
import { volumeStates } from '../../store/tables/volumes.ts';
import { breakerOf, homeName, listVolumes, saveVolume, usualReserve, type VolumeRow } from '../../store/volumes.ts';
import { volumeKind } from './load-kinds.ts';
import { forgetVolumes, type VolumesDeps } from './open-volumes.ts';

const days = z.number().int().min(0).max(36_500).nullable();

/** A volume as people write it. */
export const volumeSpecSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens')
    .describe('Name of the volume; stored with every copy on it.'),
  kind: z.string().min(1).describe('Kind of the volume, e.g. local-folder, s3.'),
  settings: z.record(z.string(), z.unknown()).default({}).describe('Settings of the kind.'),
  state: z.enum(volumeStates).default('open').describe('read-only takes nothing new; draining is emptied.'),
  orgs: z
    .array(z.string().regex(/^\d{12}$/, 'is no organisation code of 12 digits'))
    .default([])
    .describe('Organisations whose recordings belong here, subtrees included; empty for all.'),
  deviceKinds: z.array(z.enum(deviceKinds)).default([]).describe('Kinds of devices; empty for all.'),
  fromDays: days.default(null).describe('Age in days from which recordings belong here.'),
  toDays: days.default(null).describe('Age in days at which they no longer do, and move on.'),
  distance: z.number().int().min(0).max(1_000_000).default(100).describe('Lower is nearer: read and written first.'),
  capacityBytes: z.number().int().min(0).nullable().default(null).describe('What the hub may use of it.'),
  reserveBytes: z.number().int().min(0).default(usualReserve).describe('Left free for others.'),
});
export type VolumeSpecInput = z.input<typeof volumeSpecSchema>;

/** Settings of a volume with its secrets withheld, for forms and answers. */
export const shownVolumeSettings = async ({
  kind,
  settings,
}: Pick<VolumeRow, 'kind' | 'settings'>): Promise<Record<string, unknown>> =>
  redactSettings((await volumeKind(kind)).settings, settings);

/**
 * Add a volume or change it: settings checked against the kind's declaration, secrets sealed, the place made ready. It is
 * used within a second by every process.
 *
 * @param version of the volume as it was read before the edit; absent to overwrite
 * @throws SettingsError with every problem, VolumeTroubleError when the place does not answer, ConflictError when
 *   somebody else changed it in between, or when what lies on it would be left behind
 */
export const configureVolume = async (deps: VolumesDeps, input: VolumeSpecInput, version?: number): Promise<void> => {
  const spec = volumeSpecSchema.parse(input);
  const stored = (await listVolumes(deps.store.db)).find(({ name }) => name === spec.name);
  if (stored && stored.kind !== spec.kind) {
    throw new ConflictError(`[hub] [media] volume ${spec.name} is of kind ${stored.kind}`, {
      remedy: 'add another volume of the new kind and drain this one',
    });
  }
  if (spec.name === homeName) {
    // Its place is the deployment's own folder, set by HUB_MEDIA.
    await saveVolume(deps.store.db, { ...spec, settings: {} }, version);
  } else {
    const kind = await volumeKind(spec.kind);
    const box = secretBox(deps.environment.secret);
    const context = breakerOf(spec.name);
    const before = stored ? openSettings(box, context, kind.settings, stored.settings) : {};
    const settings = keepSecrets(kind.settings, spec.settings, before);
    await kind.prepare(spec.name, parseSettings(kind.settings, settings, spec.name));
    await saveVolume(
      deps.store.db,
      { ...spec, settings: sealSettings(box, context, kind.settings, settings) },
      version,
    );
  }
  forgetVolumes(deps);
};

import { z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import { deviceKinds } from '../../core/vocabulary.ts';
import type { VolumeContent } from '../../store/placements.ts';
import { volumeStates } from '../../store/tables/volumes.ts';
import type { VolumeRow } from '../../store/volumes.ts';
import { given } from '../_kit/given.ts';

/** A volume as the operator's screen shows it. Bytes throughout. */
export const volumeItemSchema = z
  .object({
    name: z.string(),
    kind: z.string(),
    state: z.enum(volumeStates),
    isUp: z.boolean().openapi({ description: 'Whether it does what it should; others take over when it does not' }),
    orgs: z.array(z.string()),
    deviceKinds: z.array(z.enum(deviceKinds)),
    fromDays: z.number().int().optional(),
    toDays: z.number().int().optional(),
    distance: z.number().int(),
    capacityBytes: z.number().optional(),
    reserveBytes: z.number(),
    freeBytes: z.number().optional().openapi({ description: 'As last measured; absent where the volume cannot say' }),
    usedBytes: z.number(),
    copies: z.number().int(),
    arriving: z.number().int(),
    leaving: z.number().int().openapi({ description: 'Copies that moved away and are removed when nobody reads them' }),
    checkedAt: z.string().optional(),
    lastError: z.string().optional(),
    version: z.number().int(),
  })
  .openapi('VolumeItem');

const empty: VolumeContent = { copies: 0, leaving: 0, arriving: 0 };

export const presentVolume = (
  row: VolumeRow,
  content: VolumeContent | undefined,
  isUp: boolean,
): z.infer<typeof volumeItemSchema> => ({
  name: row.name,
  kind: row.kind,
  state: row.state,
  isUp,
  orgs: row.orgs,
  deviceKinds: row.deviceKinds,
  distance: row.distance,
  reserveBytes: row.reserveBytes,
  usedBytes: row.usedBytes,
  copies: (content ?? empty).copies,
  arriving: (content ?? empty).arriving,
  leaving: (content ?? empty).leaving,
  version: row.version,
  ...given({
    fromDays: row.fromDays,
    toDays: row.toDays,
    capacityBytes: row.capacityBytes,
    freeBytes: row.freeBytes,
    checkedAt: row.checkedAt === null ? undefined : toIso(row.checkedAt),
    lastError: row.lastError,
  }),
});

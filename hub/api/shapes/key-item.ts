import { z } from '@hono/zod-openapi';
import { toIso } from '../../core/time.ts';
import type { ApiKey } from '../../store/api-keys.ts';
import { given } from '../_kit/given.ts';

/** So many digits of its hash name a key in addresses. */
export const keyIdLength = 16;

export const keyItemSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    system: z.string().optional(),
    role: z.string(),
    orgs: z.array(z.string()),
    origins: z.array(z.string()),
    viewsUrl: z.string().optional(),
    viewsTrouble: z
      .object({ message: z.string(), remedy: z.string().optional(), attempts: z.number(), since: z.string() })
      .optional()
      .openapi({ description: 'Why it does not get the views now; goes with the first that is taken' }),
    disabled: z.boolean(),
  })
  .openapi('KeyItem');

const troubleOf = ({ viewsUrl, viewsTrouble: trouble }: ApiKey) =>
  viewsUrl && trouble
    ? {
        viewsTrouble: {
          ...{ message: trouble.message, attempts: trouble.attempts, since: toIso(trouble.since) },
          ...given({ remedy: trouble.remedy }),
        },
      }
    : {};

export const presentKey = (key: ApiKey): z.infer<typeof keyItemSchema> => ({
  id: key.keyHash.slice(0, keyIdLength),
  name: key.name,
  role: key.role,
  orgs: key.orgs,
  origins: key.origins,
  disabled: key.disabled,
  ...given({ system: key.system, viewsUrl: key.viewsUrl }),
  ...troubleOf(key),
});

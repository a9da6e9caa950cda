import { z } from '@hono/zod-openapi';
import type { SystemActor, UserActor } from '../../access/actor.ts';
import { orgNames } from '../../store/directory.ts';
import type { Db } from '../../store/open.ts';
import { given } from '../_kit/given.ts';

/** Who is signed in, and what they may do and see. */
export const meSchema = z
  .object({
    user: z.string(),
    name: z.string(),
    policeId: z.string().optional(),
    role: z.string(),
    orgs: z.array(z.object({ code: z.string(), name: z.string() })),
    rights: z.array(z.string()),
  })
  .openapi('Me');

export const presentMe = async (db: Db, actor: UserActor | SystemActor): Promise<z.infer<typeof meSchema>> => {
  const names = await orgNames(db, actor.orgs);
  return {
    user: actor.name,
    name: actor.kind === 'user' ? actor.displayName : actor.name,
    ...given({ policeId: actor.kind === 'user' ? actor.policeId : undefined }),
    role: actor.role,
    orgs: actor.orgs.map((code) => ({ code, name: names.get(code) ?? code })),
    rights: [...actor.rights],
  };
};

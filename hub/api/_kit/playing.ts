import type { Context } from 'hono';
import type { Actor, GrantActor } from '../../access/actor.ts';
import { tokenHash } from '../../access/token.ts';
import { NotFoundError } from '../../core/errors.ts';
import { type FootageRow, getFootage } from '../../store/footage.ts';
import { playedFootage } from '../../store/grants.ts';
import type { Api, ApiEnv } from './api.ts';
import { askedTogether } from './asked-together.ts';
import { listenerOf, mustBeGrantedPage } from './player.ts';
import { mustHave } from './signed-in.ts';

/** Who plays which recording. */
export interface Playing {
  readonly actor: Actor;
  readonly row: FootageRow;
}

/** A session that has asked for a recording before. What its grant opens never changes; whether it still does may. */
interface Known {
  readonly actor: GrantActor;
  readonly ask: (now: number) => Promise<FootageRow | undefined>;
}

const mostKnown = 5_000;

/**
 * Who asks for media, and the recording as it is now. A player asks for hundreds of pieces: after the first, one
 * statement tells whether its session lasts and what there is, and pieces asked for together share it. Nothing of the
 * answer is remembered, so that revoking ends it with the next piece.
 *
 * @throws UnauthenticatedError, ForbiddenError, or NotFoundError when there is no such recording to see
 */
export const openPlaying = (api: Api) => {
  const known = new Map<string, Known>();
  const actors = askedTogether<Actor>();
  const rows = askedTogether<FootageRow | undefined>();

  const whoAndWhat = async (c: Context<ApiEnv>, id: number, playback: string | undefined): Promise<Playing> => {
    const actor = await (playback === undefined
      ? listenerOf(api, c, undefined)
      : actors(`${playback} ${c.req.header('origin') ?? ''}`, () => listenerOf(api, c, playback)));
    mustHave(actor, 'footage.play');
    const row = await rows(`${id} ${JSON.stringify(actor.scope)}`, () => getFootage(api.store.db, actor.scope, id));
    if (row) return { actor, row };
    throw new NotFoundError(`[hub] [media] there is no recording ${id} to see`, { remedy: 'find it in the list' });
  };

  return async (c: Context<ApiEnv>, id: number, playback: string | undefined): Promise<Playing> => {
    if (playback === undefined) return whoAndWhat(c, id, undefined);
    const hash = tokenHash(playback);
    const key = `${hash} ${id}`;
    const before = known.get(key);
    if (before) {
      await mustBeGrantedPage(api, c, before.actor);
      const row = await rows(key, () => before.ask(Date.now()));
      if (row) return { actor: before.actor, row };
      // The long way says what has ended.
      known.delete(key);
    }
    const playing = await whoAndWhat(c, id, playback);
    const { actor } = playing;
    if (actor.kind === 'grant') known.set(key, { actor, ask: playedFootage(api.store.db, hash, actor.scope, id) });
    for (const old of known.keys()) if (known.size > mostKnown) known.delete(old);
    return playing;
  };
};

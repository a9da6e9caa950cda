import type { Media } from '../client/footage.ts';
import type { FailureReason } from './engine/engine.ts';
import type { PlayerState, Trouble } from './player-state.ts';
import type { PlayerTexts } from './player-texts.ts';

type Change = Pick<PlayerState, 'phase'> & { readonly trouble: Trouble };

const waiting = (message: string, text: PlayerTexts): Change => ({
  phase: 'waiting',
  trouble: { message, remedy: text.waitingHelp, again: false },
});

const failed = (message: string, remedy: string | undefined, again: boolean): Change => ({
  phase: 'failed',
  trouble: { message, again, ...(remedy === undefined ? {} : { remedy }) },
});

/** Why there is nothing to play yet, or ever. */
export const whyNotPlayable = ({ state }: Media, text: PlayerTexts): Change => {
  switch (state) {
    case 'remote':
      return waiting(text.waitingRemote, text);
    case 'fetching':
      return waiting(text.waitingFetch, text);
    case 'lost':
      return failed(text.lost, text.lostHelp, false);
    case 'deleted':
      return failed(text.deleted, text.deletedHelp, false);
    case 'failed':
      return failed(text.fetchFailed, text.fetchFailedHelp, true);
    case 'none':
      return failed(text.noMedia, text.noMediaHelp, false);
    case 'stored':
      return waiting(text.waitingMake, text);
  }
};

/** What an engine's failure means for this clip: a format the hub is still preparing is only a matter of time. */
export const whyFailed = (reason: FailureReason, media: Media | undefined, text: PlayerTexts): Change => {
  switch (reason) {
    case 'format':
      return media?.rendition === 'none' || media?.rendition === 'making'
        ? waiting(text.waitingMake, text)
        : failed(text.undecodable, text.undecodableHelp, false);
    case 'missing':
      return failed(text.lost, text.lostHelp, true);
    case 'refused':
      return failed(text.needGrant, undefined, true);
    case 'broken':
      return failed(text.broken, text.brokenHelp, true);
  }
};

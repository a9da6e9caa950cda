import type { FootageItem } from '../client/footage.ts';
import { playableOf } from './engine/playable.ts';
import type { Following } from './following-clip.ts';
import type { PlayerTexts } from './player-texts.ts';
import { whyFailed, whyNotPlayable } from './trouble.ts';

/** Why a small camera shows stills: the main one comes first, the line is thin, or an old machine decodes no more at once. */
export type Stillness = 'soon' | 'thin' | 'many';

/** Words over a small picture: instead of it, or beside one that is still worth seeing. */
export interface Face {
  readonly words: string;
  readonly instead: boolean;
}

/** What a small camera says of itself; undefined when its picture moves, or would if the main one did. */
export const faceOf = (
  { media, mediaType }: FootageItem,
  following: Following,
  stillness: Stillness | undefined,
  text: PlayerTexts,
): Face | undefined => {
  if (!playableOf(media, '')) return { words: whyNotPlayable(media, text).trouble.message, instead: true };
  switch (following.phase) {
    case 'failed': {
      const { trouble } = whyFailed(following.reason, media, text);
      return {
        words: trouble.again && following.reason !== 'refused' ? text.andTriesAgain(trouble.message) : trouble.message,
        instead: true,
      };
    }
    case 'interrupted':
      return { words: text.interrupted, instead: false };
    case 'blocked':
      return { words: text.blocked, instead: false };
    case 'waiting':
    case 'opening':
      return { words: text.loading, instead: false };
    case 'closed': {
      if (stillness === undefined) return undefined;
      if (stillness === 'soon') return { words: text.loading, instead: false };
      const sound = mediaType === 'audio';
      if (stillness === 'many') return { words: sound ? text.soundWaits : text.tooMany, instead: false };
      return { words: sound ? text.soundThin : text.tooThin, instead: false };
    }
    case 'running':
      return undefined;
  }
};

import type { MessageState } from '../../client/message.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  stored: ['已入库', 'Stored'],
  unchanged: ['未变', 'Unchanged'],
  part: ['部分拒收', 'Part refused'],
  refused: ['拒收', 'Refused'],
});

const tones: Readonly<Record<MessageState, string>> = { stored: 'good', unchanged: '', part: 'warn', refused: 'bad' };

/** What became of a message, in a word and a colour. */
export const messageStateSays = (state: MessageState): string => text[state];
export const messageTone = (state: MessageState): string => tones[state];

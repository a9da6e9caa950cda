import type { SourceItem } from '../../client/source.ts';
import { errorSays } from '../error-says.ts';
import { defineTexts } from '../texts.ts';
import { numberSays, spanSays } from './says.ts';
import { paceSays } from './source-pace.ts';
import { sourceHealth } from './source-state.ts';

const text = defineTexts({
  failed: ['已停止，等待处理', 'stopped, waits for a person'],
  late: [(span: string) => `没有新数据，滞后 ${span}`, (span: string) => `nothing new, ${span} behind`],
  letters: [(count: string) => `${count} 条死信待处理`, (count: string) => `${count} dead letters are open`],
  paused: ['人工暂停', 'paused by a person'],
});

/** What is wrong with a source, in one line, and since when; the greater the rank the worse. */
export interface SourceTrouble {
  readonly rank: number;
  readonly words: string;
  readonly tone: 'bad' | 'warn' | '';
  readonly since?: string;
}

const sinceOf = ({ lastSuccessAt, lastError }: SourceItem): { readonly since?: string } => {
  const since = lastSuccessAt ?? lastError?.at;
  return since ? { since } : {};
};

/** The worst of what is wrong; nothing where all is well. */
export const sourceTrouble = (source: SourceItem): SourceTrouble | undefined => {
  const { state, lastError, lag, schedule, openDeadLetters, pace } = source;
  const { tone } = sourceHealth(source);
  const error = lastError ? errorSays(lastError.remedy ?? lastError.message) : undefined;
  if (state === 'failed') return { rank: 5, words: error ?? text.failed, tone: 'bad', ...sinceOf(source) };
  if (state !== 'paused') {
    if (pace && pace.breaker !== 'closed')
      return { rank: 4, words: [paceSays(source), error].filter(Boolean).join('；'), tone: 'bad', ...sinceOf(source) };
    if (tone === 'warn' && error) return { rank: 3, words: error, tone: 'warn', ...sinceOf(source) };
    if (tone === 'warn' && schedule)
      return { rank: 3, words: text.late(spanSays(lag ?? 0)), tone: 'warn', ...sinceOf(source) };
  }
  if (openDeadLetters > 0) return { rank: 2, words: text.letters(numberSays(openDeadLetters)), tone: 'warn' };
  return state === 'paused' ? { rank: 1, words: text.paused, tone: '' } : undefined;
};

/** The worst first; those of one rank with more dead letters first, then by name. */
export const byTrouble = (sources: readonly SourceItem[]): SourceItem[] =>
  [...sources].sort(
    (a, b) =>
      (sourceTrouble(b)?.rank ?? 0) - (sourceTrouble(a)?.rank ?? 0) ||
      b.openDeadLetters - a.openDeadLetters ||
      (a.name < b.name ? -1 : 1),
  );

import type { SourceItem } from '../../client/source.ts';
import { defineTexts } from '../texts.ts';
import { agoSays, spanSays } from './says.ts';

const text = defineTexts({
  running: ['运行中', 'Running'],
  paused: ['已暂停', 'Paused'],
  failed: ['异常', 'Failing'],
  trouble: ['重试中', 'Retrying'],
  lag: [(span: string) => `滞后 ${span}`, (span: string) => `${span} behind`],
  received: [(ago: string) => `${ago} 收到`, (ago: string) => `received ${ago}`],
});

export interface Health {
  readonly tone: '' | 'good' | 'warn' | 'bad';
  readonly label: string;
  readonly detail: string;
}

/** Seconds behind from which a running source is worth a look. */
const lateSeconds = 900;

/** How a source is, in a colour, a word and a fact. */
export const sourceHealth = (source: SourceItem): Health => {
  const { state, lastError, lastReceivedAt } = source;
  // Who only receives is not late when the other side is quiet.
  const lag = source.schedule === undefined ? undefined : source.lag;
  const detail =
    lag !== undefined && lag > 60
      ? text.lag(spanSays(lag))
      : lastReceivedAt
        ? text.received(agoSays(lastReceivedAt))
        : '—';
  if (state === 'paused') return { tone: '', label: text.paused, detail: text.paused };
  if (state === 'failed' || state === 'failing')
    return { tone: 'bad', label: text.failed, detail: lastError ? detail : text.failed };
  if (lastError && (!source.lastSuccessAt || (lastError.at && lastError.at > source.lastSuccessAt)))
    return { tone: 'warn', label: text.trouble, detail };
  return { tone: lag !== undefined && lag > lateSeconds ? 'warn' : 'good', label: text.running, detail };
};

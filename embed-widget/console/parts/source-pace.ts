import type { SourceItem } from '../../client/source.ts';
import { defineTexts } from '../texts.ts';
import { momentText } from './says.ts';

const text = defineTexts({
  free: ['正常', 'As scheduled'],
  hours: [(at: string) => `不在允许时段，${at} 继续`, (at: string) => `outside its hours until ${at}`],
  breaker: [(at: string) => `已熔断，${at} 试探`, (at: string) => `breaker open, tried at ${at}`],
  error: [(at: string) => `失败后等待，${at} 重试`, (at: string) => `waits after a failure until ${at}`],
  rate: [(at: string) => `达到速率上限，${at} 继续`, (at: string) => `has had its rate until ${at}`],
});

/** Whether the other side is asked now; if not, why and when it is tried again. */
export const paceSays = ({ pace }: SourceItem): string =>
  pace?.waits && pace.nextTryAt ? text[pace.waits](momentText(pace.nextTryAt).slice(5)) : text.free;

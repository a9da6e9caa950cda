import type { FootageItem } from '../client/footage.ts';
import type { RecordItem } from '../client/record.ts';
import { momentText } from './clock.ts';
import { hasCourse } from './event-clock.ts';
import { clockText, type Language } from './language.ts';
import { deviceWord, systemWord } from './words.ts';

const clockWord = ({ clockErrorMs = 0 }: FootageItem, language: Language): string => {
  const seconds = Math.round(clockErrorMs / 1000);
  if (seconds === 0) return '';
  if (language === 'en') return ` (camera ${Math.abs(seconds)} s ${seconds > 0 ? 'fast' : 'slow'})`;
  return `（相机时钟${seconds > 0 ? '快' : '慢'} ${Math.abs(seconds)} 秒）`;
};

/** What goes into a case document to name a second of a clip so that anybody can find and check it. */
export const citationOf = (
  record: Pick<RecordItem, 'system' | 'externalId'>,
  footage: FootageItem,
  seconds: number,
  language: Language,
): string => {
  const system = systemWord(record.system, language);
  const device = [deviceWord(footage.deviceKind, language), footage.deviceId].filter(Boolean).join(' ');
  const who = [footage.officerName, footage.policeId].filter(Boolean).join(' ');
  const at = `${momentText(footage.start, seconds)}${clockWord(footage, language)}`;
  const { sha256 } = footage.media;
  const parts =
    language === 'en'
      ? [
          `${system} ${record.externalId}`,
          `clip ${footage.externalId}`,
          device,
          who,
          `camera time ${at}`,
          hasCourse(footage) && `at ${clockText(seconds)} of the clip`,
          sha256 && `SHA-256 of the original ${sha256}`,
        ]
      : [
          `${system} ${record.externalId}`,
          `音视频编号 ${footage.externalId}`,
          device,
          who,
          `相机时间 ${at}`,
          hasCourse(footage) && `片内 ${clockText(seconds)}`,
          sha256 && `原始文件 SHA-256 ${sha256}`,
        ];
  return parts.filter(Boolean).join(language === 'en' ? '; ' : '；');
};

import type { Label } from '../core/vocabulary.ts';

/** Why there is no sure footage of a record, most telling first. */
export interface Diagnosis {
  readonly code: keyof typeof texts;
  readonly text: Label;
}

const texts = {
  rejected: { zh: '有录像曾被关联，但已被人工否决。', en: 'A clip was proposed and a person rejected it.' },
  waiting: { zh: '有录像待人工确认。', en: 'A clip waits for a person to confirm it.' },
  outbid: { zh: '该时段的录像更符合另一条记录。', en: 'The clip of that time fits another record better.' },
  'clock-suspicious': {
    zh: '同一民警的录像差几分钟或整数时区未能对上，设备时钟可能不准。',
    en: 'A clip of the officer misses the window by minutes or by a whole zone: its clock may be wrong.',
  },
  'place-contradicts': {
    zh: '民警和时间相符，但轨迹不在现场附近。',
    en: 'Officer and time fit, but the track was elsewhere.',
  },
  'officer-unknown': {
    zh: '记录没有写明出警民警，只能按时间、地点和单位推断。',
    en: 'The record names no officer, so only time, place and station can tell.',
  },
  'other-units-only': { zh: '该时段只有其他民警的录像。', en: 'Only clips of other officers exist at that time.' },
  'no-camera-issued': {
    zh: '前后三十天内没有这些民警领用或使用执法记录仪的记录。',
    en: 'No camera was issued to these officers or used by them within thirty days.',
  },
  'not-uploaded': {
    zh: '这些民警此后还没有录像上传，可能尚未接入采集站。',
    en: 'These officers have uploaded nothing since: the camera may not have been docked yet.',
  },
  'not-recorded': {
    zh: '这些民警前后都有录像，但该时段没有，可能当时未开机。',
    en: 'These officers recorded before and after, but not at that time: the camera was probably off.',
  },
} as const satisfies Record<string, Label>;

export const diagnose = (code: keyof typeof texts): Diagnosis => ({ code, text: texts[code] });

import type { Label } from '../../core/vocabulary.ts';

/** Why there is no sure footage of a record, most telling first. */
export interface Diagnosis {
  readonly code: DiagnosisCode;
  readonly text: Label;
  /** The facts behind it in plain values: officers, devices, moments (ISO 8601), the clip that shows it. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** In the order in which they are told: what a person did, what a clip shows, what is known of the cameras. */
const texts = {
  rejected: { zh: '有录像曾被关联，但已被人工否决。', en: 'A clip was proposed and a person rejected it.' },
  waiting: { zh: '有录像待人工确认。', en: 'A clip waits for a person to confirm it.' },
  outbid: { zh: '该时段的录像更符合另一条记录。', en: 'The clip of that time fits another record better.' },
  expired: {
    zh: '录像已过保存期限或来源已不再保存。',
    en: 'The footage is past its retention, or its source no longer has it.',
  },
  'still-uploading': {
    zh: '录像正在上传，完成后会自动关联。',
    en: 'Footage is being uploaded just now; it is linked by itself when it is here.',
  },
  'clock-suspicious': {
    zh: '同一民警的录像差几分钟或整数时区未能对上，设备时钟可能不准。',
    en: 'A clip of the officer misses the window by minutes or by a whole zone: its clock may be wrong.',
  },
  'place-contradicts': {
    zh: '民警和时间相符，但轨迹不在现场附近。',
    en: 'Officer and time fit, but the track was elsewhere.',
  },
  'borrowed-camera': {
    zh: '现场有同事名下的执法记录仪，可能是出警民警借用：登记人当时没有警情，出警民警自己没有录像。',
    en: "A colleague's camera was at the scene and was probably borrowed: who signed in was on no record then, and an officer of this one recorded nothing of his own.",
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
  'out-of-scope': {
    zh: '可能有您权限范围以外的录像；有相应权限的人员可以看到更多。',
    en: 'There may be footage outside of what you may see: somebody else may see more.',
  },
} as const satisfies Record<string, Label>;

export type DiagnosisCode = keyof typeof texts;
/** Each code once, in the order in which they are told. */
export const diagnosisCodes = Object.keys(texts) as DiagnosisCode[];

/** What speaks for a diagnosis; of several with one code the first counts. */
export interface Finding {
  readonly code: DiagnosisCode;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A clip that is here, or was, speaks against a camera that was off. */
const recorded: readonly DiagnosisCode[] = [
  'rejected',
  'waiting',
  'outbid',
  'expired',
  'still-uploading',
  'clock-suspicious',
  'place-contradicts',
  'borrowed-camera',
];

export const diagnose = (findings: readonly Finding[]): Diagnosis[] => {
  const wasOn = findings.some(({ code }) => recorded.includes(code));
  return diagnosisCodes.flatMap((code) => {
    if (code === 'not-recorded' && wasOn) return [];
    const found = findings.find((finding) => finding.code === code);
    return found === undefined ? [] : [{ code, text: texts[code], detail: found.detail ?? {} }];
  });
};

import { defineTexts } from '../texts.ts';

export const mappingChoiceTexts = defineTexts({
  how: ['映射从哪里来', 'Where the mapping comes from'],
  draft: ['从样例生成', 'Guess from the sample'],
  copy: ['复制相近的', 'Copy a similar one'],
  use: ['直接使用已有的', 'Use one as it is'],
  title: ['标题', 'Title'],
  target: ['数据是', 'It brings'],
  record: ['业务记录', 'Records'],
  footage: ['音视频目录', 'Footage'],
  system: ['属于', 'Of'],
  make: ['生成映射', 'Make the mapping'],
  again: ['重新生成', 'Make it again'],
  mapping: ['映射', 'Mapping'],
  choose: ['请选择', 'Choose'],
  shared: [
    '其他数据源也用这个映射，因此这里只读；要改请用“复制相近的”。',
    'Other sources use it as well, so it is read-only here; copy it to change it.',
  ],
  fromWords: ['按名称和字段猜的，请核对', 'Guessed from names and fields; look it over'],
  brought: [
    (names: string) => `已带入它的默认设置：${names}。可在“设置与检查”里查看；要按这些设置重新取样，请回到该步。`,
    (names: string) =>
      `Its usual settings were filled in: ${names}. See them under Settings; go back there to sample by them.`,
  ],
  moved: [
    (former: string, now: string) =>
      `它原来用于 ${former}，已改为 ${now}；原来的默认设置不适用，没有带入。请核对 decode 和 rows。`,
    (former: string, now: string) =>
      `It was written for ${former} and is for ${now} now; its usual settings do not apply and were left out. Look over decode and rows.`,
  ],
  timed: [(schedule: string) => `采集计划随它设为 ${schedule}。`, (schedule: string) => `It is polled by ${schedule}.`],
  guessed: [
    '已按样例猜出各字段，请逐行核对；“?” 处没有猜到。',
    'Guessed from the sample: look over every line; "?" was not found.',
  ],
});

import { z } from 'zod';
import { flag, optionalText, structure, text } from '../../hub/core/setting.ts';

/** The row of a camera violation as far as a link needs it; the platform knows the rest by its number. */
const usualFields: Readonly<Record<string, string>> = {
  xh: '{record}',
  cjjg: '{org}',
  hpzl: '{plateType}',
  hphm: '{plate}',
  wfsj: '{start:yyyy-MM-dd HH:mm}',
  wfxw: '{category}',
  zqmj: '{officer}',
  sbbh: '{attributes.camera}',
  spdz: '{url}',
};

export const publishSettings = {
  publishJkid: text({
    group: 'publish',
    label: { zh: '写入接口标识', en: 'Interface id for writing' },
    help: {
      zh: '回写关联所用的接口：04C53 写入电子监控，视频地址放在 spdz。',
      en: 'By which links are told: 04C53 writes camera violations, with the address of the video in spdz.',
    },
    fallback: '04C53',
    pattern: /^[0-9A-Z]{5}$/,
    advanced: true,
  }),
  publishElement: text({
    group: 'publish',
    label: { zh: '写入元素名', en: 'Element written' },
    help: {
      zh: 'root 下存放该行的元素名，例如 viosurveil。',
      en: 'The element below root that holds the row, e.g. viosurveil.',
    },
    fallback: 'viosurveil',
    pattern: /^[A-Za-z_]\w*$/,
    advanced: true,
  }),
  publishFields: structure(z.record(z.string().regex(/^[A-Za-z_][\w.-]*$/), z.string()).default({ ...usualFields }), {
    group: 'publish',
    label: { zh: '写入字段', en: 'Fields written' },
    help: {
      zh: '字段到模板，按顺序；{url} 是播放页地址。空字段不发送，含 {url} 的除外。',
      en: 'Field to template in order; {url} is the page that plays it. Fields that stay empty are left out, but for those that hold {url}.',
    },
    example: '{"xh":"{record}","spdz":"{url}"}',
    advanced: true,
  }),
  publishOperation: optionalText({
    group: 'publish',
    label: { zh: '写入操作名', en: 'Operation for writing' },
    help: { zh: '不用该系列惯用的操作名时填写。', en: 'Instead of the usual operation of the family.' },
    example: 'writeObjectOut',
    advanced: true,
  }),
  publishReadBack: flag({
    group: 'publish',
    label: { zh: '回写后核对', en: 'Read back what was written' },
    help: {
      zh: '每日按编号读回核对：04C53 由读取 04C03 的数据源核对，04C54 由读取 04C01 的核对；缺失或被改的重新写入。没有该接口授权时不核对。',
      en: 'Once a day rows are read by their number: what 04C53 wrote by a source of 04C03, 04C54 by one of 04C01. What is lost or changed is written again. Nothing is compared where the key is not registered for reading.',
    },
    fallback: true,
    advanced: true,
  }),
} as const;

import { z } from 'zod';
import { optionalText, structure, text } from '../../hub/core/setting.ts';

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
    label: { zh: '写入接口标识', en: 'Interface id for writing' },
    help: 'By which links are told: 04C53 writes camera violations, with the address of the video in spdz.',
    fallback: '04C53',
    pattern: /^[0-9A-Z]{5}$/,
    advanced: true,
  }),
  publishElement: text({
    label: { zh: '写入元素名', en: 'Element written' },
    help: 'The element below root that holds the row, e.g. viosurveil.',
    fallback: 'viosurveil',
    pattern: /^[A-Za-z_]\w*$/,
    advanced: true,
  }),
  publishFields: structure(z.record(z.string().regex(/^[A-Za-z_][\w.-]*$/), z.string()).default({ ...usualFields }), {
    label: { zh: '写入字段', en: 'Fields written' },
    help: 'Field to template in order; {url} is the page that plays it. Fields that stay empty are left out, but for those that hold {url}.',
    example: '{"xh":"{record}","spdz":"{url}"}',
    advanced: true,
  }),
  publishOperation: optionalText({
    label: { zh: '写入操作名', en: 'Operation for writing' },
    help: 'Instead of the usual operation of the family.',
    example: 'writeObjectOut',
    advanced: true,
  }),
} as const;

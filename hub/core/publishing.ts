import { partOf } from './pace.ts';
import { type Fields, flag, integer, list, type Values } from './setting.ts';
import { systems } from './vocabulary.ts';

const oneOf = (words: readonly string[]): RegExp => new RegExp(`^(${words.join('|')})$`);

/**
 * Which links a source is told. The same for every connector that publishes, declared here once: `defineConnector`
 * puts them beside the connector's own settings.
 */
export const publishingFields = {
  publish: flag({
    group: 'publish',
    label: { zh: '回写关联', en: 'Tell links' },
    help: {
      zh: '把记录与音视频的关联写回该系统；关闭时不写任何内容。',
      en: 'Write links between records and recordings back into this system. Nothing is written while it is off.',
    },
    fallback: false,
  }),
  publishSystems: list({
    group: 'publish',
    label: { zh: '回写的业务系统', en: 'Systems whose links are told' },
    help: {
      zh: `只回写这些系统的记录的关联（${systems.join('、')}）；留空则只回写本数据源带来的记录。`,
      en: `Links of records of these systems (${systems.join(', ')}); empty: only of records this source brought.`,
    },
    fallback: [],
    each: oneOf(systems),
    advanced: true,
  }),
  publishKinds: list({
    group: 'publish',
    label: { zh: '回写的记录类型', en: 'Kinds of records' },
    help: {
      zh: '只回写这些种类的记录，例如 call、case；留空为全部。',
      en: 'Links of records of these kinds only, e.g. call, case, traffic-camera; empty: of all.',
    },
    fallback: [],
    advanced: true,
  }),
  publishOrgs: list({
    group: 'publish',
    label: { zh: '回写的单位范围', en: 'Organisations' },
    help: {
      zh: '只回写这些单位及其下级的记录，十二位代码；留空为全部。',
      en: 'Links of records of these organisations and all below them, twelve digits each; empty: of all.',
    },
    fallback: [],
    each: /^\d{12}$/,
    advanced: true,
  }),
  publishDecisions: list({
    group: 'publish',
    label: { zh: '回写的认定', en: 'Decisions told' },
    help: {
      zh: 'linked：规则认定；confirmed：人工确认。待确认和已否定的从不回写。',
      en: 'linked: decided by the rules; confirmed: by a person. Links in review or rejected are never told.',
    },
    fallback: ['linked', 'confirmed'],
    each: oneOf(['linked', 'confirmed']),
    advanced: true,
  }),
  publishInherited: flag({
    group: 'publish',
    label: { zh: '包括继承的关联', en: 'Inherited links too' },
    help: {
      zh: '包括经由其他记录继承的关联，例如案件经由警情。',
      en: 'Also what a record shows through another, e.g. a case through its dispatch call.',
    },
    fallback: true,
    advanced: true,
  }),
  publishDays: integer({
    group: 'publish',
    label: { zh: '回写最近天数', en: 'Days told' },
    help: {
      zh: '只回写最近这么多天内的记录；已回写的保持不变。',
      en: 'Links of records that began so many days ago or later; what was told before stays told.',
    },
    fallback: 30,
    min: 1,
    max: 36_500,
    advanced: true,
  }),
} as const satisfies Fields;

export type PublishingSettings = Values<typeof publishingFields>;

/**
 * Which links a source is told.
 *
 * @param settings of the source, stored or parsed
 * @throws SettingsError
 */
export const publishingOf = (settings: Readonly<Record<string, unknown>>, source: string): PublishingSettings =>
  partOf(publishingFields, settings, source);

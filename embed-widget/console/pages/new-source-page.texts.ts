import { defineTexts } from '../texts.ts';

export const newSourceTexts = defineTexts({
  title: ['接入新数据源', 'New source'],
  about: ['上线之前不会存入任何内容。', 'Nothing is stored before it goes live.'],
  steps: ['步骤', 'Steps'],
  connector: ['连接方式', 'Connector'],
  settings: ['设置与检查', 'Settings'],
  sample: ['样例', 'Sample'],
  mapping: ['映射', 'Mapping'],
  live: ['上线', 'Go live'],
  connectorHelp: ['对方系统怎么给数据？选一种方式。', 'How does the other system give its data? Choose one.'],
  name: ['数据源名称', 'Name of the source'],
  nameHelp: [
    '小写字母、数字和连字符；写入每条记录，之后不能改。',
    'Lower-case letters, digits and hyphens; part of every record, cannot be changed later.',
  ],
  back: ['上一步', 'Back'],
  next: ['下一步', 'Next'],
  check: ['检查连接', 'Check'],
  checking: ['正在检查', 'Checking'],
  marked: ['请更正标出的设置。', 'Correct the marked settings.'],
  got: [(count: number) => `已取得 ${count} 条样例报文`, (count: number) => `${count} sample messages are here`],
  dryRun: ['样例试运行', 'Dry run of the sample'],
  dryRunSays: [
    (fit: number, misfit: number) => (misfit === 0 ? `${fit} 行可入库` : `${fit} 行可入库，${misfit} 行不符合`),
    (fit: number, misfit: number) => (misfit === 0 ? `${fit} rows fit` : `${fit} rows fit, ${misfit} do not`),
  ],
  schedule: ['采集计划', 'Schedule'],
  pushTo: ['上线后请对方推送到', 'Once live, the other side sends to'],
  savePaused: ['保存，暂不启动', 'Save, paused'],
  goLive: ['上线', 'Go live'],
  firstNote: [(source: string) => `随数据源 ${source} 新建`, (source: string) => `made with the source ${source}`],
});

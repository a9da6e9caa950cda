import { defineTexts } from '../texts.ts';

export const mappingTexts = defineTexts({
  title: ['映射', 'Mapping'],
  save: ['保存并生效', 'Save and use'],
  note: ['改了什么（可不填）', 'What was changed (may be left out)'],
  saved: [(id: number) => `第 ${id} 版已生效`, (id: number) => `Version ${id} is in force`],
  unsaved: ['有未保存的修改', 'Not saved yet'],
  discard: ['放弃修改', 'Discard'],
  export: ['导出文件', 'Export'],
  versions: ['版本', 'Versions'],
  file: ['文件', 'File'],
  version: [(id: number) => `第 ${id} 版`, (id: number) => `Version ${id}`],
  inForce: ['正在使用', 'In force'],
  compare: ['比较', 'Compare'],
  against: [(name: string) => `与${name}比较`, (name: string) => `Against ${name}`],
  closeCompare: ['回到编辑', 'Back to editing'],
  returnTo: ['恢复此版', 'Return to it'],
  editor: ['编辑', 'Edit'],
  sample: ['取样来源', 'Sample from'],
  source: ['数据源', 'Source'],
  noSource: ['没有数据源使用它', 'No source uses it'],
  noMessages: ['该数据源还没有报文', 'The source has no messages yet'],
  paste: ['粘贴样例', 'Paste a sample'],
  rehearse: ['试运行', 'Dry run'],
  remap: ['重新映射', 'Map again'],
  remapHelp: [
    '新版本只用于之后收到的报文。需要的话，把已收到的按新版本再读一遍：',
    'The new version counts for what comes from now on. What came before can be mapped again:',
  ],
  remapRefused: ['重放死信', 'What was refused'],
  remapAll: ['全部报文', 'All of it'],
  remapped: [
    (messages: number, stored: number, refused: number) =>
      `已读 ${messages} 条报文，更新 ${stored} 行${refused ? `，${refused} 行仍不符合` : ''}`,
    (messages: number, stored: number, refused: number) =>
      `${messages} messages read, ${stored} rows stored${refused ? `, ${refused} do not fit` : ''}`,
  ],
  of: [(name: string) => `数据源 ${name}`, (name: string) => `source ${name}`],
});

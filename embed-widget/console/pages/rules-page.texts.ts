import { defineTexts } from '../texts.ts';

export const rulesTexts = defineTexts({
  title: ['规则', 'Rules'],
  since: [
    (who: string, when: string) => `${who} 发布于 ${when}`,
    (who: string, when: string) => `published by ${who}, ${when}`,
  ],
  installed: ['随平台安装的规则', 'As installed'],
  draft: ['草稿', 'Draft'],
  edit: ['编辑', 'Edit'],
  compare: ['与生效规则对比', 'Against those in force'],
  against: [(name: string) => `与 ${name} 对比`, (name: string) => `Against ${name}`],
  same: ['与生效规则相同', 'Same as in force'],
  usable: ['草稿可用', 'The draft is usable'],
  unusable: [(count: string) => `${count} 处需要改正`, (count: string) => `${count} to correct`],
  line: [(line: number) => `第 ${line} 行`, (line: number) => `line ${line}`],
  discard: ['放弃修改', 'Discard'],
  days: [(count: number) => `最近 ${count} 天`, (count: number) => `last ${count} days`],
  try: ['试运行', 'Try it'],
  note: ['发布说明', 'What changes, and why'],
  rematch: ['发布后重新匹配', 'Match again'],
  publish: ['发布', 'Publish'],
  sure: ['确认发布？所有进程立即生效。', 'Publish? It holds everywhere at once.'],
  surely: ['确认', 'Yes'],
  no: ['取消', 'No'],
  done: [
    (id: string, days: string) => `第 ${id} 版已生效，正在重新匹配 ${days} 天的记录。`,
    (id: string, days: string) => `No. ${id} is in force; the records of ${days} days are being matched again.`,
  ],
  back: [
    (name: string) => `恢复 ${name}？所有进程立即生效。`,
    (name: string) => `Return to ${name}? It holds everywhere at once.`,
  ],
  overtaken: [
    '有人在您编辑期间发布了其他规则，您的草稿未发布、未丢失。请对比后再发布。',
    'Somebody published other rules meanwhile. Your draft is neither published nor lost: compare, then publish again.',
  ],
});

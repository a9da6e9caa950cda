import { defineTexts } from '../texts.ts';

export const messageTexts = defineTexts({
  title: ['报文', 'Message'],
  raw: ['原文', 'Raw'],
  decoded: ['解码', 'Decoded'],
  mapped: ['映射', 'Mapped'],
  stored: ['入库', 'Stored'],
  row: ['行', 'Row'],
  of: [(count: number) => `共 ${count} 行`, (count: number) => `of ${count}`],
  previous: ['上一行', 'Previous row'],
  next: ['下一行', 'Next row'],
  nextDead: ['下一个不符合的行', 'Next that does not fit'],
  more: ['继续载入', 'Load more'],
  cut: [
    (shown: string, all: string) => `显示 ${shown} / ${all} 字`,
    (shown: string, all: string) => `${shown} of ${all} characters`,
  ],
  download: ['下载原文', 'Download'],
  edit: ['编辑后重发', 'Edit and retry'],
  replay: ['重放', 'Replay'],
  mapping: ['改映射', 'Mend the mapping'],
  send: ['作为新报文入库', 'Store as a new message'],
  cancel: ['取消', 'Cancel'],
  editHelp: [
    '改后的文字作为新报文入库，注明来源、操作人和时间；原报文保留不变。',
    'The edited text is stored as a new message that names its origin, who and when; the original stays.',
  ],
  charset: ['编码', 'Charset'],
  skipped: ['映射规定略过此行', 'The mapping leaves this row out'],
  expected: ['映射从这里取值，但报文里没有', 'The mapping looks here, and it is not there'],
  rule: ['规则', 'Rule'],
  value: ['取值', 'Value'],
  none: ['库中没有', 'Not in the store'],
  noRow: ['没有可读的行', 'No row can be read'],
  same: ['与库一致', 'Same as stored'],
  newer: [(id: number) => `库中为较新内容，来自报文 ${id}`, (id: number) => `The store has newer, from message ${id}`],
  differs: ['与库不同，重放后更新', 'Differs; a replay brings it up to date'],
  earlier: ['先前的内容', 'Earlier content'],
  open: ['打开', 'Open'],
  editedFrom: [
    (id: number, by: string) => `由 ${by} 从报文 ${id} 改成`,
    (id: number, by: string) => `made by ${by} from message ${id}`,
  ],
  edits: [
    (id: number, by: string) => `${by} 已改成报文 ${id}`,
    (id: number, by: string) => `${by} made message ${id} of it`,
  ],
  replayed: [
    (stored: number, unchanged: number, refused: number) =>
      `已重放：入库 ${stored}，未变 ${unchanged}，仍不符合 ${refused}`,
    (stored: number, unchanged: number, refused: number) =>
      `Replayed: ${stored} stored, ${unchanged} unchanged, ${refused} still do not fit`,
  ],
});

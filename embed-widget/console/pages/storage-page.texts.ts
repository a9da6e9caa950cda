import { defineTexts } from '../texts.ts';

export const storageTexts = defineTexts({
  title: ['存储', 'Storage'],
  about: ['原始文件存放、副本、保存期限与删除审批', 'Originals, their copies, how long they are kept, and deletion'],
  add: ['增加存储卷', 'Add a volume'],
  volumes: ['存储卷', 'Volumes'],
  volume: ['存储卷', 'Volume'],
  state: ['状态', 'State'],
  room: ['空间', 'Room'],
  copies: ['文件数', 'Files'],
  takes: ['存放内容', 'Takes'],
  open: ['使用中', 'In use'],
  readOnly: ['只读', 'Read-only'],
  draining: ['迁出中', 'Being emptied'],
  out: ['不可用', 'Out of use'],
  used: [(bytes: string) => `已用 ${bytes}`, (bytes: string) => `${bytes} used`],
  free: [(bytes: string) => `可用 ${bytes}`, (bytes: string) => `${bytes} free`],
  arriving: [(count: string) => `写入 ${count}`, (count: string) => `${count} arriving`],
  leaving: [(count: string) => `待清除 ${count}`, (count: string) => `${count} leaving`],
  missing: [(count: string) => `${count} 段缺副本`, (count: string) => `${count} clips lack copies`],
  days: [
    (from: number, to: number | undefined) => (to === undefined ? `${from} 天以上` : `${from}–${to} 天`),
    (from: number, to: number | undefined) => (to === undefined ? `${from} days and older` : `${from}–${to} days`),
  ],
  everything: ['全部', 'Everything'],
  check: ['检测', 'Check'],
  edit: ['修改', 'Edit'],
});

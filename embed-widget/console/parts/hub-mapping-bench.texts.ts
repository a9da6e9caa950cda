import { defineTexts } from '../texts.ts';

export const mappingBenchTexts = defineTexts({
  form: ['表格', 'Form'],
  yaml: ['YAML', 'YAML'],
  both: ['并排', 'Both'],
  view: ['编辑方式', 'Edit as'],
  message: ['样例报文', 'Sample'],
  raw: ['原文', 'Raw'],
  decoded: ['解码', 'Decoded'],
  row: ['行', 'Row'],
  mapped: ['映射结果', 'Mapped'],
  rows: [(count: number) => `${count} 行`, (count: number) => `${count} rows`],
  rowOf: [
    (at: number, count: number) => `第 ${at} 行，共 ${count} 行`,
    (at: number, count: number) => `Row ${at} of ${count}`,
  ],
  previous: ['上一行', 'Previous row'],
  next: ['下一行', 'Next row'],
  messageOf: [(at: number) => `报文 ${at}`, (at: number) => `Message ${at}`],
  fine: ['全部可以入库', 'All of it fits'],
  fineSoFar: [(count: number) => `前 ${count} 行都可以入库`, (count: number) => `The first ${count} rows fit`],
  misfits: [(count: number) => `${count} 行不符合`, (count: number) => `${count} rows do not fit`],
  misfitsIn: [(at: number) => `报文 ${at} 有不符合的`, (at: number) => `Message ${at} does not all fit`],
  showMisfit: ['看第一行不符合的', 'Show the first of them'],
  skipped: ['按映射跳过', 'Left out by the mapping'],
  wrongMapping: [(count: number) => `映射有 ${count} 处问题`, (count: number) => `The mapping has ${count} problems`],
  line: [
    (line: number, column: number) => `第 ${line} 行 ${column} 列`,
    (line: number, column: number) => `line ${line}, column ${column}`,
  ],
  noMessage: ['还没有样例报文', 'No sample yet'],
  noRows: ['报文里没有行：核对 rows 的路径', 'No rows in it: check the path of rows'],
  nameless: [
    '这些记录里没有读出民警：没有警号，多半关联不到音视频。在“民警”下点“添加”，取自警号字段；一个字段里有多个警号时填“拆分字段”，警号取自 “.”。',
    'No officer was read from these rows: without a police number they are hardly ever linked to footage. Add one under Officers; where one field holds several numbers, name it at "Split of" and take the number from ".".',
  ],
  busy: ['正在预览', 'Trying'],
});

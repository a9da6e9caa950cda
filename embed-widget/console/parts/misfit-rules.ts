/** What a rule asks for, and what to do where a value does not meet it. The English of both comes with the misfit. */
export type Rule = readonly [what: string, remedy?: string];

const mendMapping = '改正映射中的该字段后重放；或请对方更正数据';
const mendMessage = '请对方更正报文后重发';

/** By the rule that a misfit names. */
export const misfitRules: Readonly<Record<string, Rule>> = {
  text: ['不是文本', mendMapping],
  time: ['不是可识别的时间', '在映射的时间格式中补上这种写法后重放；或请对方更正数据'],
  org: ['不是 12 位或 8 位机构代码', mendMapping],
  policeId: ['不是 6 位或 10 位警号', mendMapping],
  plate: ['号牌超过 16 个字符', mendMapping],
  number: ['不是数字', mendMapping],
  integer: ['不是数字', mendMapping],
  flag: ['不是“是/否”（1/0、true/false）', mendMapping],
  codes: ['不在代码表中', '在映射的代码表中补上这个代码后重放'],
  match: ['过长，无法按表达式取值', mendMapping],
  after: ['不是秒数', mendMapping],
  required: ['缺少必填字段', '在映射中指明从哪里取值后重放；或请对方补上该字段'],
  length: ['超出允许的长度', '映射成较短的内容，或请对方分批发送'],
  instant: ['不是有效时间（1970 至 9999 年）', mendMapping],
  order: ['结束早于开始', '检查映射中的开始与结束字段，或请对方更正数据'],
  list: ['列表项过多', mendMapping],
  person: ['人员信息不可识别', mendMapping],
  path: ['报文中没有要找的行', '改正映射中行的路径后重放'],
  row: ['这一行不是对象', '改正映射中行的路径后重放'],
  rest: ['附加字段过多或过大', '在映射中只列出需要的附加字段'],
  schema: ['不符合记录的格式', mendMapping],
  matrix: ['不是“表头加数据行”的表格', '检查映射的解码步骤'],
  jsonata: ['表达式执行失败', '改正映射中的表达式后重放'],
  references: ['引用找不到对象或形成循环', mendMessage],
  json: ['不是有效的 JSON', mendMessage],
  xml: ['不是有效或允许的 XML', mendMessage],
  charset: ['不是该字符集的内容', '在映射或数据源设置中改正字符集'],
  csv: ['不是有效的 CSV', '请对方更正文件后重新放入'],
  excel: ['不是可读取的工作簿', '请对方另存为 .xlsx 后重新放入'],
  format: ['不支持这种文件', '请对方改用 CSV、Excel、JSON 或 XML'],
  maxMegabytes: ['文件过大', '请对方分成较小的文件，或调大设置中的上限'],
  take: ['解码时没有找到要取的文本', '改正映射解码步骤中的 take'],
  code: ['对方回答的不是成功代码', '查看对方的说明；若它表示成功，在映射中加入该代码'],
};

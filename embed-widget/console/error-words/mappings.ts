/** What is said of a message that does not fit its mapping; see `connections.ts` for the form. */
export const mappingWords: Readonly<Record<string, string>> = {
  'the folder {} cannot be read: {}': '文件夹 {0} 无法读取：{1}',
  'name the folder with the YAML files': '指定 YAML 文件所在的文件夹',
  'the bytes are not {}{}': '字节不是 {0}{1}',
  "set the charset of the mapping's decode chain to {}": '请把映射解码步骤中的字符集设为 {0}',
  'ask the other side for the charset and set it in the decode chain of the mapping':
    '请向对方确认字符集，并在映射的解码步骤中设置',
  'there is no charset "{}"': '没有字符集“{0}”',
  'the row has more than {} fields': '该行超过 {0} 个字段',
  'name the fields to keep under fields.attributes instead of rest':
    '请在 fields.attributes 中列出要保留的字段，不用 rest',
  '{} is not {}': '{0} 不是 {1}',
  'correct fields.{} in {}, then replay': '请改正 {1} 的 fields.{0}，然后重放',
  'a row is no object': '行不是对象',
  'correct rows in {}': '请改正 {0} 的 rows',
  'the message is neither JSON nor XML': '报文既不是 JSON 也不是 XML',
  'begin from the mapping of a similar system, or send the message as JSON or XML':
    '请从相近系统的映射开始，或以 JSON、XML 提供报文',
  'the example has no message: give message, json or base64': '示例没有报文：请填写 message、json 或 base64',
  '{}: "{}" is not {}': '{0}：“{1}”不是 {2}',
  'correct {} in {}, then replay; or ask the other side to correct the value':
    '请改正 {1} 的 {0} 后重放；或请对方改正取值',
  'what is referred to comes to more than {} characters': '引用的内容合计超过 {0} 个字符',
  'take the step references out of the decode chain, or ask for smaller messages':
    '请去掉解码步骤中的 references，或请对方减小报文',
  'ask the other side for valid JSON (RFC 8259)': '请对方提供合法的 JSON（RFC 8259）',
  'correct the expression in the mapping; try it with `hub mapping dry-run`':
    '请改正映射中的表达式；可用 hub mapping dry-run 试运行',
  '{} has {} members': '{0} 有 {1} 个成员',
  'at most {} are taken; look at the raw message, then correct fields.{} of the mapping':
    '最多取 {0} 个；请查看原始报文，然后改正映射的 fields.{1}',
  'look at the raw message, then correct the step matrix of the decode chain':
    '请查看原始报文，然后改正解码步骤中的 matrix',
  'correct the file; `hub mapping lint` checks it again': '请改正文件；可用 hub mapping lint 再次检查',
  '{} is missing': '缺少 {0}',
  'correct fields.{} in {}, then replay; or ask the other side to fill it in':
    '请改正 {1} 的 fields.{0} 后重放；或请对方填写',
  'there are no rows at "{}"': '“{0}”处没有行',
  'look at the raw message, then correct rows.path of the mapping, or set rows.optional':
    '请查看原始报文，然后改正映射的 rows.path，或设置 rows.optional',
  'it will be tried again; ask the other side if it stays': '将自动重试；若持续出现请询问对方',
  'correct key, rights or settings with the other side, then resume the source':
    '请与对方核对密钥、权限或设置，然后恢复数据源',
  'look at the raw message; class the code in success.codes of the mapping':
    '请查看原始报文，并在映射的 success.codes 中给该代码归类',
  'ask the other side for well-formed XML without DOCTYPE; stray < and & in values are mended by the step scrub':
    '请对方提供不含 DOCTYPE 的合法 XML；取值中多余的 < 和 & 可用解码步骤 scrub 修正',
  'correct {}': '请改正 {0}',
  '"{}" is longer than any {} there is': '“{0}”超过 {1} 的最大长度',
  '"{}" in "{}" is no part of a time; use yyyy MM dd HH hh a mm ss SSS XXX':
    '“{1}”中的“{0}”不是时间格式；可用 yyyy MM dd HH hh a mm ss SSS XXX',
  '"{}" needs year, month and day: yyyy, MM and dd': '“{0}”缺少年月日：yyyy、MM 和 dd',
  '"{}" has hours of twelve: add a (AM, PM, 上午, 下午), or a? where it may be lost; or use HH':
    '“{0}”是十二小时制：请加 a（AM、PM、上午、下午），可能缺失时用 a?；或改用 HH',
  '"{}" is no instant': '“{0}”不是时刻',
  'write it as 2024-01-05T08:48:09+08:00': '请写成 2024-01-05T08:48:09+08:00',
  'the recording ends before it starts': '音视频的结束早于开始',
  'see whether start and end are mixed up in the mapping, or the camera sent a wrong time':
    '请检查映射中开始与结束是否颠倒，或设备时间有误',
  '{} has {}:\n{}': '{0} 有 {1}：\n{2}',
  'the other side answered {}{}': '对方应答 {0}{1}',
};

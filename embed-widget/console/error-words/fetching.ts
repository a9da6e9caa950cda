/**
 * What connectors say of systems and folders they ask, and of links they hand on; written as in `connections.ts`.
 */
export const fetchingWords: Readonly<Record<string, string>> = {
  'the stored position is not one this version can read': '保存的读取位置无法被当前版本识别',
  "reset the source's position; what is stored already will be found unchanged":
    '重置数据源的读取位置；已入库的内容不会重复',
  "the stored position is none of this connector's": '保存的读取位置不属于该连接器',
  'reset the position of the source': '重置数据源的读取位置',
  'the template holds {{}}, which has no value here': '模板中的 {{0}} 在此没有值',
  // file-drop
  '{} cannot be written to: {}': '{0} 无法写入：{1}',
  'check the path, and that the user the hub runs as may write there': '检查路径，并确认平台的运行账户可以写入',
  'correct the line, or the delimiter in the settings, and put the file back into the folder':
    '更正该行或设置中的分隔符，再把文件放回目录',
  '{}: nothing says what this file holds': '{0}：无法判断文件的格式',
  'name the format in the settings: {}': '在设置中指定格式：{0}',
  '{} has {} bytes, which is more than {} MB': '{0} 有 {1} 字节，超过 {2} MB',
  'raise the limit in the settings, or have the file written as CSV or JSON Lines, which may have any size':
    '在设置中调大上限，或让对方改用 CSV 或 JSON Lines（大小不限）',
  'a line is longer than {} characters': '有一行超过 {0} 个字符',
  'JSON Lines has one value on a line; a file of one big value is called .json':
    'JSON Lines 每行一个值；只有一个大值的文件应命名为 .json',
  'save it as .xlsx or .csv, and put it back into the folder': '另存为 .xlsx 或 .csv，再放回目录',
  'the bytes are not {}': '内容不是 {0} 编码',
  'set the charset in the settings of the source, and put the file back into the folder':
    '在数据源设置中选择字符编码，再把文件放回目录',
  // folder-watch
  'the program {} cannot be started': '程序 {0} 无法启动',
  'install ffmpeg (apt-get install ffmpeg), or name its ffprobe in the settings':
    '安装 ffmpeg（apt-get install ffmpeg），或在设置中填写 ffprobe 的路径',
  'namePattern is no regular expression: {}': 'namePattern 不是正则表达式：{0}',
  'namePattern names no part of the file name: {}': 'namePattern 没有命名文件名的任何部分：{0}',
  'name the parts like this: ^(?<deviceId>\\d+)@(?<start>\\d{14})':
    '请这样命名各部分：^(?<deviceId>\\d+)@(?<start>\\d{14})',
  // soap-query
  '{} was answered with a SOAP fault: {}': '{0} 的应答是 SOAP 错误：{1}',
  'check address, operation, namespace and parameters': '检查地址、操作、命名空间和参数',
  '{} was answered without a return value': '{0} 的应答没有返回值',
  'the service is not open to the hub: {}': '该服务没有对本平台开放：{0}',
  'check requester and service id, and have the service opened (授权)': '检查请求方和服务标识，并请对方开通授权',
  // sql-table
  '"{}" in the cursor column is no {}': '游标列中的“{0}”不是 {1}',
  'name another cursor column, or correct cursorKind': '换一个游标列，或更正 cursorKind',
  'the recording does not say which tables it is of': '录制内容没有说明取自哪些表',
  'record it again with this version': '用当前版本重新录制',
  'table {}': '表 {0}',
  'link table {}': '关联表 {0}',
  'the table {} is not there, or may not be read': '表 {0} 不存在，或没有读取权限',
  'the table {} has no column {}': '表 {0} 没有列 {1}',
  'no index begins with {}: each poll reads the whole table': '没有以 {0} 开头的索引：每次轮询都会读完整张表',
  'check the names, and grant the user SELECT': '检查名称，并授予该用户 SELECT 权限',
  'the key column {} does not name a link': '主键列 {0} 无法区分每条关联',
  'put {link} into the template of {}, e.g. "{link}" or "{footage}-{link}"':
    '在 {0} 的模板中加入 {link}，例如“{link}”或“{footage}-{link}”',
  'links cannot be written into this kind of database': '不支持向这种数据库写回关联',
  'use a link table in MySQL, MariaDB or PostgreSQL, named by linkUrl':
    '使用 MySQL、MariaDB 或 PostgreSQL 中的关联表，地址填在 linkUrl',
  'correct linkColumns, or make the column of the link table wide enough': '更正 linkColumns，或加宽关联表的列',
  'correct linkTable and linkColumns, or have the table made': '更正 linkTable 和 linkColumns，或请对方建表',
  // tmri-soap
  'call {}': '调用 {0}',
  'the parameters of {} are not known': '不知道 {0} 的参数',
  'name them in the setting "parameters", or use one of {}': '在设置“parameters”中填写参数名，或使用 {0} 之一',
  'no value is known for the parameter "{}"': '参数“{0}”没有可用的值',
  'use names of {} and {}': '使用 {0} 和 {1} 中的名称',
  'the field "{}" is not a field name': '“{0}”不是字段名',
  'use the field names of the interface, e.g. hphm': '使用接口规定的字段名，例如 hphm',
  'the platform answered {}: {}': '平台返回 {0}：{1}',
  'check the conditions': '检查查询条件',
  'the platform holds more rows for {} than it gives at once': '平台中 {0} 的数据超过一次返回的行数',
  'narrow the conditions (one source per hpzl, say), or correct rowLimit if it gives more':
    '缩小查询条件（例如每种 hpzl 一个数据源）；如果平台一次能返回更多，请更正 rowLimit',
  'the endpoint answered, but not with a document of the platform': '地址有应答，但不是平台的报文',
  'check the address: it must be the Axis service': '检查地址：必须是 Axis 服务地址',
  'the platform did not take the link: {} {}': '平台没有接收关联：{0} {1}',
  'check publishFields: the message names what it misses': '检查 publishFields：返回信息指出了缺少的内容',
  // viid
  '{}: the other side answers {}': '{0}：对方返回 {1}',
  'ask the other side what its StatusCode means here': '请对方说明这个 StatusCode 的含义',
  'the other side asks for a sign-in that is not HTTP Digest with qop=auth':
    '对方要求的认证不是 qop=auth 的 HTTP Digest',
  'ask for Digest (RFC 7616, MD5 or SHA-256) on that side': '请对方改用 Digest 认证（RFC 7616，MD5 或 SHA-256）',
  'the other view library needs a password and an address to notify': '对方视图库需要密码和通知地址',
  'fill in platformPassword and notifyUrl, or leave platformUrl empty':
    '填写 platformPassword 和 notifyUrl，或将 platformUrl 留空',
  'registered at {}': '已在 {0} 注册',
  // Links that are handed on.
  'are sent to {}': '发送到 {0}',
  'are uploaded to {}': '上传到 {0}',
  'the template holds {{}}, which no link has': '模板中的 {{0}} 是关联中没有的内容',
  'use one of {}, or attributes.<name>': '使用 {0} 之一，或 attributes.<名称>',
  '{{}:{}} is written as a time, and it is none': '{{0}:{1}} 按时间书写，但它不是时间',
  'take the pattern away': '去掉时间格式',
  'records of the system {} have no place in this protocol': '该协议不容纳系统 {0} 的记录',
  'name dispatch, case and incident in publishSystems': '在 publishSystems 中只填 dispatch、case 和 incident',
  '{} does not say which call it belongs to': '{0} 没有说明属于哪条警情',
  'map its reference of the kind dispatch': '在映射中给出 dispatch 类的引用',
  'the upper platform answered {}: {}': '上级平台返回 {0}：{1}',
  'check publishAuthkey and publishDomain': '检查 publishAuthkey 和 publishDomain',
  'the message names what the upper platform misses': '返回信息指出了上级平台缺少的内容',
  'the upper platform is not known': '没有填写上级平台',
  'set publishUrl, publishAuthkey and publishDomain, or switch telling links off':
    '填写 publishUrl、publishAuthkey 和 publishDomain，或关闭关联写回',
  'upload {} was not answered with JSON': '上传 {0} 的应答不是 JSON',
  'ask those who run the receiver why it does not take this link': '请接收方说明为何不接收该关联',
  'there is no address to send links to': '没有填写关联的接收地址',
  'set publishUrl, or switch telling links off': '填写 publishUrl，或关闭关联写回',
};

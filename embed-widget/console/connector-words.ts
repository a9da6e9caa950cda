/*
 * What connectors say of themselves and their settings is declared in English; here it stands in Chinese, by the
 * English sentence. A sentence that is not here is shown as it was declared.
 */
const chinese: Readonly<Record<string, string>> = {
  'How long one answer of the other side may take before the call counts as failed.':
    '对方一次应答最长等多久，超过即算失败。',
  'The other side is never asked more often than this.': '对对方的请求不会比这更频繁。',
  'Only for endpoints inside a trusted network whose certificate cannot be verified.':
    '仅用于可信内网中证书无法校验的地址。',
  'A larger request is refused before it is read to the end.': '更大的请求不读完即拒收。',
  'Pages read and links told per minute, by all processes together; 0 sets no bound.':
    '所有进程合计每分钟读取的页数和回写的关联数；0 为不限。',
  'Rows read per minute on the average, by all processes together; 0 sets no bound.':
    '所有进程合计平均每分钟读取的行数；0 为不限。',
  'Rows read per minute while the source is read again beside its live position; 0 sets no bound.':
    '补采历史数据时每分钟读取的行数；0 为不限。',
  'When the other side may be asked, e.g. 22:00-06:00, 12:00-13:30; at any time when empty.':
    '允许访问对方的时段，例如 22:00-06:00, 12:00-13:30；留空为全天。',
  'The clock the hours are meant by: a name such as Asia/Shanghai, or an offset such as +08:00.':
    '上述时段按哪个时区，例如 Asia/Shanghai 或 +08:00。',
  'After so many failures in a row the other side is left alone for a while.':
    '连续失败这么多次后，暂停访问对方一段时间。',
  'The same when so many of a hundred of the last twenty attempts failed; 0 looks at the row only.':
    '最近二十次中失败比例达到此值时同样暂停；0 为只看连续失败。',
  'How long it is left alone before one attempt is made; doubles while that fails, up to fifteen minutes.':
    '暂停多久后再试一次；仍失败则加倍，最长十五分钟。',
  'Write links between records and recordings back into this system. Nothing is written while it is off.':
    '把记录与音视频的关联写回该系统；关闭时不写任何内容。',
  'Links of records of these systems (dispatch, case, incident, intelligence, traffic); empty: only of records this source brought.':
    '只回写这些系统的记录（dispatch、case、incident、intelligence、traffic）；留空为只回写本数据源的记录。',
  'Links of records of these kinds only, e.g. call, case, traffic-camera; empty: of all.':
    '只回写这些种类的记录，例如 call、case；留空为全部。',
  'Links of records of these organisations and all below them, twelve digits each; empty: of all.':
    '只回写这些单位及其下级的记录，十二位代码；留空为全部。',
  'linked: decided by the rules; confirmed: by a person. Links in review or rejected are never told.':
    'linked：规则认定；confirmed：人工确认。待确认和已否定的从不回写。',
  'Also what a record shows through another, e.g. a case through its dispatch call.':
    '包括经由其他记录继承的关联，例如案件经由警情。',
  'Links of records that began so many days ago or later; what was told before stays told.':
    '只回写最近这么多天内的记录；已回写的保持不变。',
  'Absolute path on the machine of the hub, or a mounted share, into which the other side puts its files.':
    '对方放文件的文件夹：平台所在机器上的绝对路径，或挂载的共享。',
  'Where a file goes when all of it is stored. Empty: it stays, and is read again only when it changes.':
    '全部入库后文件移到这里；留空则不动，只有变化才再读。',
  'Where a file goes that cannot be read, with a text beside it that says why. Empty: it stays.':
    '读不了的文件移到这里，旁边附一份原因说明；留空则不动。',
  'Patterns with *; other files are left alone.': '可用 *；其他文件不碰。',
  'Pattern of the folders that are looked into: empty for the folder itself, * for one level of any name, ** for all.':
    '要看的子文件夹：留空为本文件夹，* 为一级，** 为全部。',
  'auto: by the extension.': 'auto：按扩展名判断。',
  'auto: by their own marks, else UTF-8, else GB18030 (which contains GBK).':
    'auto：先按文件自身标记，再试 UTF-8，最后按 GB18030（含 GBK）。',
  'CSV and Excel. Without it the columns are called column1, column2 …':
    '用于 CSV 和 Excel；没有列名时各列称为 column1、column2 …',
  'CSV and Excel: titles that stand above the row of names.': '用于 CSV 和 Excel：列名行以上的标题行数。',
  'Of CSV. Empty: whichever of comma, tab, semicolon and bar parts the first line most often.':
    '用于 CSV；留空则按首行自动判断。',
  'Name of the one sheet of a workbook that is read. Empty: all.': '只读工作簿中这一张表；留空为全部。',
  'A file is finished when a file of its name with this added is there, e.g. .ok. Empty: when it is at rest.':
    '出现同名加此扩展名的文件（例如 .ok）时视为写完；留空则看文件是否静置。',
  'A file is finished when it has not changed for so long.': '文件这么久没有变化即视为写完。',
  'CSV, Excel and JSON Lines: how many rows are stored together.': '用于 CSV、Excel 和 JSON Lines：一次入库多少行。',
  'JSON, XML and Excel, which are read at once. CSV and JSON Lines may have any size.':
    '用于一次读完的 JSON、XML 和 Excel；CSV 和 JSON Lines 不限大小。',
  'Absolute path on the machine of the hub, or a mounted share. It is only read.':
    '平台所在机器上的绝对路径，或挂载的共享；只读不写。',
  'signature: Standard Webhooks (HMAC-SHA-256); bearer: the secret as "Authorization: Bearer …"; certificate: a client certificate that a trusted proxy has checked.':
    'signature：Standard Webhooks 签名（HMAC-SHA-256）；bearer：密钥放在 “Authorization: Bearer …” 中；certificate：由可信代理校验过的客户端证书。',
  'Shared with the sender. For signatures whsec_ and base64, or any text of 16 characters or more. For certificates it is shared with the proxy, which sends it as X-Proxy-Secret: without it anybody could write the header.':
    '与发送方共用。签名方式用 whsec_ 加 base64，或 16 个字符以上的任意文本；证书方式则与代理共用，由代理放在 X-Proxy-Secret 中，否则谁都能伪造该请求头。',
  'Accepted as well while a secret is changed, separated by commas: the old one, or the coming one.':
    '更换密钥期间同时接受的旧密钥或新密钥，用逗号分隔。',
  'How far the time of a signature may be from ours.': '签名时间与本机时间最多相差多少。',
  'When forms are sent: the field that holds the message. Absent: all fields together are the message.':
    '对方用表单发送时，报文所在的字段；不填则整个表单即报文。',
  'What is called for rows; may hold {from}, {to}, {page}, {size}, {offset}.':
    '取数据的地址；可含 {from}、{to}、{page}、{size}、{offset}。',
  'POST with the body below, or GET with everything in the address.': 'POST 带下面的请求体；GET 则全部写在地址里。',
  'How the body is labelled, and how placeholders are escaped in it.': '请求体的类型，也决定占位符如何转义。',
  'With {from}, {to}, {page}, {size}, {offset}. Without {from} everything is read each time.':
    '可含 {from}、{to}、{page}、{size}、{offset}；没有 {from} 时每次读取全部。',
  'Sent with each call; not for secrets.': '每次调用都带上；不要放密钥。',
  'Where a token is fetched before the first call. Absent: none is needed.':
    '首次调用前取令牌的地址；不需要令牌则留空。',
  'How the token is asked for.': '取令牌的请求方法。',
  'How the body of the token request is labelled and escaped.': '令牌请求体的类型与转义方式。',
  'With {user} and {password}; for GET it is put behind "?" of the address.':
    '可含 {user} 和 {password}；GET 时接在地址的 “?” 之后。',
  'For {user} in the token body.': '用于令牌请求体中的 {user}。',
  'For {password} in the token body.': '用于令牌请求体中的 {password}。',
  "Where it stands in the token endpoint's JSON.": '令牌在返回 JSON 中的位置。',
  'The header that carries the token; a prefix such as "Bearer " goes into the next field.':
    '携带令牌的请求头；“Bearer ” 之类的前缀填在下一项。',
  'Written before the token, e.g. "Bearer ".': '写在令牌前面，例如 “Bearer ”。',
  'Text in the first 500 characters of a reply that says so with HTTP 200. 401 always does.':
    '应答前 500 字中出现此文字即表示令牌失效；401 总是如此。',
  'For systems with a fixed key instead of a token: the header that carries it.':
    '对方用固定密钥而不是令牌时，携带密钥的请求头。',
  'The key for the key header.': '上述请求头中的密钥。',
  'For {size}. Pages are turned to the total the reply states, or to an empty page.':
    '用于 {size}；翻页直到应答所述总数，或遇到空页。',
  'Whether pages count from 0 or 1.': '页码从 0 还是 1 开始。',
  'Written on each message, where one mapping serves several addresses.':
    '写在每条报文上，供一个映射服务多个地址时区分。',
  'How {from} and {to} are written: yyyy MM dd HH mm ss SSS with anything between, or epochS, or epochMs.':
    '{from} 和 {to} 的写法：yyyy MM dd HH mm ss SSS 任意组合，或 epochS、epochMs。',
  'Offset from UTC of the times of the other side that name no zone, e.g. +08:00.':
    '对方不带时区的时间按此时区理解，例如 +08:00。',
  'How many days back the first poll begins.': '首次采集从多少天前开始。',
  'The longest stretch of time asked for at once; halved by itself where it holds too many rows.':
    '一次最多查询多长时间；数据太多时自动减半。',
  'How far back each poll looks again, for rows that became visible late. What was seen is not stored twice.':
    '每次采集回看多久，以补迟到的数据；看过的不会重复入库。',
  "How far the other side's clock may run ahead of the hub's: windows reach that far into the future.":
    '对方时钟最多比平台快多少；查询时间窗相应延后。',
  "Path in a row to the time of its last change. When set, the position follows the other side's clock.":
    '行内最后更新时间的路径；填写后采集位置按对方时钟推进。',
  'The node of the request service (请求服务), without ?wsdl.': '请求服务的节点地址，不带 ?wsdl。',
  'Name to value, in order; {from}, {to}, {page}, {size} are filled in.':
    '按顺序的名称与取值；{from}、{to}、{page}、{size} 会被填入。',
  'mysql://user@host:3306/database (MySQL, MariaDB), postgresql://user@host:5432/database (PostgreSQL, Kingbase) or oracle://user@host:1521/service (12.1 or newer); without password. ?ssl=true for TLS with the first two.':
    'mysql://用户@主机:3306/库名（MySQL、MariaDB），postgresql://用户@主机:5432/库名（PostgreSQL、人大金仓），或 oracle://用户@主机:1521/服务名（12.1 及以上）；不含密码。前两者加 ?ssl=true 启用 TLS。',
  'Of a user that needs nothing but SELECT on the tables below.': '该用户只需对下列表有 SELECT 权限。',
  'One row is one record, e.g. icc_t_jjdb. A view will do if it has the columns below.':
    '一行即一条记录，例如 icc_t_jjdb；有下列各列的视图也可以。',
  'Unique in the root table.': '在主表中唯一。',
  'Time of last change, or a number that grows with each change. Should be indexed.':
    '最后更新时间，或随每次变化增长的数字；应有索引。',
  'Tables whose rows hang on a root row. A changed child brings the whole family again.':
    '挂在主表行下的子表；子行变化会重新带出整条记录。',
  'time: DATETIME, TIMESTAMP or text that sorts as time (yyyyMMddHHmmss); number: grows with each change.':
    'time：DATETIME、TIMESTAMP 或可按时间排序的文本；number：随每次变化增长的数字。',
  'Longer than the longest writing transaction of the other side: so far back is read again. At least 2.':
    '应长于对方最长的写事务；每次回读这么久，至少 2。',
  'How many changed rows are read at once.': '一次读取多少变化的行。',
  'In which the server hands out text; it converts from what the tables are in. utf8mb4 unless it is very old.':
    '数据库返回文本所用的字符集；除非很旧，一般为 utf8mb4。',
  'Offset from UTC of the times in the tables.': '表中时间的时区。',
  'The Axis service, without ?wsdl.': 'Axis 服务地址，不带 ?wsdl。',
  'old: TmriOutAccess; new: TmriOutNewAccess; rm: RmOutAccess of the command platform.':
    'old：TmriOutAccess；new：TmriOutNewAccess；rm：集成指挥平台 RmOutAccess。',
  'Which data is read, e.g. 04C01 on-the-spot fines, 04C03 camera violations.':
    '读取哪类数据，例如 04C01 现场执法、04C03 非现场执法。',
  "Issued on registration (备案), bound to the hub's address and a list of interfaces.":
    '备案时发放，绑定平台地址和接口清单。',
  'Fields of QueryCondition in order; {from} and {to} become the ends of the time window asked for.':
    '按顺序的 QueryCondition 字段；{from}、{to} 为查询时间窗的两端。',
  'Twelve digits.': '十二位。',
  'As registered.': '与备案一致。',
  'Police id or identity number, as registered.': '警号或身份证号，与备案一致。',
  "The hub's address as registered.": '备案的平台地址。',
  'What devices prove to know by HTTP Digest when they register.': '设备注册时以 HTTP Digest 证明的密码。',
  'What the stations send as authkey with every call.': '采集站每次调用携带的 authkey。',
  'What the lower platform sends as authkey with every call.': '下级平台每次调用携带的 authkey。',
  'What the sender shows as "Authorization: Bearer …". At least 16 characters.':
    '发送方放在 “Authorization: Bearer …” 中，至少 16 个字符。',
  'Name or path.': '名称或路径。',
};

/** What the cards say, by the name of the connector. */
const abouts: Readonly<Record<string, string>> = {
  cascade:
    '接收下级执法记录仪平台的级联上报：警情、出警、案件、违停和强制措施，以及对应的文件编号；子项先到也会保存，等父项到了再相连。',
  'docking-station': '接收采集工作站（v3 接口）的心跳、单位、人员和文件目录，代替原来的上级平台。',
  eido: '接收 NENA-STA-021 EIDO 文档，一份或一批；引用和位置由映射解析。',
  'file-drop': '读取对方导出到文件夹的 CSV、Excel、JSON、JSON Lines 或 XML，UTF-8 或 GBK；写完才读，全部入库才移走。',
  'folder-watch': '监视询问室、信息采集室、DV、录音笔等放文件的文件夹，可带同名说明文件；只读不移动。',
  'http-push': '接收对方用 POST 推送的 JSON、JSON Lines、XML 或表单；可验签名、令牌或客户端证书；入库后才回答成功。',
  'rest-poll': '按令牌和分页调用 REST 接口取变化的数据，例如警综资源库；怎样算成功、数据在哪里由映射说明。',
  'soap-query': '按请求服务（RBSP）查询数据，用 SOAP 或表单；应答为矩阵：状态、列名、取值。',
  'soap-report': '作为 SOAP 服务接收上报：reportservice(xml)，GB2312 或 UTF-8，WSDL 在 ?wsdl；入库后回答 000。',
  'sql-table': '跟踪对方开放的数据库表或视图，例如三台合一 ICC 表；只读事务，不加锁；主表行连同子表行一起取出。',
  'tmri-soap': '按六合一平台和集成指挥平台的 queryObjectOut 读取数据；时间窗内数据太多时自动减半。',
  viid: '作为视图库（GA/T 1400）接收设备和平台上传：Digest 注册、保活、校时、视频片段、图像、文件、案件和通知；也可向其他视图库订阅。',
};

/** The help of a setting in Chinese, or as it was declared. */
export const helpWords = (english: string): string => chinese[english] ?? english;
export const aboutWords = (connector: string, english: string): string => abouts[connector] ?? english;

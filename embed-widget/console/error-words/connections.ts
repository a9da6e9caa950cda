/**
 * What goes wrong between the hub and a system, by the English words of the hub; `{}` stands for what is put in, `{0}`,
 * `{1}` for the same in Chinese. A test holds that whatever the hub and the shared parts of connectors say is in this
 * folder, and nothing that nobody says; a connector that nobody translated yet speaks English.
 */
export const connectionWords: Readonly<Record<string, string>> = {
  '{}: the answer is larger than {} bytes': '{0}：应答超过 {1} 字节',
  '{}: no answer within {} s': '{0}：{1} 秒内没有应答',
  '{}: the certificate is not trusted ({})': '{0}：证书不受信任（{1}）',
  '{}: ECONNREFUSED': '{0}：对方拒绝连接，该端口没有服务',
  '{}: ENOTFOUND': '{0}：找不到这个主机名',
  '{}: EAI_AGAIN': '{0}：暂时无法解析主机名',
  '{}: ECONNRESET': '{0}：连接被对方中断',
  '{}: EHOSTUNREACH': '{0}：无法到达该主机',
  '{}: ENETUNREACH': '{0}：网络不通',
  '{}: ETIMEDOUT': '{0}：连接超时',
  '{}: HTTP {}': '{0}：对方返回 HTTP {1}',
  'no answer within 30 seconds': '30 秒内没有应答',
  'ask for fewer rows at once (smaller window or page)': '缩短时间窗口或减少每页行数',
  'check address and load of the other side, or raise the timeout': '检查对方的地址和负载，或调大超时',
  'check user, password or key of the source': '检查数据源的用户、密码或密钥',
  'check the address and the request of the source': '检查数据源的地址和请求内容',
  'install the issuer by NODE_EXTRA_CA_CERTS, or accept self-signed certificates in the settings':
    '在设置中接受自签名证书，或请管理员安装签发机构的证书（NODE_EXTRA_CA_CERTS）',
  'check address, port and firewall; the hub tries again by itself': '检查地址、端口和防火墙；平台会自动重试',
  'there are more rows for {} than one reply holds': '{0} 的数据超出一次应答的容量',
  'page {} holds the rows of an earlier one': '第 {0} 页与前面的页内容相同',
  'put {page} and {size} into the request': '在请求中加入 {page} 和 {size}',
  'check how the page is named in the request: the other side does not turn pages':
    '检查请求中页码的名称：对方没有翻页',
  'the token endpoint gave no token at {}': '令牌接口的应答中没有令牌，路径：{0}',
  'check user, password, the token body and the path of the token': '检查用户、密码、令牌请求体模板和令牌路径',
  'a fresh token is refused': '刚取得的令牌被拒绝',
  'check that the user may read this address, and the token header': '检查该用户是否有权读取此地址，以及令牌请求头',
  'the token endpoint did not answer with JSON': '令牌接口的应答不是 JSON',
  'check the token address': '检查令牌接口地址',
  '{} cannot be read: ENOENT': '{0} 不存在',
  '{} cannot be read: ENOTDIR': '{0} 不是文件夹',
  '{} cannot be read: EACCES': '{0} 无权读取',
  '{} cannot be read: {}': '{0} 无法读取：{1}',
  '{} cannot be read now: {}': '{0} 暂时无法读取：{1}',
  'check the path, and that the user the hub runs as may read it': '检查路径，并确认平台的运行账户可以读取',
  'check the share; the hub tries again by itself': '检查共享目录；平台会自动重试',
};

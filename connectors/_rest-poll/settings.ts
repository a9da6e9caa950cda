import { z } from 'zod';
import {
  choice,
  integer,
  optionalSecret,
  optionalText,
  optionalUrl,
  structure,
  text,
  type Values,
} from '../../hub/core/setting.ts';
import { callSettings, tlsSettings } from '../_kit/settings.ts';
import { windowSettings } from '../_kit/time-window.ts';

export const settings = {
  url: text({
    group: 'where',
    label: { zh: '数据接口地址', en: 'Address' },
    help: {
      zh: '取数据的地址；可含 {from}、{to}、{page}、{size}、{offset}。',
      en: 'What is called for rows; may hold {from}, {to}, {page}, {size}, {offset}.',
    },
    example: 'http://10.0.0.1:8080/restcloud/fh_gateway/v1/case/list',
    pattern: /^https?:\/\/[^\s/]+/,
  }),
  method: choice(['POST', 'GET'], {
    group: 'where',
    label: { zh: '请求方法', en: 'Method' },
    help: {
      zh: 'POST 带下面的请求体；GET 则全部写在地址里。',
      en: 'POST with the body below, or GET with everything in the address.',
    },
    fallback: 'POST',
  }),
  bodyKind: choice(['json', 'form'], {
    group: 'where',
    label: { zh: '请求体类型', en: 'Kind of body' },
    help: {
      zh: '请求体的类型，也决定占位符如何转义。',
      en: 'How the body is labelled, and how placeholders are escaped in it.',
    },
    fallback: 'json',
    advanced: true,
  }),
  body: text({
    group: 'where',
    label: { zh: '请求体模板', en: 'Body' },
    help: {
      zh: '可含 {from}、{to}、{page}、{size}、{offset}；没有 {from} 时每次读取全部。',
      en: 'With {from}, {to}, {page}, {size}, {offset}. Without {from} everything is read each time.',
    },
    example: '{"gxsjStart":"{from}","gxsjEnd":"{to}","pageNum":{page},"pageSize":{size}}',
    fallback: '',
  }),
  headers: structure(z.record(z.string(), z.string()).default({}), {
    group: 'where',
    label: { zh: '附加请求头', en: 'Headers' },
    help: { zh: '每次调用都带上；不要放密钥。', en: 'Sent with each call; not for secrets.' },
    example: '{"x-app-id":"footage-hub"}',
    advanced: true,
  }),
  tokenUrl: optionalUrl({
    group: 'signIn',
    label: { zh: '令牌接口地址', en: 'Token address' },
    help: {
      zh: '首次调用前取令牌的地址；不需要令牌则留空。',
      en: 'Where a token is fetched before the first call. Absent: none is needed.',
    },
    example: 'http://10.0.0.1:8080/restcloud/fh_gateway/v1/apitoken',
  }),
  tokenMethod: choice(['POST', 'GET'], {
    group: 'signIn',
    label: { zh: '令牌请求方法', en: 'Token method' },
    help: { zh: '取令牌的请求方法。', en: 'How the token is asked for.' },
    fallback: 'POST',
    advanced: true,
  }),
  tokenBodyKind: choice(['json', 'form'], {
    group: 'signIn',
    label: { zh: '令牌请求体类型', en: 'Kind of token body' },
    help: { zh: '令牌请求体的类型与转义方式。', en: 'How the body of the token request is labelled and escaped.' },
    fallback: 'json',
    advanced: true,
  }),
  tokenBody: text({
    group: 'signIn',
    label: { zh: '令牌请求体模板', en: 'Token body' },
    help: {
      zh: '可含 {user} 和 {password}；GET 时接在地址的 “?” 之后。',
      en: 'With {user} and {password}; for GET it is put behind "?" of the address.',
    },
    fallback: '{"username":"{user}","password":"{password}"}',
  }),
  user: text({
    group: 'signIn',
    label: { zh: '用户', en: 'User' },
    help: { zh: '用于令牌请求体中的 {user}。', en: 'For {user} in the token body.' },
    fallback: '',
  }),
  password: optionalSecret({
    group: 'signIn',
    label: { zh: '密码', en: 'Password' },
    help: { zh: '用于令牌请求体中的 {password}。', en: 'For {password} in the token body.' },
    example: 'example-password',
  }),
  tokenPath: text({
    group: 'signIn',
    label: { zh: '令牌路径', en: 'Path of the token' },
    help: { zh: '令牌在返回 JSON 中的位置。', en: "Where it stands in the token endpoint's JSON." },
    fallback: 'data.identitytoken',
  }),
  tokenHeader: text({
    group: 'signIn',
    label: { zh: '令牌请求头', en: 'Token header' },
    help: {
      zh: '携带令牌的请求头；“Bearer ” 之类的前缀填在下一项。',
      en: 'The header that carries the token; a prefix such as "Bearer " goes into the next field.',
    },
    fallback: 'identitytoken',
  }),
  tokenPrefix: text({
    group: 'signIn',
    label: { zh: '令牌前缀', en: 'Token prefix' },
    help: { zh: '写在令牌前面，例如 “Bearer ”。', en: 'Written before the token, e.g. "Bearer ".' },
    fallback: '',
    advanced: true,
  }),
  expiredIf: optionalText({
    group: 'signIn',
    label: { zh: '令牌失效标志', en: 'Sign of an expired token' },
    help: {
      zh: '应答前 500 字中出现此文字即表示令牌失效；401 总是如此。',
      en: 'Text in the first 500 characters of a reply that says so with HTTP 200. 401 always does.',
    },
    example: '"code":"10401"',
    advanced: true,
  }),
  apiKeyHeader: optionalText({
    group: 'signIn',
    label: { zh: '密钥请求头', en: 'Key header' },
    help: {
      zh: '对方用固定密钥而不是令牌时，携带密钥的请求头。',
      en: 'For systems with a fixed key instead of a token: the header that carries it.',
    },
    example: 'x-api-key',
  }),
  apiKey: optionalSecret({
    group: 'signIn',
    label: { zh: '固定密钥', en: 'Key' },
    help: { zh: '上述请求头中的密钥。', en: 'The key for the key header.' },
    example: 'example-key',
  }),
  pageSize: integer({
    group: 'content',
    label: { zh: '每页行数', en: 'Rows per page' },
    help: {
      zh: '用于 {size}；翻页直到应答所述总数，或遇到空页。',
      en: 'For {size}. Pages are turned to the total the reply states, or to an empty page.',
    },
    fallback: 100,
    min: 1,
    max: 10_000,
  }),
  firstPage: integer({
    group: 'content',
    label: { zh: '首页编号', en: 'First page' },
    help: { zh: '页码从 0 还是 1 开始。', en: 'Whether pages count from 0 or 1.' },
    fallback: 1,
    max: 1,
    advanced: true,
  }),
  subject: optionalText({
    group: 'content',
    label: { zh: '消息主题', en: 'Subject' },
    help: {
      zh: '写在每条报文上，供一个映射服务多个地址时区分。',
      en: 'Written on each message, where one mapping serves several addresses.',
    },
    example: 'case',
    advanced: true,
  }),
  ...windowSettings,
  ...callSettings,
  ...tlsSettings,
} as const;

export type Settings = Values<typeof settings>;

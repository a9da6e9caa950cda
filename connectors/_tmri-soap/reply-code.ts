import {
  ConfigurationError,
  DuplicateError,
  type HubError,
  type HubErrorOptions,
  RecordError,
  RetriableError,
} from '../../hub/core/errors.ts';

/** What a reply says of itself in its head. */
export interface ReplyHead {
  code: string;
  message: string;
}

/** URL-decoding that bears a text cut off anywhere and a stray "%". */
const urlDecoded = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('+', ' ')
      .replace(/%([0-9a-f]{2})|[^\x20-\x7e]+/gi, (match, hex: string | undefined) =>
        hex === undefined ? Buffer.from(match).toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  ).toString('utf8');

/** The head is all the connector reads of a reply; rows, and what success is, belong to the mapping. */
const headLength = 4000;

export const readHead = (reply: string): ReplyHead | undefined => {
  const start = reply.slice(0, headLength);
  const text = /^\s*%3C/i.test(start) ? urlDecoded(start) : start;
  const code = /<code>\s*([^<]*?)\s*<\/code>/i.exec(text)?.[1];
  if (code === undefined) return undefined;
  const message = /<message>\s*([^<]*?)\s*<\/message>/i.exec(text)?.[1] ?? '';
  return { code, message: message.includes('%') ? urlDecoded(message) : message };
};

type Class = new (message: string, options: HubErrorOptions) => HubError;

/** Ranges of error codes (from, to), what they mean, and what can be done. */
const table: readonly (readonly [from: number, to: number, error: Class, meaning: string, remedy: string])[] = [
  [-1, -1, RetriableError, '通讯超时', 'the hub tries again by itself'],
  [-10, -10, ConfigurationError, '服务未备案', 'have the service registered (备案)'],
  [-20, -20, RetriableError, 'java 异常', 'tell the other side if it stays'],
  [-24, -24, RetriableError, '未初始连接', 'the hub tries again by itself'],
  [-100, -100, RecordError, 'XML 格式错', 'check conditions and value encoding'],
  [-103, -101, ConfigurationError, '无卡口、无车道或卡口无权', 'have the site registered'],
  [-104, -104, DuplicateError, '重复上传', 'nothing: it is there already'],
  [-402, -401, ConfigurationError, 'jkxlh 或 jkid 为空', 'fill in jkxlh and jkid'],
  [-407, -403, ConfigurationError, '接口序列号无效', 'check jkxlh'],
  [-408, -408, ConfigurationError, '无权调用该接口', 'have the key extended to this jkid'],
  [-410, -409, ConfigurationError, '接口已停用', 'ask the operator of the platform'],
  [-411, -411, ConfigurationError, 'IP 不在授权范围', "have the hub's address added to the key"],
  [-413, -412, ConfigurationError, '接口未启用或已过期', 'have the key renewed'],
  [-414, -414, ConfigurationError, '接口不存在', 'check jkid'],
  [-416, -415, ConfigurationError, '接口已过期或部局未启用', 'have the key renewed'],
  [-619, -601, RecordError, '字段校验失败', 'check the field named in the message'],
  [-734, -701, RetriableError, '图片获取失败', 'the hub tries again by itself'],
];

/**
 * The typed error of a reply's code, undefined for success and for codes the platform gives a site's own meaning (0, 2):
 * whether those are failures or "no rows" is for the mapping to say.
 */
export const refusal = (scope: string, { code, message }: ReplyHead): HubError | undefined => {
  const number = /^-\d+$/.test(code) ? Number(code) : 0;
  const entry = table.find(([from, to]) => number >= from && number <= to);
  if (!entry) return undefined;
  const [, , ErrorClass, meaning, remedy] = entry;
  return new ErrorClass(`[hub] [${scope}] the platform answered ${code}: ${message || meaning}`, {
    remedy,
    detail: { code, meaning },
  });
};

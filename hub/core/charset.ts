import { isAscii, isUtf8 } from 'node:buffer';
import { RecordError } from './errors.ts';

/** What bytes of Chinese business systems come in. GB2312 and GBK are read as GB18030, which contains both. */
export const charsets = ['utf-8', 'gbk', 'gb2312', 'gb18030', 'utf-16le', 'utf-16be'] as const;
export type Charset = (typeof charsets)[number];

const decoders = new Map<Charset, TextDecoder>();

const decoderOf = (charset: Charset): TextDecoder => {
  let decoder = decoders.get(charset);
  if (!decoder) {
    decoder = new TextDecoder(charset.startsWith('gb') ? 'gb18030' : charset, { fatal: true });
    decoders.set(charset, decoder);
  }
  return decoder;
};

const wrong = (charset: Charset, instead: string, cause?: unknown): RecordError =>
  new RecordError(`[hub] [charset] the bytes are not ${charset}${instead ? `; they look like ${instead}` : ''}`, {
    remedy: instead
      ? `set the charset of the mapping's decode chain to ${instead}`
      : 'ask the other side for the charset and set it in the decode chain of the mapping',
    misfit: { field: '', rule: 'charset', value: charset },
    ...(cause === undefined ? {} : { cause }),
  });

const firstBytes = 4096;
const chinese = /[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]/g;

/** Chinese written in UTF-8 is next to impossible as GBK text, and the other way round: a few characters tell. */
const looksChinese = (text: string): boolean => {
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  return foreign >= 4 && (text.match(chinese)?.length ?? 0) >= foreign * 0.8;
};

const readsAs = (bytes: Uint8Array, charset: Charset): string | undefined => {
  try {
    return decoderOf(charset).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Bytes that are known to be UTF-8: much quicker than a decoder that looks for faults. */
const utf8Text = (bytes: Uint8Array): string => {
  const from = byMark(bytes) === 'utf-8' ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.byteLength - from).toString('utf8');
};

/**
 * Decode bytes strictly; a byte-order mark is left out.
 *
 * @throws RecordError naming the charset that would fit, when the bytes are not in `charset` or are Chinese in another
 */
export const decodeText = (bytes: Uint8Array, charset: Charset): string => {
  if (charset === 'utf-8' && isUtf8(bytes)) return utf8Text(bytes);
  const isGb = charset.startsWith('gb');
  if (
    isGb &&
    !isAscii(bytes) &&
    isUtf8(bytes) &&
    looksChinese(new TextDecoder().decode(bytes.subarray(0, firstBytes)))
  ) {
    throw wrong(charset, 'utf-8');
  }
  try {
    return decoderOf(charset).decode(bytes);
  } catch (cause) {
    const other: Charset = isGb ? 'utf-8' : 'gb18030';
    const instead = readsAs(bytes, other);
    throw wrong(
      charset,
      instead !== undefined && (isGb || looksChinese(instead)) ? (isGb ? 'utf-8' : 'gbk') : '',
      cause,
    );
  }
};

const labels: Readonly<Record<string, Charset>> = Object.assign(Object.create(null), {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gbk: 'gbk',
  gb2312: 'gb2312',
  gb18030: 'gb18030',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
});

const openingBrace = 0x7b;
const openingBracket = 0x5b;

const byMark = (bytes: Uint8Array): Charset | undefined => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
};

/**
 * The charset a message claims: its byte-order mark, then `charset=` of the content type, then the XML declaration,
 * else UTF-8. A claim only: a mapping that knows better says so.
 */
export const claimedCharset = (bytes: Uint8Array, contentType: string): Charset => {
  const mark = byMark(bytes);
  if (mark) return mark;
  const typed = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (typed && labels[typed]) return labels[typed];
  if (bytes[0] === openingBrace || bytes[0] === openingBracket) return 'utf-8';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 200)).toString('latin1');
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1]?.toLowerCase();
  return (declared && labels[declared]) || 'utf-8';
};

import { type Charset, claimedCharset, decodeText } from '../../hub/core/charset.ts';
import { parseJson } from '../../hub/core/mapping/json.ts';
import { parseXml } from '../../hub/core/mapping/xml.ts';

/** `name=value` or `name: value` lines, as recorders write them; sections and comments are left out. */
const parseLines = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(/\r?\n/).flatMap((line) => {
      const [, name, value] = /^\s*([^=:;#[\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );

/** Whether the text reaches its own end: a sidecar is read while another process may be writing it. */
const isWhole = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return trimmed.endsWith('}');
  if (trimmed.startsWith('[')) return trimmed.endsWith(']');
  if (trimmed.startsWith('<')) return /(<\/[\w.:-]+\s*>|\/>)$/.test(trimmed);
  return trimmed !== '';
};

/**
 * Read a sidecar of JSON, XML or lines.
 *
 * @returns undefined while it is not whole yet
 * @throws RecordError when it is whole and cannot be read
 */
export const readSidecar = (bytes: Uint8Array, charset: Charset | 'auto'): unknown => {
  const text = decodeText(bytes, charset === 'auto' ? claimedCharset(bytes, '') : charset).replace(/^\uFEFF/, '');
  if (!isWhole(text)) return undefined;
  const start = text.trimStart()[0];
  if (start === '<') return parseXml(text.trim());
  return start === '{' || start === '[' ? parseJson(text) : parseLines(text);
};

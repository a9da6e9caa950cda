import { claimedCharset } from '../../hub/core/charset.ts';
import type { CheckStep, Opened, RawMessage } from '../../hub/core/connector.ts';

const mostShown = 200;
const deepest = 6;

/** The beginning of a reply on one line, for a person to recognise what it is. */
export const beginningOf = (body: Uint8Array, contentType: string): string => {
  const charset = claimedCharset(body, contentType);
  const text = new TextDecoder(charset.startsWith('gb') ? 'gb18030' : charset).decode(body.subarray(0, 4 * mostShown));
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > mostShown ? `${line.slice(0, mostShown)}…` : line;
};

/** The same without what may be a token: a long run of letters and digits keeps its first four. */
export const beginningWithoutTokens = (body: Uint8Array, contentType: string): string =>
  beginningOf(body, contentType).replace(/[A-Za-z0-9+/=_-][\w+/=.-]{14,}/g, (run) => `${run.slice(0, 4)}…`);

const holdsList = (value: unknown, depth = 0): boolean =>
  Array.isArray(value) ||
  (typeof value === 'object' &&
    value !== null &&
    depth < deepest &&
    Object.values(value).some((inner) => holdsList(inner, depth + 1)));

/**
 * What a check tells of the reply to a call for rows: how many there are, or else how it begins. Many systems refuse
 * with HTTP 200 and a text, which only a person can tell from an answer without rows: that there is no list anywhere,
 * not even an empty one, is said. XML shows an empty list as nothing, so there it says nothing.
 */
export const lookAtReply = (
  { body, contentType }: Pick<RawMessage, 'body' | 'contentType'>,
  { rows, document }: Opened,
): Pick<CheckStep, 'rows' | 'reply' | 'doubt'> => {
  const isList = holdsList(document);
  if (isList && rows.length > 0) return { rows: rows.length };
  const reply = beginningOf(body, contentType);
  return isList || reply.startsWith('<') ? { reply } : { reply, doubt: 'no-list' };
};

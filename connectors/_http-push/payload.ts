import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { BadRequestError } from '../../hub/core/errors.ts';

const json = 'application/json; charset=utf-8';

/** Fields of a form as an object; a field that stands twice becomes a list. */
const formObject = (text: string): Record<string, string | string[]> => {
  const fields = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const values = fields.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
};

const typeOf = (contentType: string): string => contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * The message of a pushed body. JSON and XML stay as they came; a form becomes JSON, because its encoding belongs to
 * the transport: one field named `documentField` is taken for the whole message when it is set.
 *
 * @throws BadRequestError for an empty body or a type that is none of the three
 */
export const messageOf = (body: Buffer, contentType: string, documentField: string | undefined): RawMessage => {
  if (body.length === 0) {
    throw new BadRequestError('[hub] [http-push] the request has no body', { remedy: 'send JSON, XML or a form' });
  }
  const type = typeOf(contentType);
  if (type === 'application/x-www-form-urlencoded') {
    const fields = formObject(decodeText(body, claimedCharset(body, contentType)));
    const document = documentField === undefined ? undefined : fields[documentField];
    if (typeof document !== 'string') return { body: Buffer.from(JSON.stringify(fields)), contentType: json };
    const isXml = document.trimStart().startsWith('<');
    return { body: Buffer.from(document), contentType: isXml ? 'text/xml; charset=utf-8' : json };
  }
  if (/^(application|text)\/(json|xml|[\w.-]+\+(json|xml))$/.test(type)) return { body, contentType };
  throw new BadRequestError(`[hub] [http-push] "${type || 'no type'}" is not taken here`, {
    remedy: 'send application/json, text/xml or application/x-www-form-urlencoded',
  });
};

import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import type { RawMessage } from '../../hub/core/connector.ts';
import { BadRequestError } from '../../hub/core/errors.ts';

const json = 'application/json; charset=utf-8';
const mostLines = 10_000;

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

const formMessage = (text: string, documentField: string | undefined): RawMessage => {
  const fields = formObject(text);
  const document = documentField === undefined ? undefined : fields[documentField];
  if (typeof document !== 'string') return { body: Buffer.from(JSON.stringify(fields)), contentType: json };
  const isXml = document.trimStart().startsWith('<');
  return { body: Buffer.from(document), contentType: isXml ? 'text/xml; charset=utf-8' : json };
};

/** One message a line, so that a line that cannot be read takes no other with it. */
const lineMessages = (text: string): RawMessage[] => {
  const lines = text.split('\n', mostLines + 1).filter((line) => line.trim() !== '');
  if (lines.length > mostLines) {
    throw new BadRequestError(`[hub] [http-push] there are more than ${mostLines} lines in one request`, {
      remedy: 'send fewer lines at once',
    });
  }
  if (lines.length === 0) {
    throw new BadRequestError('[hub] [http-push] there is no line in the request', {
      remedy: 'send a JSON text a line',
    });
  }
  return lines.map((line) => ({ body: Buffer.from(line), contentType: json }));
};

/**
 * The messages of a pushed body. JSON and XML stay as they came; a form becomes JSON, because its encoding belongs to
 * the transport: one field named `documentField` is taken for the whole message when it is set. JSON Lines are as many
 * messages as there are lines.
 *
 * @throws BadRequestError for an empty body or a type that is none of these
 */
export const messagesOf = (body: Buffer, contentType: string, documentField: string | undefined): RawMessage[] => {
  if (body.length === 0) {
    throw new BadRequestError('[hub] [http-push] the request has no body', {
      remedy: 'send JSON, JSON Lines, XML or a form',
    });
  }
  const type = typeOf(contentType);
  const text = (): string => decodeText(body, claimedCharset(body, contentType));
  if (type === 'application/x-www-form-urlencoded') return [formMessage(text(), documentField)];
  if (/^(application|text)\/(x-ndjson|ndjson|jsonl|x-jsonlines|json-lines)$/.test(type)) return lineMessages(text());
  if (/^(application|text)\/(json|xml|[\w.-]+\+(json|xml))$/.test(type)) return [{ body, contentType }];
  throw new BadRequestError(`[hub] [http-push] "${type || 'no type'}" is not taken here`, {
    remedy: 'send application/json, application/x-ndjson, text/xml or application/x-www-form-urlencoded',
  });
};

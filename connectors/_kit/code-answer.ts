import { refusalOf } from './receipt.ts';

/** `{code, message, body}` of the platforms around body cameras; code 0 is yes, another is the HTTP status as well. */
export const codeAnswer = (
  code: number,
  message: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Response =>
  Response.json(
    { code, message, ...(body === undefined ? {} : { body }) },
    { status: code === 0 ? 200 : code, headers },
  );

/** An error in these words, without a body. */
export const codeRefusal = (error: unknown): Response => {
  const { status, message, headers } = refusalOf(error);
  return codeAnswer(status, message, undefined, headers);
};

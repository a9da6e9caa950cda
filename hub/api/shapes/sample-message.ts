import { z } from '@hono/zod-openapi';
import { claimedCharset } from '../../core/charset.ts';
import type { RawMessage } from '../../core/connector.ts';
import { BadRequestError, TooLargeError } from '../../core/errors.ts';
import { given } from '../_kit/given.ts';

const mostBytes = 2_000_000;

/** A raw message on its way to and from a person who tries a mapping. */
export const sampleMessageSchema = z
  .object({
    text: z.string().max(mostBytes).optional().openapi({ description: 'The message as text, in UTF-8' }),
    base64: z
      .string()
      .max(mostBytes * 1.4)
      .optional()
      .openapi({ description: 'The bytes as they came; they count' }),
    contentType: z.string().max(150).default(''),
    subject: z.string().max(100).optional(),
  })
  .openapi('SampleMessage');

/** @throws BadRequestError when neither text nor bytes are given */
export const messageFrom = ({
  text,
  base64,
  contentType,
  subject,
}: z.output<typeof sampleMessageSchema>): RawMessage => {
  if (text === undefined && base64 === undefined) {
    throw new BadRequestError('[hub] [api] the message is empty', { remedy: 'give text or base64' });
  }
  const body = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
  return { body, contentType, ...given({ subject }) };
};

/** Text for a person to read: a charset that is wrong shows as such, and never as an error. */
export const readableText = ({ body, contentType }: RawMessage): string => {
  const charset = claimedCharset(body, contentType);
  return new TextDecoder(charset.startsWith('gb') ? 'gb18030' : charset).decode(body);
};

/** A message as it is shown. @throws TooLargeError when it is too large to be looked at */
export const sampleMessage = (message: RawMessage): z.output<typeof sampleMessageSchema> => {
  const { body, contentType, subject } = message;
  if (body.byteLength > mostBytes) {
    throw new TooLargeError(`[hub] [sample] the message has ${body.byteLength} bytes`, {
      remedy: `ask for smaller pages; a sample has at most ${mostBytes} bytes`,
    });
  }
  return {
    text: readableText(message),
    base64: Buffer.from(body).toString('base64'),
    contentType,
    ...given({ subject }),
  };
};

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { BadRequestError } from '../../core/errors.ts';

const bodySchema = z.union([
  z.strictObject({ text: z.string(), charset: z.enum(['utf-8', 'gb18030']) }),
  /** Bytes that are no text are not kept: pictures and recordings show people. */
  z.strictObject({ leftOut: z.number().int().nonnegative() }),
]);

const headersSchema = z.record(z.string(), z.string());

const exchangeSchema = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    /** Path and query. */
    target: z.string().startsWith('/'),
    headers: headersSchema,
    body: bodySchema,
  }),
  response: z.strictObject({ status: z.number().int(), headers: headersSchema, body: bodySchema }),
});

const fixtureSchema = z.strictObject({
  v: z.literal(1),
  source: z.string(),
  connector: z.string(),
  mapping: z.string(),
  recordedAt: z.iso.datetime(),
  /** Of the source, without secrets and addresses: where the messages alone do not say how to play them. */
  settings: z.record(z.string(), z.unknown()).default({}),
  /** By HTTP, in the order of the requests. */
  exchanges: z.array(exchangeSchema),
  /** What the connector made of it, or what was pushed in: messages as the mapping gets them. */
  messages: z.array(z.strictObject({ contentType: z.string(), subject: z.string().optional(), body: bodySchema })),
});

/** A conversation with the other side, kept without secrets and without people. */
export type Conversation = z.infer<typeof fixtureSchema>;
export type Exchange = z.infer<typeof exchangeSchema>;
export type KeptBody = z.infer<typeof bodySchema>;

export const keepBody = (bytes: Uint8Array): KeptBody => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer) && !buffer.includes(0)) return { text: buffer.toString('utf8'), charset: 'utf-8' };
  try {
    if (!buffer.includes(0))
      return { text: new TextDecoder('gb18030', { fatal: true }).decode(buffer), charset: 'gb18030' };
  } catch {
    // No text at all.
  }
  return { leftOut: buffer.byteLength };
};

/** The bytes of a kept body; of one that was left out as many zeros. */
export const bytesOf = (body: KeptBody): Buffer =>
  'text' in body ? iconv.encode(body.text, body.charset) : Buffer.alloc(body.leftOut);

/** @throws BadRequestError when the file is not there or is no conversation */
export const readConversation = async (file: string): Promise<Conversation> => {
  try {
    return fixtureSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new BadRequestError(`[hub] [source] ${file} is no recorded conversation`, {
      cause,
      remedy: 'give a file that "hub source record" has written',
    });
  }
};

import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Charset, claimedCharset } from '../../hub/core/charset.ts';
import { RecordError } from '../../hub/core/errors.ts';

const sampleBytes = 256 * 1024;

/** A sample may end within a character: three bytes more or less cannot make GBK text into UTF-8. */
const looksUtf8 = (sample: Uint8Array): boolean =>
  [0, 1, 2, 3].some((cut) => isUtf8(sample.subarray(0, sample.length - cut)));

/** Files carry no content type: their mark, else what their first bytes can be. */
export const charsetOfFile = async (path: string, wanted: Charset | 'auto'): Promise<Charset> => {
  if (wanted !== 'auto') return wanted;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    const sample = buffer.subarray(0, bytesRead);
    const claimed = claimedCharset(sample, '');
    return claimed === 'utf-8' && !looksUtf8(sample) ? 'gb18030' : claimed;
  } finally {
    await file.close();
  }
};

/**
 * The text of a file, piece by piece, strictly decoded; the byte-order mark is left out.
 *
 * @throws RecordError when the bytes are not in the charset
 */
export async function* textOfFile(path: string, charset: Charset): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset.startsWith('gb') ? 'gb18030' : charset, { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw new RecordError(`[hub] [file-drop] the bytes are not ${charset}`, {
        cause,
        remedy: 'set the charset in the settings of the source, and put the file back into the folder',
        misfit: { field: '', rule: 'charset', value: charset },
      });
    }
  };
  for await (const chunk of createReadStream(path)) yield decode(chunk as Buffer);
  const rest = decode();
  if (rest !== '') yield rest;
}

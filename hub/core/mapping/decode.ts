import { type Charset, claimedCharset, decodeText } from '../charset.ts';
import type { RawMessage } from '../connector.ts';
import { RecordError, TooLargeError } from '../errors.ts';
import type { DecodeStep } from './decode-schema.ts';
import { inlineReferences, inlineXml } from './inline.ts';
import { parseJson } from './json.ts';
import { limits } from './limits.ts';
import { readMatrix } from './matrix.ts';
import { compilePath } from './path.ts';
import type { Complain } from './problem.ts';
import { toText } from './text-of.ts';
import { parseXml, scrubXml } from './xml.ts';

const misfit = (rule: string, what: string, remedy: string, value?: unknown): RecordError =>
  new RecordError(`[hub] [decode] ${what}`, { remedy, misfit: { field: '', rule, value } });

const urlDecodeWhole = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    const stray = /%(?![\dA-Fa-f]{2}).{0,8}/.exec(text)?.[0] ?? text.slice(0, 40);
    throw misfit(
      'urlDecode',
      `the message is not URL-encoded UTF-8 (at "${stray}")`,
      'take the step urlDecode out, or set it to values',
      stray,
    );
  }
};

/** All that a form encoder leaves as it is. A text with anything else in it has not been through one: its + is a plus. */
const formEncoded = /^[\w.*~!'()%+-]+$/;

/** A value that is not encoded stays as it came: a lone % is common in plain text, and so is GMT+08:00. */
const urlDecodeText = (text: string): string => {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(formEncoded.test(text) ? text.replaceAll('+', ' ') : text);
  } catch {
    return text;
  }
};

/** Parsers bound the depth, so this does too. Objects keep their prototype-less kind and their order of keys. */
const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, each] of Object.entries(value)) copy[key] = mapTexts(each, change);
  return copy;
};

type Kind = 'text' | 'document';
interface Compiled {
  readonly takes: Kind;
  readonly gives: Kind;
  run(value: unknown): unknown;
}

const textStep = (gives: Kind, run: (text: string) => unknown): Compiled => ({
  takes: 'text',
  gives,
  run: (value) => run(value as string),
});

const compileStep = (
  step: DecodeStep,
  path: readonly (string | number)[],
  complain: Complain,
): Compiled | undefined => {
  if (step === 'scrub') return textStep('text', scrubXml);
  if (step === 'xml') return textStep('document', parseXml);
  if (step === 'json') return textStep('document', parseJson);
  if (step === 'references') return { takes: 'document', gives: 'document', run: inlineReferences };
  if ('charset' in step) return undefined;
  if ('urlDecode' in step) {
    return step.urlDecode === 'whole'
      ? textStep('text', urlDecodeWhole)
      : { takes: 'document', gives: 'document', run: (value) => mapTexts(value, urlDecodeText) };
  }
  if ('take' in step) {
    const { within, text } = compilePath(step.take, [...path, 'take'], complain);
    const run = (document: unknown): string => {
      const found = toText(within(document)[0]);
      if (found === undefined)
        throw misfit('take', `there is no text at "${text}"`, 'correct the step take of the decode chain');
      return found;
    };
    return { takes: 'document', gives: 'text', run };
  }
  if ('xmlAt' in step) {
    const names = step.xmlAt.split('.');
    const run = (document: unknown): unknown => {
      inlineXml(document, names);
      return document;
    };
    return { takes: 'document', gives: 'document', run };
  }
  const { within } = compilePath(step.matrix, [...path, 'matrix'], complain);
  return { takes: 'document', gives: 'document', run: (document) => readMatrix(within(document)[0]) };
};

export interface Decoder {
  /** The message as text, before it is parsed: what plain-text refusals are recognised in. */
  text(message: RawMessage): string;
  /** The same for a person: whatever cannot be read shows as such, and never as an error. */
  readable(message: RawMessage): { text: string; charset: Charset };
  /** @throws RecordError naming the step that failed */
  document(text: string): unknown;
}

/** Compile a decode chain; steps in an impossible order are complained about with their place. */
export const compileDecode = (steps: readonly DecodeStep[], complain: Complain): Decoder => {
  const first = steps[0];
  const charset = typeof first === 'object' && 'charset' in first ? first.charset : undefined;
  const chain: Compiled[] = [];
  let kind: Kind = 'text';
  steps.forEach((step, index) => {
    const path = ['decode', index];
    if (typeof step === 'object' && 'charset' in step && index > 0) {
      complain(path, 'charset comes too late', 'make it the first step');
    }
    const compiled = compileStep(step, path, complain);
    if (!compiled) return;
    if (compiled.takes !== kind) {
      const remedy = kind === 'text' ? 'put it after xml or json' : 'put it before xml or json, or after take';
      complain(path, `this step needs a ${compiled.takes} but is given a ${kind}`, remedy);
    }
    kind = compiled.gives;
    chain.push(compiled);
  });
  if (kind === 'text') complain(['decode'], 'the chain gives no document', 'add xml or json');
  return {
    text: ({ body, contentType }) => {
      if (body.byteLength > limits.bytes) {
        throw new TooLargeError(`[hub] [decode] the message has ${body.byteLength} bytes`, {
          remedy: `ask for smaller pages; at most ${limits.bytes} bytes are read at once`,
        });
      }
      return decodeText(body, charset ?? claimedCharset(body, contentType));
    },
    readable: ({ body, contentType }) => {
      const used = charset ?? claimedCharset(body, contentType);
      return { text: new TextDecoder(used.startsWith('gb') ? 'gb18030' : used).decode(body), charset: used };
    },
    document: (text) => {
      let value: unknown = text;
      for (const { run } of chain) value = run(value);
      return value;
    },
  };
};

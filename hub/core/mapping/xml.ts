import { Parser, processors } from 'xml2js';
import { RecordError } from '../errors.ts';
import { limits } from './limits.ts';

/** The part of sax that xml2js keeps at hand: where what is not wanted is stopped while it is read, not after. */
export interface Sax {
  ondoctype: () => void;
  onopentag: (node: { attributes: Record<string, unknown> }) => void;
  onclosetag: () => void;
}

const refuse = (what: string, cause?: unknown): RecordError =>
  new RecordError(`[hub] [xml] ${what}`, {
    remedy:
      'ask the other side for well-formed XML without DOCTYPE; stray < and & in values are mended by the step scrub',
    misfit: { field: '', rule: 'xml', value: undefined },
    ...(cause === undefined ? {} : { cause }),
  });

export const guard = (sax: Sax): void => {
  const { onopentag, onclosetag } = sax;
  let depth = 0;
  let nodes = 0;
  sax.ondoctype = () => {
    throw refuse('a DOCTYPE is refused: it can name files and expand without end');
  };
  sax.onopentag = (node) => {
    if (depth === 0 && nodes > 0) throw refuse('there is a second document behind the first');
    depth += 1;
    nodes += 1;
    for (const _ in node.attributes) nodes += 1;
    if (depth > limits.depth) throw refuse(`elements lie more than ${limits.depth} deep`);
    if (nodes > limits.nodes) throw refuse(`there are more than ${limits.nodes} elements`);
    onopentag(node);
  };
  sax.onclosetag = () => {
    depth -= 1;
    onclosetag();
  };
};

/**
 * Parse XML to plain objects without prototype: elements and attributes by their names (prefixes of elements left out),
 * a repeated element as a list, text of an element that has attributes as `_`.
 *
 * @throws RecordError when it is not well-formed, has a DOCTYPE, or is too deep or too large
 */
export const parseXml = (text: string): unknown => {
  const parser = new Parser({
    explicitArray: false,
    mergeAttrs: true,
    explicitRoot: true,
    tagNameProcessors: [processors.stripPrefix],
  });
  guard((parser as unknown as { saxParser: Sax }).saxParser);
  let failed: unknown;
  let document: unknown;
  try {
    parser.parseString(text, (error: Error | null, result: unknown) => {
      failed ??= error ?? undefined;
      document = result;
    });
  } catch (error) {
    failed ??= error;
  }
  if (failed instanceof RecordError) throw failed;
  if (failed !== undefined) throw refuse(`it is not well-formed: ${oneLine(failed)}`, failed);
  if (document === null || document === undefined) throw refuse('there is no XML in it');
  return document;
};

const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ', ').slice(0, 200);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const strayBracket = /<(?![A-Za-z_/!?\u4e00-\u9fff])/g;
const strayAmpersand = /&(?!(?:[A-Za-z]+|#\d+|#x[\dA-Fa-f]+);)/g;

/** Mend what real systems write between their tags: control characters, stray `<` and `&`, full-width blanks. */
export const scrubXml = (text: string): string =>
  text
    .replace(controls, '')
    .replace(strayBracket, '&lt;')
    .replace(strayAmpersand, '&amp;')
    .replace(/\u3000/g, ' ');

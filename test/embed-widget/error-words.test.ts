import { readFileSync } from 'node:fs';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { errorWords } from '../../embed-widget/console/parts/error-words.ts';

const files = [
  'connectors/_kit/http.ts',
  'connectors/_kit/network-error.ts',
  'connectors/_kit/paging.ts',
  'connectors/_rest-poll/session.ts',
  'connectors/file-drop.ts',
];

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** A text as it stands in the source, `{}` for what is put in. */
const wordsOf = (node: unknown): string | undefined => {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return undefined;
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}');
};

const saidIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(saidIn);
  if (!isNode(value)) return [];
  const isRemedy = value.type === 'Property' && (value.key as { name?: string }).name === 'remedy';
  const own = isRemedy ? wordsOf(value.value) : wordsOf(value);
  const isSaid = own !== undefined && (isRemedy || own.startsWith('[hub] '));
  return [...(isSaid ? [own] : []), ...Object.values(value).flatMap(saidIn)];
};

test('the shared parts of connectors, REST and files say what goes wrong in Chinese too', () => {
  const said = files.flatMap((file) => saidIn(parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }).body));
  expect(said.length).toBeGreaterThan(15);
  const words = said.map((one) => one.replace(/^(\[[^\]]+\] *)+/, ''));
  // The last resort of a failed connection: the words of the system itself, some codes of which are known.
  expect([...new Set(words)].filter((one) => one !== '{}: {}' && !(one in errorWords))).toEqual([]);
});

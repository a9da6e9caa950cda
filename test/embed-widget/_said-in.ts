import { readFileSync } from 'node:fs';
import { parseAst } from 'vite';

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** A text as it stands in the source, `{}` for what is put in. */
const textOf = (node: unknown): string | undefined => {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TemplateLiteral')
    return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}');
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
  const sides = [textOf(node.left), textOf(node.right)];
  return sides.every((side) => side === undefined) ? undefined : sides.map((side) => side ?? '{}').join('');
};

const bothOf = (node: unknown): unknown[] =>
  isNode(node) && node.type === 'ConditionalExpression' ? [node.consequent, node.alternate].flatMap(bothOf) : [node];

const isError = (node: Node): boolean =>
  node.type === 'NewExpression' && /.Error$/.test((node.callee as { name?: string }).name ?? '');
/** A remedy, or what a check tells. */
const isTold = (node: Node): boolean =>
  node.type === 'Property' && /^(remedy|step|detail|message)$/.test((node.key as { name?: string }).name ?? '');

/** What is written to the log is for who runs the hub, who reads English there. */
const isLogged = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  /^(debug|info|warn|error)$/.test((node.callee as { property?: { name?: string } }).property?.name ?? '');

const nameOfCall = (node: Node): string | undefined => {
  if (node.type !== 'CallExpression') return undefined;
  const { name, property } = node.callee as { name?: string; property?: { name?: string } };
  return name ?? property?.name;
};
/** What is wrong in a mapping, and what to do: behind the place. */
const isComplaint = (node: Node): boolean => /^(complain|locate)$/.test(nameOfCall(node) ?? '');

/** A remedy that is worked out before it is given, or names of kinds: every sentence in it. */
const isRemedy = (node: Node): boolean =>
  node.type === 'VariableDeclarator' &&
  /^(remedy|remedyOf|shapeOf|correction|kindNames)$/.test((node.id as { name?: string }).name ?? '');
const sentencesIn = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value.flatMap(sentencesIn);
  if (!isNode(value)) return [];
  return /[a-z] [a-z[]/.test(textOf(value) ?? '') ? [value] : Object.values(value).flatMap(sentencesIn);
};

const textsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isNode(value) || isLogged(value)) return [];
  const own = isError(value)
    ? (value.arguments as unknown[]).flatMap(bothOf)
    : isComplaint(value)
      ? (value.arguments as unknown[]).slice(1).flatMap(bothOf)
      : isRemedy(value)
        ? sentencesIn(value.init)
        : isTold(value)
          ? bothOf(value.value)
          : (textOf(value) ?? '').startsWith('[hub] ')
            ? [value]
            : [];
  return [...own.flatMap((node) => textOf(node) ?? []), ...Object.values(value).flatMap(textsIn)];
};

/** Messages of errors, complaints, remedies and steps of checks a file can give, `{}` for what is put in, without the marks in front. */
export const saidIn = (file: string): string[] => {
  const texts = textsIn(parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }).body);
  const words = texts.map((text) => text.replace(/^(\[[^\]]+\] *)+/, ''));
  // Where all is put in there is nothing to say in another language; a single word is a code.
  return [...new Set(words)].filter((text) => /[a-z]{2}/i.test(text.replaceAll('{}', '')) && text.includes(' '));
};

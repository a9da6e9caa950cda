import type { Compilation } from './compilation.ts';
import type { FieldObject } from './field-schema.ts';
import { checkExpression } from './jsonata.ts';
import { compilePath, type Path, type Standpoint } from './path.ts';
import type { YamlPath } from './problem.ts';

/** Where a field's text comes from. */
export interface Source {
  first(at: Standpoint): string | undefined;
  /** Where there are several paths: each by itself, so that one whose value is not known makes way for the next. */
  readonly each?: readonly ((at: Standpoint) => string | undefined)[];
  all(at: Standpoint): unknown[];
}

type TextOf = (raw: unknown) => string | undefined;
const kinds = ['from', 'const', 'template', 'jsonata', 'after'] as const;

const compilePaths = (c: Compilation, texts: string | readonly string[], path: YamlPath): Path[] =>
  (typeof texts === 'string' ? [texts] : texts).map((text, index) => {
    const compiled = compilePath(text, typeof texts === 'string' ? path : [...path, index], c.complain);
    c.reads(compiled);
    return compiled;
  });

const fromPaths = (paths: readonly Path[], textOf: TextOf): Source => {
  const each = paths.map(
    (path) =>
      (at: Standpoint): string | undefined =>
        textOf(path.get(at)),
  );
  const all = (at: Standpoint): unknown[] => {
    const found: unknown[] = [];
    for (const path of paths) for (const value of path.all(at)) found.push(value);
    return found;
  };
  const [only] = each;
  if (each.length === 1 && only) return { first: only, all };
  const first = (at: Standpoint): string | undefined => {
    for (const read of each) {
      const text = read(at);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return { first, each, all };
};

const placeholder = /\{([^{}]+)\}/g;

/** Text with {paths}; {a|b} takes the first that gives a value. What is not known leaves a gap. */
const fromTemplate = (c: Compilation, template: string, path: YamlPath, textOf: TextOf): Source => {
  const parts: (string | Source)[] = [];
  let end = 0;
  for (const match of template.matchAll(placeholder)) {
    parts.push(template.slice(end, match.index));
    parts.push(
      fromPaths(
        compilePaths(
          c,
          (match[1] as string).split('|').map((text) => text.trim()),
          path,
        ),
        textOf,
      ),
    );
    end = match.index + match[0].length;
  }
  parts.push(template.slice(end));
  const first = (at: Standpoint): string | undefined => {
    let known = false;
    let text = '';
    for (const part of parts) {
      const value = typeof part === 'string' ? part : part.first(at);
      if (value === undefined) continue;
      if (typeof part !== 'string') known = true;
      text += value;
    }
    return known ? text.replace(/\s+/g, ' ').trim() || undefined : undefined;
  };
  return { first, all: (at) => [first(at)] };
};

const nothing: Source = { first: () => undefined, all: () => [] };

/** Compile where a field's text comes from; exactly one origin must be named. */
export const compileSource = (c: Compilation, spec: FieldObject, path: YamlPath, textOf: TextOf): Source => {
  const named = kinds.filter((kind) => spec[kind] !== undefined);
  if (named.length !== 1) {
    c.complain(
      path,
      named.length === 0 ? 'says not where its value comes from' : `names several origins (${named.join(', ')})`,
      `give it exactly one of ${kinds.join(', ')}`,
    );
    return nothing;
  }
  if (spec.from !== undefined) return fromPaths(compilePaths(c, spec.from, [...path, 'from']), textOf);
  if (spec.template !== undefined) return fromTemplate(c, spec.template, [...path, 'template'], textOf);
  if (spec.jsonata !== undefined) {
    checkExpression(spec.jsonata, [...path, 'jsonata'], c.complain);
    const index = c.expressions.push(spec.jsonata) - 1;
    return { first: (at) => textOf(at.found[index]), all: (at) => [at.found[index]].flat() };
  }
  return nothing;
};

/** Where a position in a YAML text stands, also while the line is half written and no parser would take it. */
export interface YamlPlace {
  /** Keys down to the mapping the position is in; `-` for an item of a list. */
  readonly path: readonly string[];
  /** The key on whose value the position stands; absent where a key is to be written. */
  readonly key: string | undefined;
  /** Where the word before the position begins. */
  readonly from: number;
  /** Keys that are there already, beside the one being written. */
  readonly siblings: ReadonlySet<string>;
}

const keyPattern = /^(["']?)([^\s"'{}[\],#:][^"'{}[\],#:]*?)\1\s*:(?=\s|$)/;

interface Line {
  /** Columns of each level that begins on the line: of `- a:` the dash and the key. */
  readonly levels: readonly { readonly column: number; readonly name: string }[];
  readonly isBlank: boolean;
}

/** `  - key: value` begins an item of a list and a key in it. */
const readLine = (text: string): Line => {
  const levels: { column: number; name: string }[] = [];
  let column = text.length - text.trimStart().length;
  let rest = text.slice(column);
  const isBlank = rest === '' || rest.startsWith('#');
  while (/^-(\s|$)/.test(rest)) {
    levels.push({ column, name: '-' });
    const step = rest.length - rest.slice(1).trimStart().length;
    column += step;
    rest = rest.slice(step);
  }
  const key = keyPattern.exec(rest)?.[2];
  if (key !== undefined) levels.push({ column, name: key });
  return { levels, isBlank };
};

interface Braces {
  readonly path: string[];
  readonly key: string | undefined;
  readonly siblings: Set<string>;
  readonly wordFrom: number;
}

/** The innermost open bracket before the end of a line, with the keys on the way to it. */
const openBraces = (text: string): Braces | undefined => {
  const open: { sign: string; path: string[]; key: string | undefined; siblings: Set<string> }[] = [];
  let word = '';
  let wordFrom = 0;
  let quote = '';
  let outer: string | undefined;
  for (const [index, sign] of [...text].entries()) {
    const top = open.at(-1);
    if (quote) {
      if (sign === quote) quote = '';
      word += sign;
    } else if ((sign === '"' || sign === "'") && word.trim() === '') {
      quote = sign;
      word += sign;
    } else if (sign === '{' || sign === '[') {
      const name = top ? (top.sign === '[' ? '-' : top.key) : outer;
      open.push({ sign, path: [...(top?.path ?? []), ...(name ? [name] : [])], key: undefined, siblings: new Set() });
      word = '';
      wordFrom = index + 1;
    } else if (sign === '}' || sign === ']') {
      open.pop();
      word = '';
      wordFrom = index + 1;
    } else if (sign === ',' && top) {
      top.key = undefined;
      word = '';
      wordFrom = index + 1;
    } else if (sign === ':' && /\s|$/.test(text[index + 1] ?? '')) {
      const name = word
        .trim()
        .replace(/^- +/, '')
        .replace(/^["']|["']$/g, '');
      if (top) {
        top.key = name;
        top.siblings.add(name);
      } else outer = name;
      word = '';
      wordFrom = index + 1;
    } else word += sign;
  }
  const top = open.at(-1);
  if (!top) return undefined;
  return { path: top.path, key: top.sign === '[' ? '-' : top.key, siblings: top.siblings, wordFrom };
};

/** Enclosing keys of a column, found by going up through ever smaller indents. */
const enclosing = (lines: readonly string[], line: number, column: number, isItem: boolean): string[] => {
  const path: string[] = [];
  let keyLimit = isItem ? column + 1 : column;
  let itemLimit = column;
  for (let index = line; index >= 0 && keyLimit > 0; index--) {
    const { levels, isBlank } = readLine(lines[index] ?? '');
    if (isBlank) continue;
    for (const { column: at, name } of [...levels].reverse()) {
      if (at >= (name === '-' ? itemLimit : keyLimit)) continue;
      path.unshift(name);
      itemLimit = at;
      // An item may stand at the column of its key: `a:` and `- b` below it.
      keyLimit = name === '-' ? at + 1 : at;
    }
  }
  return path;
};

const siblingsOf = (lines: readonly string[], line: number, column: number): Set<string> => {
  const names = new Set<string>();
  const beginsItem = readLine(lines[line] ?? '').levels[0]?.name === '-';
  for (const step of beginsItem ? [1] : [-1, 1]) {
    for (let index = line + step; index >= 0 && index < lines.length; index += step) {
      const text = lines[index] ?? '';
      const { levels, isBlank } = readLine(text);
      if (isBlank) continue;
      const isOutside = (levels[0]?.column ?? text.search(/\S/)) < column;
      if (isOutside && step === 1) break;
      const own = levels.find((level) => level.column === column && level.name !== '-');
      if (own) names.add(own.name);
      if (isOutside) break;
    }
  }
  return names;
};

/** @param position offset in `text` */
export const yamlPlaceAt = (text: string, position: number): YamlPlace => {
  const lines = text.split('\n');
  const before = text.slice(0, position);
  const line = before.split('\n').length - 1;
  const start = before.lastIndexOf('\n') + 1;
  const typed = before.slice(start);
  const braces = openBraces(typed);
  const { levels } = readLine(typed);
  const last = levels.at(-1);
  const isItem = levels[0]?.name === '-';
  const indent = levels[0]?.column ?? typed.length - typed.trimStart().length;
  if (braces) {
    const dashes = levels.filter(({ name }) => name === '-').map(({ name }) => name);
    const spaces = typed.slice(braces.wordFrom).search(/\S|$/);
    return {
      path: [...enclosing(lines, line - 1, indent, isItem), ...dashes, ...braces.path],
      key: braces.key,
      from: start + braces.wordFrom + spaces,
      siblings: braces.siblings,
    };
  }
  const word = /[^\s:"'-][^\s:"']*$/.exec(typed)?.[0] ?? '';
  const from = position - word.length;
  if (last && last.name !== '-') {
    const path = [...enclosing(lines, line - 1, indent, isItem), ...levels.slice(0, -1).map(({ name }) => name)];
    return { path, key: last.name, from, siblings: new Set() };
  }
  const column = last ? from - start : typed.length - word.length;
  const path = [...enclosing(lines, line - 1, levels[0]?.column ?? column, isItem), ...levels.map(({ name }) => name)];
  return { path, key: undefined, from, siblings: siblingsOf(lines, line, column) };
};

/** The scalars at the top of a document: what kind of document it says it is. */
export const topScalars = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/^([\w-]+):[ \t]+([^\s#{[|>&*!].*?)[ \t]*(?:\s#.*)?$/gm)].map((found) => [
      found[1] ?? '',
      found[2] ?? '',
    ]),
  );

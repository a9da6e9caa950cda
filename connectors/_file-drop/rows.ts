/** One row of a file: a value for each column, or whatever one line of JSON holds. */
export type FileRow = unknown;

/** Rows of one table of a file, in order. A workbook has several tables, other files one. */
export interface Table {
  /** Name of the sheet, where the file has sheets. */
  sheet?: string;
  rows: AsyncIterable<FileRow> | Iterable<FileRow>;
}

const namesOf = (head: readonly string[]): string[] => {
  const used = new Map<string, number>();
  return head.map((cell, index) => {
    const name = cell.trim() || `column${index + 1}`;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name}${count}`;
  });
};

/** What a row has more than there are columns is kept under this name: nothing is lost without a word. */
const beyond = '_beyond';

/**
 * Give each cell the name of its column: of the first row after `skip` others, or `column1` and so on where there is no
 * head. Names that repeat are numbered. Empty cells are left out, empty rows too.
 */
export async function* named(
  lines: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  { skip, hasHead }: { skip: number; hasHead: boolean },
): AsyncGenerator<Record<string, unknown>> {
  let toSkip = skip;
  let names: string[] | undefined;
  for await (const cells of lines) {
    if (toSkip > 0) {
      toSkip -= 1;
      continue;
    }
    if (names === undefined && hasHead) {
      names = namesOf(cells);
      continue;
    }
    names ??= cells.map((_, index) => `column${index + 1}`);
    const row: Record<string, unknown> = Object.create(null);
    for (const [index, name] of names.entries()) {
      const cell = cells[index];
      if (cell !== undefined && cell !== '') row[name] = cell;
    }
    const rest = cells.slice(names.length).filter((cell) => cell !== '');
    if (rest.length > 0) row[beyond] = rest;
    if (Object.keys(row).length > 0) yield row;
  }
}

import type { Mapping } from './parse.ts';
import type { Path } from './path.ts';
import type { MappingProblem, YamlPath } from './problem.ts';

/** What is gathered while one mapping is compiled: problems, what its fields read, and its JSONata expressions. */
export class Compilation {
  readonly problems: MappingProblem[] = [];
  /** Paths from the row down that are read somewhere, e.g. `icc_t_pjdb.cdry`. */
  readonly known = new Set<string>();
  readonly expressions: string[] = [];
  /** The paths that each canonical field reads, e.g. `time.start`. */
  readonly readBy = new Map<string, Set<string>>();
  readonly mapping: Mapping;
  /** Names of the nested rows that a list stands at: in front of every path that does not start at the whole row. */
  private base: readonly string[] = [];
  private field: string | undefined;

  constructor(mapping: Mapping) {
    this.mapping = mapping;
  }

  readonly complain = (path: YamlPath, message: string, remedy: string): void => {
    this.problems.push(this.mapping.locate(path, message, remedy));
  };

  readonly reads = (path: Path): void => {
    const names = [...(path.fromRoot ? [] : this.base), ...path.names];
    if (names.length === 0) return;
    this.known.add(names.join('.'));
    if (this.field === undefined) return;
    const paths = this.readBy.get(this.field) ?? new Set();
    this.readBy.set(this.field, paths.add(names.join('.')));
  };

  /** Compile what a canonical field is read from. */
  readingFor<T>(field: string, compile: () => T): T {
    const before = this.field;
    this.field = field;
    try {
      return compile();
    } finally {
      this.field = before;
    }
  }

  /** Compile with all relative paths standing at nested rows. */
  standingAt<T>(path: Path | undefined, compile: () => T): T {
    if (!path) return compile();
    const before = this.base;
    this.base = [...(path.fromRoot ? [] : before), ...path.names];
    try {
      return compile();
    } finally {
      this.base = before;
    }
  }
}

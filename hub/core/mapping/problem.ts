import { ConfigurationError } from '../errors.ts';

/** Keys and places from the top of a document, e.g. `['fields', 'time', 'start']`. */
export type YamlPath = readonly (string | number)[];

/** One thing wrong in a mapping file, where it stands and what to do. Lines and columns count from 1. */
export interface MappingProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** YAML path, e.g. `fields.time.start`. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** `mappings/x.yaml:12:5 fields.org: what; remedy`, as editors and terminals make links of it. */
export const problemText = ({ file, line, column, path, message, remedy }: MappingProblem): string =>
  `${file}:${line}:${column} ${path ? `${path}: ` : ''}${message}; ${remedy}`;

/** A mapping file that cannot be used, with all its problems at once. */
export class MappingError extends ConfigurationError {
  override readonly slug = 'mapping-invalid';
  readonly problems: readonly MappingProblem[];

  constructor(file: string, problems: readonly MappingProblem[]) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    super(`[hub] [mapping] ${file} has ${count}:\n${problems.map(problemText).join('\n')}`, {
      remedy: 'correct the file; `hub mapping lint` checks it again',
      detail: { problems },
    });
    this.problems = problems;
  }
}

/** Collects what is wrong while a file is compiled, so that everything is told at once. */
export type Complain = (path: readonly (string | number)[], message: string, remedy: string) => void;

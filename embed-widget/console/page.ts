import type { TemplateResult } from 'lit';

/** Where a page stands in the navigation. */
export interface NavEntry {
  readonly group: 'look' | 'run';
  readonly order: number;
  readonly icon: TemplateResult;
}

/**
 * One page of the console: default export of a file in `pages/`. They are found by scanning the folder.
 *
 * `path`: segments, `:name` for a parameter. `render` is given the parameters; filters stand in the query of the address.
 */
export interface Page {
  readonly path: string;
  /** The right without which the page has nothing to show: without it nothing leads there. */
  readonly right?: string;
  readonly title: () => string;
  readonly nav?: NavEntry;
  readonly render: (parameters: Readonly<Record<string, string>>) => TemplateResult;
}

export const definePage = (page: Page): Page => page;

import { html, nothing } from 'lit';
import type { Preview } from '../../client/mapping.ts';
import { defineTexts } from '../texts.ts';
import { misfitEnglish, misfitSays } from './misfit-says.ts';

const text = defineTexts({
  help: [
    '不符合的行上线后会进入死信，改好映射可以重放。',
    'Rows that do not fit become dead letters and can be replayed later.',
  ],
  row: [(at: number) => `第 ${at} 行`, (at: number) => `Row ${at}`],
});

/** Rows of a preview that do not fit, each with what failed; nothing where all fit. */
export const misfitRows = (rows: Preview['rows']): unknown =>
  rows.every(({ problems }) => problems.length === 0)
    ? nothing
    : html`<details><summary class="warn">${text.help}</summary><ul>${rows.flatMap(({ problems, at }) =>
        problems.map(
          (problem) =>
            html`<li>${text.row(at + 1)} <span class="bad" title=${misfitEnglish(problem)}>${misfitSays(problem)}</span></li>`,
        ),
      )}</ul></details>`;

import { html, type TemplateResult } from 'lit';
import type { CheckStep } from '../../client/source.ts';
import { icons } from '../icons.ts';

/** The steps of a check in the order tried, each with what it found. */
export const checkSteps = (steps: readonly CheckStep[]): TemplateResult =>
  html`<ul class="steps" role="status" style="display:grid;gap:8px">${steps.map(
    ({ step, ok, detail }) =>
      html`<li style="display:flex;gap:10px"><span class=${ok ? 'good' : 'bad'}>${ok ? icons.check : icons.close}</span><b>${step}</b>
        <span class="soft" style="overflow-wrap:anywhere;min-width:0">${detail?.replace(/\[[\w-]+\] */g, '') ?? ''}</span></li>`,
  )}</ul>`;

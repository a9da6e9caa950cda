import { html, type TemplateResult } from 'lit';
import type { CheckStep } from '../../client/source.ts';
import { icons } from '../icons.ts';
import { defineTexts } from '../texts.ts';
import { errorSays } from './error-says.ts';

const words = defineTexts({
  call: ['调用', 'call'],
  check: ['检查', 'check'],
  connect: ['连接', 'connect'],
  links: ['关联表', 'links'],
  read: ['读取', 'read'],
  register: ['注册', 'register'],
  serve: ['接收', 'serve'],
  token: ['令牌', 'token'],
  write: ['写入', 'write'],
});

const isKnown = (step: string): step is keyof typeof words =>
  ['call', 'check', 'connect', 'links', 'read', 'register', 'serve', 'token', 'write'].includes(step);

/** The steps of a check in the order tried, each with what it found; the hub's English words at hand. */
export const checkSteps = (steps: readonly CheckStep[]): TemplateResult =>
  html`<ul class="steps" role="status" style="display:grid;gap:8px">${steps.map(
    ({ step, ok, detail }) =>
      html`<li style="display:flex;gap:10px"><span class=${ok ? 'good' : 'bad'}>${ok ? icons.check : icons.close}</span><b>${isKnown(step) ? words[step] : step}</b>
        <span class="soft" style="overflow-wrap:anywhere;min-width:0" title=${detail ?? ''}>${detail === undefined ? '' : errorSays(detail)}</span></li>`,
  )}</ul>`;

import { html, nothing, type TemplateResult } from 'lit';
import type { CheckStep } from '../../client/source.ts';
import { errorSays } from '../error-says.ts';
import { icons } from '../icons.ts';
import { defineTexts } from '../texts.ts';

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

const text = defineTexts({
  rows: [(count: number) => `${count} 行`, (count: number) => `${count} rows`],
  reply: ['应答开头', 'The answer begins'],
  noList: [
    '应答里没有数据列表，多半是对方拒绝了（很多系统拒绝时也回 200）。请看应答开头，核对令牌请求头、请求体和地址。',
    'The answer holds no list of rows: most likely a refusal (many systems refuse with HTTP 200). Read how it begins; look over token header, body and address.',
  ],
});

const isKnown = (step: string): step is keyof typeof words =>
  ['call', 'check', 'connect', 'links', 'read', 'register', 'serve', 'token', 'write'].includes(step);

/** The steps of a check in the order tried, each with what it found; the hub's English words at hand. */
export const checkSteps = (steps: readonly CheckStep[]): TemplateResult =>
  html`<ul class="steps" role="status" style="display:grid;gap:8px">${steps.map(
    ({ step, ok, detail, rows, reply, doubt }) =>
      html`<li style="display:flex;gap:10px"><span class=${doubt ? 'warn' : ok ? 'good' : 'bad'}>${doubt ? icons.warn : ok ? icons.check : icons.close}</span><b style="white-space:nowrap">${isKnown(step) ? words[step] : errorSays(step)}</b>
        <span class="soft" style="overflow-wrap:anywhere;min-width:0"><span title=${detail ?? ''}>${detail === undefined ? '' : errorSays(detail)}</span>${rows ? html` · ${text.rows(rows)}` : nothing}
          ${doubt === 'no-list' ? html`<br /><b class="warn">${text.noList}</b>` : nothing}${reply ? html`<br />${text.reply} <code>${reply}</code>` : nothing}</span></li>`,
  )}</ul>`;

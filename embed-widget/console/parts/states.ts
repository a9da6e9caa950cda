import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../../client/request.ts';
import type { Loaded } from '../loaded.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  again: ['重试', 'Try again'],
  loading: ['正在载入', 'Loading'],
  offline: ['与平台的连接中断', 'The line to the hub is down'],
  offlineHelp: ['请检查网络；恢复后重试。', 'Check the network, then try again.'],
  forbidden: ['您没有查看此内容的权限', 'You may not see this'],
  forbiddenHelp: ['如工作需要，请向管理员申请。', 'Ask an administrator if your work needs it.'],
  missing: ['没有这项内容，或不在您的权限范围内', 'It is not there, or not yours to see'],
  missingHelp: ['请核对编号；如工作需要，请向管理员申请权限。', 'Check the number, or ask an administrator.'],
  busy: ['平台暂时不可用', 'The hub is not available just now'],
  busyHelp: ['稍候片刻后重试。', 'Wait a moment, then try again.'],
  broken: ['平台未能完成此操作', 'The hub could not do this'],
  stale: ['未能更新，显示的是先前的内容', 'Not up to date: shown as it was before'],
});

/** Rows of grey while something loads. */
export const skeleton = (rows = 6): TemplateResult =>
  html`<div class="bones" role="status" aria-label=${text.loading}>
    ${Array.from({ length: rows }, (_, i) => html`<div class="bone" style="width:${[92, 78, 85, 64, 88, 71][i % 6]}%"></div>`)}
  </div>`;

/** Nothing here, and why. */
export const empty = (title: string, help?: string): TemplateResult =>
  html`<div class="state" role="status"><b>${title}</b>${help ? html`<span class="muted">${help}</span>` : nothing}</div>`;

/** Headline and what to do, by what kind of failure it is; else the hub's own words. */
const wordsOf = ({ status, message, remedy }: Problem): readonly [title: string, help?: string] => {
  if (status === 0) return [text.offline, text.offlineHelp];
  if (status === 403) return [text.forbidden, text.forbiddenHelp];
  if (status === 404) return [text.missing, text.missingHelp];
  if (status === 503) return [text.busy, text.busyHelp];
  return [text.broken, [message, remedy].filter(Boolean).join('；')];
};

/** What went wrong and what to do about it. */
export const trouble = (problem: Problem, again?: () => void): TemplateResult => {
  const [title, help] = wordsOf(problem);
  return html`<div class="state" role="alert" title=${problem.message}><b class="bad">${title}</b>${help ? html`<span>${help}</span>` : nothing}
    ${again && problem.status !== 403 ? html`<button class="button" type="button" @click=${again}>${text.again}</button>` : nothing}</div>`;
};

/** Draw what was loaded, or the skeleton, or the problem. A value that could not be renewed stays, with a word. */
export const shown = <T>(
  loaded: Loaded<T>,
  draw: (value: T) => unknown,
  options: { again?: () => void; rows?: number } = {},
): unknown => {
  if (loaded.value !== undefined)
    return html`${loaded.problem ? html`<div class="chip warn" role="status">${text.stale}</div>` : nothing}${draw(loaded.value)}`;
  if (loaded.problem) return trouble(loaded.problem, options.again);
  return skeleton(options.rows);
};

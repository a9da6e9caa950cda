import { html } from 'hono/html';
import { type CaseRow, statusLabel } from './case-rows.ts';
import type { FootageGrant, NoGrant } from './footage-grant.ts';
import type { Html } from './page.ts';

export interface CaseListView {
  rows: readonly CaseRow[];
  total: number;
  pageNumber: number;
  pages: number;
  search: string;
  grant: FootageGrant | NoGrant;
}

/** All badges of the list use the one grant of this page view. */
const badge = (grant: FootageGrant | NoGrant, { ajbh = '' }: CaseRow): Html | string =>
  'token' in grant ? html`<footage-badge system="case" record="${ajbh}" grant="${grant.token}"></footage-badge>` : '—';

const listRow = (row: CaseRow, number: number, grant: FootageGrant | NoGrant): Html => html`<tr>
<td class="c">${number}</td><td class="num"><a href="/cases/${row.ajbh}">${row.ajbh}</a></td><td>${row.ajmc}</td>
<td>${row.anjlxmc}</td><td>${statusLabel(row.anjztdm)}</td><td>${row.zbdwdwmc}</td><td>${row.zbzcyxm}</td>
<td class="num">${row.slsj}</td><td class="c">${badge(grant, row)}</td></tr>`;

const link = (view: CaseListView, to: number, label: string): Html | string =>
  to >= 1 && to <= view.pages ? html`<a href="/?page=${to}&q=${encodeURIComponent(view.search)}">${label}</a>` : label;

export const caseList = (view: CaseListView, rowsPerPage: number): Html => html`
${'reason' in view.grant ? html`<p class="note">${view.grant.reason}，列表的音视频一栏暂不显示，不影响案件办理。</p>` : ''}
<section class="box"><h2>案件列表</h2>
<form class="find" method="get" action="/">案件编号/名称：<input name="q" value="${view.search}"> <button>查 询</button></form>
<div class="scroll"><table class="list">
<thead><tr><th>序号</th><th>案件编号</th><th>案件名称</th><th>案件类型</th><th>案件状态</th><th>主办单位</th><th>主办人</th><th>受理时间</th><th>音视频</th></tr></thead>
<tbody>${view.rows.map((row, index) => listRow(row, (view.pageNumber - 1) * rowsPerPage + index + 1, view.grant))}
${view.rows.length === 0 ? html`<tr><td class="c" colspan="9">没有符合条件的案件</td></tr>` : ''}</tbody>
</table></div>
<div class="pages">共 ${view.total} 条，第 ${view.pageNumber}/${view.pages} 页　${link(view, view.pageNumber - 1, '上一页')}　${link(view, view.pageNumber + 1, '下一页')}</div>
</section>`;

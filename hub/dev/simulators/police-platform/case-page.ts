import { html } from 'hono/html';
import type { Call, CaseFile, Interview } from '../../city/model.ts';
import { wallTime } from '../../city/time.ts';
import { type CaseRow, statusLabel } from './case-rows.ts';
import type { FootageGrant, NoGrant } from './footage-grant.ts';
import type { Html } from './page.ts';

export interface CasePageView {
  row: CaseRow;
  file: CaseFile;
  call?: Call;
  /** Those that are over. */
  interviews: readonly Interview[];
  /** Names of officers by 警号. */
  nameOf(policeId: string): string;
  grant: FootageGrant | NoGrant;
}

const footage = (ajbh: string, grant: FootageGrant | NoGrant): Html =>
  'token' in grant
    ? html`<linked-footage system="case" record="${ajbh}" grant="${grant.token}"><span class="needs-hub">正在加载关联音视频…</span></linked-footage>`
    : html`<p class="note">${grant.reason}，本案关联的音视频暂不显示，不影响案件办理，请稍后刷新。</p>`;

const basics = (row: CaseRow, file: CaseFile): Html => html`<table class="card">
<tr><th>案件编号</th><td class="num">${row.ajbh}</td><th>案件名称</th><td>${row.ajmc}</td></tr>
<tr><th>案件类型</th><td>${row.anjlxmc}</td><th>案别</th><td>${file.category.label}（${row.abdm}）</td></tr>
<tr><th>案件状态</th><td>${statusLabel(row.anjztdm)}</td><th>立案日期</th><td class="num">${row.larq || '—'}</td></tr>
<tr><th>发案时间</th><td class="num">${row.faasjcz} 至 ${row.faasjzz}</td><th>发案地点</th><td>${row.fadqhnxxdz}</td></tr>
<tr><th>主办单位</th><td>${row.zbdwdwmc}</td><th>办案民警</th><td>主办 ${row.zbzcyxm}（${row.zhuybaryjh}）　协办 ${row.xbxcyxm || '—'}</td></tr>
<tr><th>最后修改</th><td class="num" colspan="3">${row.zuihxgsj}</td></tr></table>`;

const acceptance = (row: CaseRow, file: CaseFile, call: Call | undefined): Html => html`<table class="card">
<tr><th>接警方式</th><td>${row.jjfsmc}</td><th>报警时间</th><td class="num">${row.bjsj}</td></tr>
<tr><th>接警单编号</th><td class="num">${row.jjshoulbh}</td><th>受理号</th><td class="num">${file.acceptanceNumber}</td></tr>
<tr><th>受理时间</th><td class="num">${row.slsj}</td><th>报警人</th><td>${call?.caller.name ?? '—'}</td></tr>
<tr><th>报警内容</th><td colspan="3">${call?.text ?? '—'}</td></tr></table>`;

const statements = ({ interviews, nameOf }: CasePageView): Html => html`<table class="list">
<thead><tr><th>开始时间</th><th>结束时间</th><th>办案场所</th><th>被询（讯）问人</th><th>民警</th></tr></thead>
<tbody>${interviews.map(
  ({ from, to, room, subject, officers }) =>
    html`<tr><td class="num">${wallTime(from)}</td><td class="num">${wallTime(to)}</td><td class="num">${room}</td><td>${subject.name}</td><td>${officers.map(nameOf).join('、')}</td></tr>`,
)}${interviews.length === 0 ? html`<tr><td class="c" colspan="5">尚无笔录</td></tr>` : ''}</tbody></table>`;

const box = (title: string, content: Html): Html =>
  html`<section class="box"><h2>${title}</h2><div class="in scroll">${content}</div></section>`;

export const casePage = (view: CasePageView): Html => {
  const { row, file, call, grant } = view;
  return html`${box('案件基本信息', basics(row, file))}
${box('关联音视频', footage(file.number, grant))}
${box('接处警及受理', acceptance(row, file, call))}
${box('简要案情', html`${row.jyaq}`)}
${box(
  '涉案人员',
  html`<table class="list"><thead><tr><th>姓名</th><th>证件号码</th><th>人员类别</th></tr></thead><tbody>
<tr><td>${file.suspect.name}</td><td class="num">${file.suspect.idNumber}</td><td>嫌疑人</td></tr>
${call ? html`<tr><td>${call.caller.name}</td><td class="num">${call.caller.idNumber}</td><td>报案人</td></tr>` : ''}</tbody></table>`,
)}
${box('笔录制作', statements(view))}`;
};

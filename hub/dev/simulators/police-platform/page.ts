import { html, raw } from 'hono/html';
import type { CityOfficer } from '../../city/model.ts';
import type { FootageGrant, NoGrant } from './footage-grant.ts';
import { style } from './style.ts';

export type Html = ReturnType<typeof html>;

export interface PageFrame {
  title: string;
  /** Where the reader is, from the top. */
  path: string[];
  user: CityOfficer;
  users: readonly CityOfficer[];
  /** Where the page is, to come back to after changing the user. */
  at: string;
  grant: FootageGrant | NoGrant;
  body: Html;
}

const userChoice = ({ user, users, at }: PageFrame): Html =>
  html`<form action="/sign-in" method="post"><input type="hidden" name="back" value="${at}">
  当前用户：<select name="as" onchange="this.form.submit()">${users.map(
    ({ policeId, name }) =>
      html`<option value="${policeId}" ${policeId === user.policeId ? 'selected' : ''}>${name}（${policeId}）</option>`,
  )}</select></form>`;

/** When the right to look ends, the page asks its own server for a new one and gives it to all elements. */
const renewal = `
let asking;
const askAnew = async () => {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const grant = page.querySelector('[grant]');
  if (grant) for (const one of document.querySelectorAll('[grant]')) one.setAttribute('grant', grant.getAttribute('grant'));
};
document.addEventListener('grantneeded', () => {
  asking ??= askAnew().catch(() => undefined).finally(() => { asking = undefined; });
}, true);`;

/** Elements of the hub work in the page once its script is there; without a grant there is nothing to load. */
const embedScript = (grant: FootageGrant | NoGrant): Html | string =>
  'token' in grant
    ? html`<script type="module" src="${grant.hubUrl}/embed/v1.js"
        onerror="document.querySelectorAll('.needs-hub').forEach((n)=>{n.textContent='视音频关联服务无法连接，不影响案件办理，请稍后刷新。'})"></script><script>${raw(renewal)}</script>`
    : '';

export const page = (frame: PageFrame): Html => html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${frame.title} - 警务综合信息应用平台</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
${embedScript(frame.grant)}
</head>
<body>
<div class="top"><b>警务综合信息应用平台</b><span>临江市公安局</span><span class="who">${userChoice(frame)}</span></div>
<nav class="tabs"><a class="on" href="/">案件管理</a><span>警情管理</span><span>人员管理</span><span>涉案财物</span><span>统计分析</span></nav>
<div class="path">当前位置：${frame.path.join(' > ')}</div>
<main>${frame.body}</main>
<footer>临江市公安局科技信息化部门 ｜ 模拟系统，数据均为虚构</footer>
</body>
</html>`;

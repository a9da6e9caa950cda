import { html } from 'hono/html';
import { docsPage } from './docs-page.ts';

/** The parts of a custom-elements manifest that are shown (schema 1.0.0). */
interface Named {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}
interface Declaration {
  readonly tagName?: string;
  readonly description?: string;
  readonly attributes?: readonly Named[];
  readonly members?: readonly (Named & {
    readonly kind: string;
    readonly return?: { readonly type: { readonly text: string } };
  })[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
}
export interface ElementsManifest {
  readonly modules: readonly { readonly declarations: readonly Declaration[] }[];
}

/** An example as its files. */
export interface Example {
  readonly title: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** Words in backquotes are code. */
const spoken = (text = '') =>
  text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

const rows = (title: string, all: readonly Named[] = []) =>
  all.length === 0
    ? ''
    : html`<h3>${title}</h3>
        <table>
          ${all.map(
            ({ name, type, description, default: fallback }) => html`<tr>
              <td><code>${name === '' ? '(default)' : name}</code></td>
              <td>${type ? html`<code>${type.text}</code>` : ''}${fallback ? html` <small>= ${fallback}</small>` : ''}</td>
              <td>${spoken(description)}</td>
            </tr>`,
          )}
        </table>`;

const elementOf = ({
  tagName,
  description,
  members = [],
  ...rest
}: Declaration) => html`<h2 id="${tagName}"><code>&lt;${tagName}&gt;</code></h2>
  <p lang="en">${description ?? ''}</p>
  ${rows('Attributes 属性', rest.attributes)}
  ${rows(
    'Properties 属性值',
    members.filter(({ kind }) => kind === 'field'),
  )}
  ${rows(
    'Methods 方法',
    members
      .filter(({ kind }) => kind === 'method')
      .map((method) => ({
        ...method,
        name: `${method.name}()`,
        ...(method.return ? { type: method.return.type } : {}),
      })),
  )}
  ${rows('Events 事件', rest.events)} ${rows('Slots 插槽', rest.slots)} ${rows('Parts 可样式部件', rest.cssParts)}
  ${rows('CSS properties 样式变量', rest.cssProperties)}`;

/** The lines a page with a strict policy needs, and no more. */
export const policyLines = (hub: string): string =>
  [`script-src ${hub}`, `connect-src ${hub}`, `img-src ${hub}`, `media-src ${hub} blob:`, `frame-src ${hub}`].join(
    ';\n',
  );

/** How other systems embed footage: the elements, the policy they need, what old browsers and forbidden scripts get. */
export const embeddingPage = (hub: string, manifest: ElementsManifest, examples: readonly Example[]) => {
  const elements = manifest.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
  return docsPage(
    '嵌入 Embedding',
    html`<h1>在业务系统页面中嵌入关联音视频 <small lang="en">Linked footage in other systems' pages</small></h1>
      <p>三种方式，行为一致：网页组件、iframe 页面、普通链接。授权由业务系统后台申请，一次有效，120 秒内使用；撤销立即生效。</p>
      <p lang="en">Three ways, one behaviour: web components, a page for an iframe, a plain link. The business system's server asks for a grant, which opens once and within 120 s, and can be revoked at any time.</p>
      <pre><code>POST ${hub}/api/v1/grants          Authorization: Bearer &lt;api key&gt;
{ "system": "case", "record": "A990100000000", "extent": "linked",
  "person": { "policeId": "009901", "name": "…" }, "origin": "https://cases.example", "purpose": "…" }</code></pre>
      <p><code>extent</code>：<code>linked</code> 仅关联片段及前后各 10 秒（默认），由服务端限制；<code>clip</code> 全段，密钥须有 <code>footage.whole</code> 权限。
        <span lang="en"><code>linked</code>, the default, opens the linked part with 10 s before and after, and the hub gives nothing else; <code>clip</code> opens all of it and needs a key with the right <code>footage.whole</code>.</span></p>
      <h2>Views told 播放回告</h2>
      <p>系统需要时（<code>hub account key … --views-url</code>），每次播放会以签名的 webhook 告知，失败会重试并记入日志。<span lang="en">Where the key says so, each view is told by a webhook signed by the rules of Standard Webhooks (<code>footage.viewed</code>: grant, person, purpose, records, recording), tried again until it is answered, and logged.</span></p>
      ${elements.map(elementOf)}
      <h2>iframe</h2>
      <p><code>${hub}/embed/{system}/{number}?grant=…&amp;lang=…&amp;theme=…</code>. 消息 Messages: in <code>{ method: 'play' | 'pause' | 'setCurrentTime' | 'setGrant', value }</code>,
        out <code>{ source: 'linked-footage', event, data }</code> (<code>play pause timeupdate ended links error grantneeded resize</code>).
        只接受授权时登记的来源 <code lang="en">frame-ancestors</code>. <code>allow="fullscreen; picture-in-picture; autoplay" referrerpolicy="origin"</code>
        <span lang="en">(some browsers know the page around a frame by the referrer alone, and without it messages go nowhere)</span>.</p>
      <h2>Content-Security-Policy 内容安全策略</h2>
      <p>页面若有严格策略，加入以下来源即可，不需要 <code>unsafe-inline</code>。<span lang="en">All a page with a strict policy needs; nothing inline. <code>frame-src</code> only for the iframe.</span></p>
      <pre><code>${policyLines(hub)}</code></pre>
      <h2>Browsers 浏览器</h2>
      <p>Chromium 86 及以上（企业桌面常见内核），以及当前的 Edge、Firefox、Safari。不使用第三方 Cookie。<span lang="en">Chromium 86 or later, and the present Edge, Firefox and Safari. No third-party cookies.</span></p>
      <h2>Where scripts are forbidden 禁用脚本时</h2>
      <p>把普通链接放在元素里：脚本未运行时它就是内容。链接 <code>${hub}/embed/{system}/{number}</code> 打开控制台，登录后按编号找到记录。
        <span lang="en">Put a plain link into the element: where no script runs, it is what is shown. The address leads to the console, which asks who is there and finds the record by its number.</span></p>
      <pre><code>&lt;linked-footage system="case" record="A990100000000"&gt;
  &lt;a href="${hub}/embed/case/A990100000000"&gt;查看关联音视频&lt;/a&gt;
&lt;/linked-footage&gt;</code></pre>
      <p>oEmbed: <code>${hub}/oembed?url=…</code> 返回 iframe；<code>&amp;type=link</code> 只返回链接。<span lang="en">answers a frame, with <code>type=link</code> a link.</span></p>
      <h2>Types 类型</h2>
      <p><a href="/embed/elements.d.ts">elements.d.ts</a> (TypeScript, React 19, Vue 3), <a href="/embed/custom-elements.json">custom-elements.json</a>.</p>
      <h2>Examples 示例</h2>
      ${examples.map(
        ({ title, files }) => html`<h3>${title}</h3>
          ${files.map(({ name, text }) => html`<p><small>${name}</small></p><pre><code>${text}</code></pre>`)}`,
      )}`,
  );
};

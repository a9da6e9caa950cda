import { html } from 'hono/html';
import type { Connector } from '../../core/connector.ts';
import { type Field, type Group, groups, type Help } from '../../core/setting.ts';
import { docsPage } from './docs-page.ts';

/** A mapping that reads what a connector brings, as far as its page names it. */
export interface MappingOnPage {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
}

/** What may stand in a field, in the words of its declaration. */
const kindOf = ({ control, choices, type, secret }: Field): string => {
  const fallback = type.safeParse(undefined);
  const value = fallback.success ? fallback.data : undefined;
  const standard = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return [
    choices ? choices.join(' | ') : control === 'switch' ? 'true | false' : control,
    ...(fallback.success ? [] : ['required 必填']),
    ...(fallback.success && !standard ? [`default 默认 ${JSON.stringify(value)}`] : []),
    ...(secret ? ['secret 保密'] : []),
  ].join(' · ');
};

/** Chinese first, the English below it. */
const bilingual = ({ zh, en }: Help) => (zh === undefined ? en : html`${zh}<br /><span lang="en">${en}</span>`);

const settingRow = (name: string, field: Field) => html`<tr>
  <td><code>${name}</code></td>
  <td>${field.label.zh}<br /><small>${field.label.en}</small></td>
  <td>
    ${bilingual(field.help)}${field.example === undefined ? '' : html`<br /><small>e.g. 例 <code>${field.example}</code></small>`}
    <br /><small>${kindOf(field)}</small>
  </td>
</tr>`;

/** Fields of one group, below its name. */
const groupOf = (group: Group | undefined, fields: readonly (readonly [string, Field])[]) => html`<tbody>
    ${group === undefined ? '' : html`<tr><th colspan="3" scope="rowgroup">${groups[group].zh} <small>${groups[group].en}</small></th></tr>`}
    ${fields.map(([name, field]) => settingRow(name, field))}
  </tbody>`;

/** A table of declared settings, group by group as the form draws them. */
export const settingsTable = (fields: readonly (readonly [string, Field])[]) => html`<table>
  <thead>
    <tr>
      <th>Setting 设置</th>
      <th>名称</th>
      <th>Meaning 说明</th>
    </tr>
  </thead>
  ${[undefined, ...(Object.keys(groups) as Group[])].map((name) => {
    const ofGroup = fields.filter(([, { group }]) => group === name);
    return ofGroup.length === 0 ? '' : groupOf(name, ofGroup);
  })}
</table>`;

/** What a connector can do, by the methods it has. */
export const abilitiesOf = ({ poll, receive, publish }: Connector): string[] => [
  ...(poll ? ['poll 轮询'] : []),
  ...(receive ? ['receive 接收'] : []),
  ...(publish ? ['publish 回写'] : []),
];

/** The reference page of one connector: everything on it is read from its declaration. */
export const connectorPage = (name: string, connector: Connector, mappings: readonly MappingOnPage[]) => {
  const fields = Object.entries(connector.settings);
  const more = fields.filter(([, field]) => field.advanced);
  return docsPage(
    `${connector.title.zh} · ${name}`,
    html`<p><a href="/docs/connectors">← 连接器 Connectors</a></p>
      <h1>${connector.title.zh} <small>${connector.title.en} · <code>${name}</code></small></h1>
      <p>${connector.about.zh}</p>
      <p lang="en">${connector.about.en}</p>
      <p class="quiet">${abilitiesOf(connector).join(' · ')}</p>
      ${
        connector.receive
          ? html`<p>The other side calls 对方调用：<code>/receive/&lt;source 数据源名&gt;</code> and below.</p>`
          : ''
      }
      <h2>Settings 设置</h2>
      ${settingsTable(fields.filter(([, field]) => !field.advanced))}
      ${more.length === 0 ? '' : html`<h2>More 更多</h2>${settingsTable(more)}`}
      <h2>Mappings 映射</h2>
      ${
        mappings.length === 0
          ? html`<p class="quiet">None comes with the hub 无自带映射</p>`
          : html`<ul>
            ${mappings.map(({ name, title }) => html`<li><code>${name}</code> ${title.zh} <small>${title.en}</small></li>`)}
          </ul>`
      }`,
  );
};

/** The list of all connectors. */
export const connectorsPage = (connectors: ReadonlyMap<string, Connector>) =>
  docsPage(
    '连接器 Connectors',
    html`<h1>连接器 <small>Connectors</small></h1>
      <p>
        A connector is a protocol; a source is one system reached by it, with settings and a mapping.
        连接器对应协议；数据源是通过连接器接入的一个系统，带有设置和映射。
      </p>
      <table>
        <tbody>
          ${[...connectors].map(
            ([name, connector]) => html`<tr>
              <td><a href="/docs/connectors/${name}"><code>${name}</code></a></td>
              <td>${connector.title.zh}<br /><small>${connector.title.en}</small></td>
              <td>${abilitiesOf(connector).join(' · ')}</td>
              <td>${bilingual(connector.about)}</td>
            </tr>`,
          )}
        </tbody>
      </table>`,
  );

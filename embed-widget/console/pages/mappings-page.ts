import { html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { listMappings, type MappingItem } from '../../client/mapping.ts';
import { icons } from '../icons.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import { systemSays } from '../parts/says.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { rowGoes } from '../router.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['映射', 'Mappings'],
  mapping: ['映射', 'Mapping'],
  system: ['系统', 'System'],
  connector: ['连接方式', 'Connector'],
  version: ['版本', 'Version'],
  sources: ['数据源', 'Sources'],
  file: ['文件', 'File'],
  edited: [(id: number) => `第 ${id} 版`, (id: number) => `Version ${id}`],
  footage: ['音视频', 'Footage'],
  none: ['还没有映射', 'No mapping yet'],
});

/** Every mapping: of which system, who uses it, whether the file or a later version is in force. */
@customElement('mappings-page')
export class MappingsPage extends LitElement {
  static override styles = [base, layout];

  readonly #mappings = new Loaded<readonly MappingItem[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load();
  }

  protected override render(): unknown {
    return html`<div class="page"><header class="top"><h1>${text.title}</h1></header>
      <section class="panel" aria-label=${text.title}>${shown(
        this.#mappings,
        (items) =>
          items.length === 0
            ? empty(text.none)
            : html`<div class="scroll"><table><thead><tr><th>${text.mapping}</th><th class="wide">${text.system}</th><th class="wide">${text.connector}</th><th>${text.version}</th><th class="wide">${text.sources}</th></tr></thead>
              <tbody>${items.map((item) => this.#row(item))}</tbody></table></div>`,
        { again: () => this.#load(), rows: 10 },
      )}</section></div>`;
  }

  #row({ name, title, system, connector, inForce, sources }: MappingItem): unknown {
    const address = `/mappings/${name}`;
    return html`<tr class="go" @click=${rowGoes(address)}><td><a class="cut" href=${address}>${title[language()]}</a><span class="cut muted">${name}</span></td>
      <td class="wide nowrap">${system ? systemSays(system) : text.footage}</td><td class="wide nowrap"><code>${connector}</code></td>
      <td class="nowrap">${inForce === 0 ? html`<span class="muted">${text.file}</span>` : html`<span class="chip accent">${text.edited(inForce)}</span>`}</td>
      <td class="wide">${sources.length === 0 ? html`<span class="muted">—</span>` : sources.join(', ')}${nothing}</td></tr>`;
  }

  #load(): void {
    void this.#mappings.run(async (signal) => (await listMappings(signal)).items);
  }
}

export default definePage({
  path: '/mappings',
  right: 'sources.write',
  title: () => text.title,
  nav: { group: 'run', order: 2, icon: icons.mapping },
  render: () => html`<mappings-page></mappings-page>`,
});

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { changeKey, type KeyItem, type KeySecrets, type Keys, listKeys } from '../../client/key.ts';
import { plain } from '../../client/request.ts';
import { icons } from '../icons.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-key-form.ts';
import '../parts/hub-key-secrets.ts';
import { momentText } from '../parts/says.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['嵌入系统', 'Embedding systems'],
  about: [
    '可在自己的页面中调阅音视频的业务系统及其密钥',
    'Business systems that show footage in their own pages, and their keys',
  ],
  docs: ['嵌入说明', 'How to embed'],
  add: ['接入业务系统', 'A new business system'],
  name: ['名称', 'Name'],
  role: ['权限', 'Role'],
  origins: ['嵌入来源', 'Origins'],
  views: ['调阅告知', 'Views told to'],
  act: ['操作', 'What to do'],
  script: ['脚本', 'Script'],
  nowhere: ['不嵌入', 'Embeds nothing'],
  untold: ['不告知', 'Not told'],
  disabled: ['已停用', 'Disabled'],
  unheard: ['告知受阻', 'Views not received'],
  since: [
    (when: string, attempts: number) => `${when} 起失败 ${attempts} 次`,
    (when: string, attempts: number) => `${attempts} failed since ${when}`,
  ],
  edit: ['修改', 'Edit'],
  disable: ['停用', 'Disable'],
  sure: ['立即失效，确定停用？', 'It stops working at once. Sure?'],
  yes: ['确认停用', 'Disable it'],
  no: ['取消', 'Cancel'],
  enable: ['启用', 'Enable'],
  none: ['还没有业务系统接入', 'No business system yet'],
  noneHelp: ['生成密钥后交给对方开发人员。', 'Make a key and hand it to the developers over there.'],
});

/** A key that is disabled is told nothing, so nothing of it is wrong. */
const troubleOf = ({ disabled, viewsTrouble }: KeyItem): KeyItem['viewsTrouble'] =>
  disabled ? undefined : viewsTrouble;

/** The other systems that may embed: their keys, where their pages come from, and where they are told of views. */
@customElement('keys-page')
export class KeysPage extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      td.addresses {
        max-width: 22em;
        overflow-wrap: anywhere;
      }
      td.addresses span {
        display: block;
      }
      tr.troubled td {
        border-bottom: 0;
      }
      td.trouble {
        padding-top: 0;
        overflow-wrap: anywhere;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: center;
        justify-content: flex-end;
      }
    `,
  ];

  /** The key whose form is open; 'new' for one to be made. */
  @state() private edited: KeyItem | 'new' | undefined;
  @state() private asked = '';
  @state() private secrets: KeySecrets | undefined;
  @state() private trouble = '';
  readonly #keys = new Loaded<Keys>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load();
  }

  protected override render(): unknown {
    const { value } = this.#keys;
    return html`<div class="page"><header class="top"><h1>${text.title}</h1><span class="muted wide">${text.about}</span><span class="grow"></span>
        <a class="button" href="/docs/embedding" target="_blank">${text.docs}</a>
        <button class="button primary" type="button" @click=${() => this.#edit('new')}>${text.add}</button></header>
      ${this.secrets ? html`<hub-key-secrets .secrets=${this.secrets}></hub-key-secrets>` : nothing}
      ${
        this.edited && value
          ? html`<hub-key-form .stored=${this.edited === 'new' ? undefined : this.edited} .choices=${value} @key-closed=${() => this.#edit(undefined)}
              @key-saved=${(event: CustomEvent<KeySecrets>) => this.#saved(event.detail)}></hub-key-form>`
          : nothing
      }
      ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}
      <section class="panel" aria-label=${text.title}>${shown(
        this.#keys,
        (keys) => (keys.items.length === 0 ? empty(text.none, text.noneHelp) : this.#table(keys)),
        { again: () => this.#load(), rows: 4 },
      )}</section></div>`;
  }

  #table({ items, roles, systems }: Keys): unknown {
    const titleOf = (choices: Keys['roles'], name: string): string =>
      choices.find((one) => one.name === name)?.title[language()] ?? name;
    return html`<div class="scroll"><table><thead><tr><th>${text.name}</th><th class="wide">${text.role}</th><th>${text.origins}</th><th class="wide">${text.views}</th>
        <th class="right">${text.act}</th></tr></thead><tbody>${items.map(
          (
            key,
          ) => html`<tr class=${troubleOf(key) ? 'troubled' : ''}><td><b class="cut">${key.name}</b><span class="muted">${key.system ? titleOf(systems, key.system) : text.script}</span>
            ${key.disabled ? html`<span class="chip">${text.disabled}</span>` : nothing}</td>
          <td class="wide">${titleOf(roles, key.role)}<span class="cut muted num">${key.orgs.join(', ')}</span></td>
          <td class="addresses">${key.origins.length === 0 ? html`<span class="muted">${text.nowhere}</span>` : key.origins.map((origin) => html`<span>${origin}</span>`)}</td>
          <td class="addresses wide">${key.viewsUrl ?? html`<span class="muted">${text.untold}</span>`}</td><td><span class="actions">${this.#actions(key)}</span></td></tr>${this.#trouble(key)}`,
        )}</tbody></table></div>`;
  }

  /** On a row of its own: a reason and a remedy are long, and columns are narrow. */
  #trouble(key: KeyItem): unknown {
    const trouble = troubleOf(key);
    if (!trouble) return nothing;
    return html`<tr><td class="trouble" colspan="5"><span class="chip warn">${text.unheard}</span>
      <span class="muted">${text.since(momentText(trouble.since).slice(5), trouble.attempts)}</span> ${plain(trouble.message)}
      ${trouble.remedy ? html`<span class="muted">— ${trouble.remedy}</span>` : nothing}</td></tr>`;
  }

  #actions(key: KeyItem): unknown {
    const button = (label: string, act: () => void, tone = '', begins = false) =>
      html`<button class="button small ${tone}" type="button" ?autofocus=${begins} ?data-escape=${begins} aria-label="${label} ${key.name}" @click=${act}>${label}</button>`;
    if (key.disabled) return button(text.enable, () => void this.#set(key, false));
    return this.asked === key.id
      ? html`<span class="bad">${text.sure}</span>${button(text.yes, () => void this.#set(key, true), 'primary')}${button(text.no, () => this.#ask(''), '', true)}`
      : html`${button(text.edit, () => this.#edit(key))}${button(text.disable, () => this.#ask(key.id))}`;
  }

  #ask(id: string): void {
    this.asked = id;
  }

  #edit(edited: KeyItem | 'new' | undefined): void {
    this.edited = edited;
    this.secrets = undefined;
    this.trouble = '';
  }

  #saved(secrets: KeySecrets): void {
    this.#edit(undefined);
    if (secrets.key || secrets.viewsSecret) this.secrets = secrets;
    this.#load();
  }

  async #set({ id }: KeyItem, disabled: boolean): Promise<void> {
    this.#ask('');
    this.trouble = '';
    try {
      await changeKey(id, { disabled });
    } catch (error) {
      this.trouble = toldOf(error);
    }
    this.#load();
  }

  #load(): void {
    void this.#keys.run(listKeys);
  }
}

export default definePage({
  path: '/keys',
  right: 'keys.write',
  title: () => text.title,
  nav: { group: 'run', order: 6, icon: icons.key },
  render: () => html`<keys-page></keys-page>`,
});

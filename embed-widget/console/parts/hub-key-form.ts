import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { changeKey, type KeyItem, type Keys, makeKey } from '../../client/key.ts';
import { problemOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { signedIn } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { fieldForm } from '../styles/field-form.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  add: ['接入业务系统', 'A new business system'],
  edit: [(name: string) => `修改 ${name}`, (name: string) => `Edit ${name}`],
  name: ['名称', 'Name'],
  nameExample: ['例如 警综平台', 'e.g. Police platform'],
  system: ['业务系统', 'System'],
  any: ['不限（脚本）', 'Any (a script)'],
  role: ['权限', 'Role'],
  orgs: ['可见单位代码（逗号分隔）', 'Organisations it sees (codes, by commas)'],
  origins: ['嵌入页面的来源（每行一个）', 'Origins of the pages that embed (one a line)'],
  originsHelp: [
    '只写协议、主机和端口，例如 https://case.example:8443；不嵌入则留空。',
    'Scheme, host and port only, e.g. https://case.example:8443; empty when it embeds nothing.',
  ],
  views: ['调阅告知地址（可选）', 'Views are told to (optional)'],
  viewsHelp: [
    '有人经该系统的授权调阅时，以签名的 webhook 告知此地址；留空为不告知。',
    'When somebody watches with its grants, this address is told by a signed webhook; empty: it is not told.',
  ],
  save: ['保存', 'Save'],
  make: ['生成密钥', 'Make the key'],
  cancel: ['取消', 'Cancel'],
});

const listOf = (said: string): string[] => said.split(/[\s,，]+/).filter(Boolean);

/**
 * A business system that embeds: where from, what it sees, and where it is told of views.
 *
 * @fires key-saved - `detail` has what is shown once
 * @fires key-closed
 */
@customElement('hub-key-form')
export class HubKeyForm extends LitElement {
  static override styles = [
    base,
    layout,
    fieldForm,
    css`
      small {
        color: var(--hub-text-3);
        font-size: 12px;
        font-weight: 400;
        overflow-wrap: anywhere;
      }
      textarea {
        height: 62px;
        padding: 6px 9px;
        resize: vertical;
      }
    `,
  ];

  /** Absent for a new one. */
  @property({ attribute: false }) stored: KeyItem | undefined;
  @property({ attribute: false }) choices: Pick<Keys, 'roles' | 'systems'> = { roles: [], systems: [] };
  @state() private trouble = '';
  @state() private busy = false;

  protected override render(): unknown {
    const { stored } = this;
    return html`<section class="panel"><h2>${stored ? text.edit(stored.name) : text.add}</h2>
      <form @submit=${this.#save}><div class="fields">${stored ? nothing : this.#identity()}
        <label>${text.origins}<textarea name="origins" spellcheck="false" .value=${stored?.origins.join('\n') ?? ''}></textarea><small>${text.originsHelp}</small></label>
        <label>${text.views}<input name="viewsUrl" type="url" autocomplete="off" spellcheck="false" placeholder="https://" .value=${stored?.viewsUrl ?? ''} /><small>${text.viewsHelp}</small></label></div>
        ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}
        <div class="row"><button class="button primary" type="submit" ?disabled=${this.busy}>${stored ? text.save : text.make}</button>
          <button class="button" type="button" data-escape @click=${this.#close}>${text.cancel}</button></div></form></section>`;
  }

  #identity(): unknown {
    const { choices } = this;
    const own = signedIn()?.orgs.map(({ code }) => code) ?? [];
    return html`<label>${text.name}<input name="name" required maxlength="100" autocomplete="off" placeholder=${text.nameExample} /></label>
      <label>${text.system}<select name="system">${choices.systems.map(
        ({ name, title }, i) => html`<option value=${name} ?selected=${i === 0}>${title[language()]}</option>`,
      )}<option value="">${text.any}</option></select></label>
      <label>${text.role}<select name="role">${choices.roles.map(
        ({ name, title }) => html`<option value=${name}>${title[language()]}</option>`,
      )}</select></label>
      <label>${text.orgs}<input name="orgs" required spellcheck="false" .value=${own.join(', ')} /></label>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('input, textarea')?.focus();
  }

  #close(): void {
    this.dispatchEvent(new Event('key-closed'));
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const said = (name: string): string => String(form.get(name) ?? '').trim();
    const origins = listOf(said('origins'));
    const viewsUrl = said('viewsUrl');
    const system = said('system');
    this.busy = true;
    this.trouble = '';
    try {
      const saved = this.stored
        ? await changeKey(this.stored.id, { origins, viewsUrl: viewsUrl || null })
        : await makeKey({
            ...{ name: said('name'), role: said('role'), orgs: listOf(said('orgs')), origins },
            ...(system ? { system } : {}),
            ...(viewsUrl ? { viewsUrl } : {}),
          });
      this.dispatchEvent(new CustomEvent('key-saved', { detail: saved }));
    } catch (error) {
      const { message, remedy, problems } = problemOf(error);
      this.trouble = [message, ...problems.map((one) => one.message), remedy].filter(Boolean).join(' — ');
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-key-form': HubKeyForm;
  }
}

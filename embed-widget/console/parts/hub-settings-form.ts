import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldProblem } from '../../client/request.ts';
import type { SettingField } from '../../client/source.ts';
import { icons } from '../icons.ts';
import { language } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  more: [(count: number) => `更多设置（${count}）`, (count: number) => `More settings (${count})`],
  folded: [
    (title: string, count: number) => `${title}（${count}）`,
    (title: string, count: number) => `${title} (${count})`,
  ],
  kept: ['已保存，留空即不变', 'Stored; leave empty to keep it'],
  choose: ['请选择', 'Choose'],
  byDefault: [(value: string) => `默认 ${value}`, (value: string) => `${value} by default`],
  example: [(value: string) => `例如 ${value}`, (value: string) => `e.g. ${value}`],
  list: ['用逗号分隔', 'Separated by commas'],
  notJson: ['不是有效的 JSON', 'This is no JSON'],
  required: ['必填', 'Required'],
});

/** What the hub sends in place of a secret, and takes back as "unchanged". */
const withheld = '••••••';

/** As it is read again; what was never valid stays as it was written. */
const shownJson = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

const shownValue = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : Array.isArray(value)
      ? value.join(', ')
      : typeof value === 'object'
        ? JSON.stringify(value, null, 2)
        : String(value);

/**
 * The form of a declaration: whatever a connector declares is drawn, nothing is known of it here.
 *
 * Fires `hub-settings-change` with `detail: { values }`; empty fields are left out.
 */
@customElement('hub-settings-form')
export class SettingsForm extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr));
        gap: 14px 20px;
      }
      .field {
        display: grid;
        align-content: start;
        gap: 4px;
        min-width: 0;
      }
      label {
        font-weight: 500;
      }
      label i {
        color: var(--hub-bad);
        font-style: normal;
      }
      input,
      select,
      textarea {
        width: 100%;
      }
      input[type='checkbox'] {
        width: 16px;
        height: 16px;
        margin: 7px 0;
      }
      textarea {
        height: 76px;
        padding: 7px 9px;
        font: 12px / 1.5 var(--hub-mono);
        resize: vertical;
      }
      [aria-invalid='true'] {
        border-color: var(--hub-bad);
      }
      small {
        color: var(--hub-text-3);
        font-size: 12px;
        line-height: 1.5;
        overflow-wrap: anywhere;
      }
      small.bad {
        color: var(--hub-bad);
      }
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      fieldset + fieldset,
      fieldset + details {
        margin-top: 16px;
        padding-top: 14px;
        border-top: 1px solid var(--hub-line);
      }
      legend {
        float: left;
        width: 100%;
        margin: 0 0 10px;
        padding: 0;
        font-size: 13px;
        font-weight: 600;
      }
      legend + * {
        clear: both;
      }
      summary {
        margin: 12px 0;
        color: var(--hub-accent);
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) fields: readonly SettingField[] = [];
  @property({ attribute: false }) values: Readonly<Record<string, unknown>> = {};
  /** All at once, each beside its field. */
  @property({ attribute: false }) problems: readonly FieldProblem[] = [];
  @state() private unreadable: Readonly<Record<string, string>> = {};

  protected override render(): unknown {
    const groups = [...new Set(this.fields.map(({ group }) => group?.name ?? ''))].map((name) => {
      const fields = this.fields.filter(({ group }) => (group?.name ?? '') === name);
      return {
        name,
        title: fields[0]?.group?.[language()] ?? '',
        usual: fields.filter(({ advanced }) => !advanced),
        more: fields.filter(({ advanced }) => advanced),
      };
    });
    // Groups of which all may stay as it is come last, each as one line.
    const asked = groups.filter(({ usual }) => usual.length > 0);
    const rest = groups.filter(({ usual }) => usual.length === 0);
    return html`${asked.map(
      ({ name, title, usual, more }) => html`<fieldset>${title ? html`<legend>${title}</legend>` : nothing}
        ${this.#fieldsOf(usual)}${more.length > 0 ? this.#fold(name, text.more(more.length), more) : nothing}</fieldset>`,
    )}${rest.map(({ name, title, more }) => this.#fold(name, text.folded(title, more.length), more))}`;
  }

  #fieldsOf(fields: readonly SettingField[]): unknown {
    return html`<div class="fields">${fields.map((field) => this.#field(field))}</div>`;
  }

  /** Open where something was filled in or is wrong, and not shut under the hand of who empties a field again. */
  #fold(group: string, title: string, fields: readonly SettingField[]): unknown {
    if (fields.some(({ name }) => this.#problemsOf(name).length > 0 || this.values[name] !== undefined))
      this.#unfolded.add(group);
    return html`<details ?open=${this.#unfolded.has(group)}><summary>${title}</summary>${this.#fieldsOf(fields)}</details>`;
  }

  #field(field: SettingField): unknown {
    const { name, label, example, fallback, required } = field;
    const problems = this.#problemsOf(name);
    const id = `setting-${name}`;
    const hints = [
      fallback === undefined || fallback === '' || typeof fallback === 'object' || typeof fallback === 'boolean'
        ? ''
        : text.byDefault(String(fallback)),
      field.control === 'list' ? text.list : '',
      example && (field.control === 'json' || problems.length > 0) ? text.example(example) : '',
    ].filter(Boolean);
    return html`<div class="field"><label for=${id}>${label[language()]}${required ? html` <i title=${text.required}>*</i>` : nothing}</label>
      ${this.#control(field, id, problems.length > 0)}
      ${problems.map((message) => html`<small class="bad" role="alert">${icons.warn} ${message}</small>`)}
      <small id="${id}-help">${field.help[language()] ?? field.help.en}${hints.length > 0 ? html` <span>${hints.join(' · ')}</span>` : nothing}</small></div>`;
  }

  #control(field: SettingField, id: string, isWrong: boolean): unknown {
    const { name, control, secret, choices = [], example, fallback, required } = field;
    const value = this.values[name];
    const say = (next: unknown) => this.#change(name, next);
    const onText = (event: Event) => say((event.target as HTMLInputElement).value);
    if (control === 'switch') {
      const checked = (value ?? fallback) === true || value === 'true';
      return html`<input id=${id} type="checkbox" .checked=${checked} aria-describedby="${id}-help"
        @change=${(event: Event) => say((event.target as HTMLInputElement).checked)} />`;
    }
    if (control === 'choice') {
      return html`<select id=${id} aria-invalid=${isWrong} aria-describedby="${id}-help" @change=${onText}>
        ${required ? html`<option value="">${text.choose}</option>` : nothing}
        ${choices.map((one) => html`<option value=${one} ?selected=${(value ?? fallback) === one}>${one}</option>`)}</select>`;
    }
    if (control === 'json') {
      return html`<textarea id=${id} spellcheck="false" aria-invalid=${isWrong} aria-describedby="${id}-help"
        .value=${this.unreadable[name] ?? shownJson(value)} @change=${(event: Event) => this.#changeJson(name, (event.target as HTMLTextAreaElement).value)}></textarea>`;
    }
    const isKept = secret && value === withheld;
    return html`<input id=${id} type=${secret ? 'password' : 'text'} inputmode=${control === 'number' ? 'numeric' : 'text'}
      autocomplete=${secret ? 'new-password' : 'off'} spellcheck="false" placeholder=${isKept ? text.kept : secret ? '' : (example ?? '')}
      aria-invalid=${isWrong} aria-describedby="${id}-help" .value=${isKept ? '' : shownValue(value)} @input=${onText} />`;
  }

  #problemsOf(name: string): string[] {
    const own = this.problems
      .filter(({ setting }) => setting === name || setting?.startsWith(`${name}.`))
      .map(({ setting, message }) => (setting === name ? message : `${setting?.slice(name.length + 1)}: ${message}`));
    return this.unreadable[name] === undefined ? own : [text.notJson, ...own];
  }

  #changeJson(name: string, written: string): void {
    const { [name]: _, ...others } = this.unreadable;
    try {
      const value: unknown = written.trim() === '' ? '' : JSON.parse(written);
      this.unreadable = others;
      this.#change(name, value);
    } catch {
      this.unreadable = { ...others, [name]: written };
    }
  }

  #change(name: string, value: unknown): void {
    const { [name]: before, ...others } = this.values;
    const field = this.fields.find((one) => one.name === name);
    // An empty secret is the one that is stored already, where there is one.
    const wasStored = field?.secret && (before === withheld || this.#stored.has(name));
    if (wasStored) this.#stored.add(name);
    const next = value === '' ? (wasStored ? withheld : undefined) : value;
    this.values = next === undefined ? others : { ...others, [name]: next };
    this.dispatchEvent(
      new CustomEvent('hub-settings-change', { detail: { values: this.values }, bubbles: true, composed: true }),
    );
  }

  readonly #stored = new Set<string>();
  readonly #unfolded = new Set<string>();
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-settings-form': SettingsForm;
  }
}

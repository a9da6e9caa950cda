import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { PreviewRow } from '../../client/mapping.ts';
import { type TargetField, type TargetList, targets, transforms } from '../mapping-bench/target-fields.ts';
import {
  definitionOf,
  type FieldPath,
  type FieldText,
  itemsOf,
  pathsIn,
  readField,
  valueAt,
  writeField,
} from '../mapping-bench/yaml-fields.ts';
import { language } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { fieldTableStyles } from './hub-field-table.styles.ts';
import { misfitEnglish, misfitRemedy, misfitSays } from './misfit-says.ts';

const text = defineTexts({
  target: ['目标字段', 'Field'],
  from: ['取自', 'From'],
  how: ['转换', 'Transform'],
  value: ['结果', 'Value'],
  add: ['添加', 'Add'],
  addTransform: ['添加转换', 'Add a transform'],
  wrong: ['转换不是有效的 YAML', 'The transform is no YAML'],
  broken: [
    'YAML 暂时无法读取，改好后表格会恢复。',
    'The YAML cannot be read just now; the table comes back when it can.',
  ],
  required: ['必填', 'Required'],
});

const say = ([zh, en]: readonly [string, string]): string => (language() === 'en' ? en : zh);

/**
 * A mapping as a table: each target field with the path it is filled from, its transforms, and what becomes of it in a
 * row. Editing it edits the YAML.
 *
 * Fires `hub-yaml-change` with `detail: { value }`.
 */
@customElement('hub-field-table')
export class FieldTable extends LitElement {
  static override styles = [base, layout, fieldTableStyles];

  @property() yaml = '';
  /** The row of the preview whose values are shown. */
  @property({ attribute: false }) row: PreviewRow | undefined;
  /** All that came: what one row lacks another may have. */
  @property({ attribute: false }) rows: readonly PreviewRow[] = [];
  @property({ type: Boolean, attribute: 'readonly' }) readOnly = false;
  @state() private wrong = '';
  #definition: Readonly<Record<string, unknown>> | undefined;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('yaml')) this.#definition = definitionOf(this.yaml);
  }

  protected override render(): unknown {
    const definition = this.#definition;
    if (!definition) return html`<p class="state">${text.broken}</p>`;
    const { fields, lists } = targets[definition.target === 'footage' ? 'footage' : 'record'];
    return html`<datalist id="paths">${this.#paths().map((path) => html`<option value=${path}></option>`)}</datalist>
      <table><thead><tr><th>${text.target}</th><th>${text.from}</th><th>${text.how}</th><th>${text.value}</th></tr></thead><tbody>
      ${fields.map((field) => this.#line(field, field.name.split('.'), field.name.split('.')))}
      ${lists.map((list) => this.#list(list))}</tbody></table>`;
  }

  #paths(): string[] {
    return [...new Set([this.row, ...this.rows].flatMap((one) => pathsIn(one?.row)))];
  }

  #list(list: TargetList): unknown {
    const items = itemsOf(this.#definition, list.name);
    return html`<tr class="list"><th colspan="4">${say(list.words)} ${
      this.readOnly
        ? nothing
        : html`<button class="button small plain" type="button" aria-label="${text.add} ${say(list.words)}" @click=${() => this.#addItem(list, items.length)}>+ ${text.add}</button>`
    }</th></tr>
      ${items.map((index) => list.fields.map((field) => this.#line(field, [list.name, index, field.name], [list.name, field.name])))}`;
  }

  #line(field: TargetField, path: FieldPath, canonical: readonly string[]): unknown {
    const key = path.join('.');
    const now = readField(this.#definition, path);
    const problems = this.row?.problems.filter((problem) => problem.field === canonical.join('.')) ?? [];
    const value = this.row?.mapped === undefined || field.plain ? '' : valueAt(this.row.mapped, canonical);
    const label = `${say(field.words)} ${key}`;
    const change = (next: Partial<FieldText>) =>
      this.#write(key, path, { from: now?.from ?? '', rest: now?.rest ?? '', ...next }, field.plain);
    return html`<tr><td class="name">${say(field.words)}${field.required ? html` <i title=${text.required}>*</i>` : nothing}<small>${key}</small></td>
      <td>${
        field.choices
          ? this.#choice(field.choices, now?.from, `${text.from} ${label}`, (from) => change({ from }))
          : html`<input list="paths" aria-label="${text.from} ${label}" spellcheck="false" autocomplete="off" ?readonly=${this.readOnly} .value=${live(now?.from ?? '')}
        @change=${(event: Event) => change({ from: (event.target as HTMLInputElement).value })} />`
      }</td>
      <td>${
        field.plain
          ? nothing
          : html`<span class="how"><input aria-label="${text.how} ${label}" aria-invalid=${this.wrong === key} spellcheck="false" autocomplete="off" ?readonly=${this.readOnly} .value=${live(now?.rest ?? '')}
          title=${now?.rest ?? ''} @change=${(event: Event) => change({ rest: (event.target as HTMLInputElement).value })} />
          ${
            this.readOnly
              ? nothing
              : html`<select aria-label="${text.addTransform} ${label}" @change=${(event: Event) => {
                  const select = event.target as HTMLSelectElement;
                  change({ rest: [now?.rest, select.value].filter(Boolean).join(', ') });
                  select.value = '';
                }}><option value="">+</option>${Object.values(transforms).map(({ words, begin }) => html`<option value=${begin}>${say(words)}</option>`)}</select>`
          }</span>${this.wrong === key ? html`<small class="bad" role="alert">${text.wrong}</small>` : nothing}`
      }</td>
      <td class="value">${
        problems.length > 0
          ? problems.map(
              (problem) =>
                html`<span class="bad" title=${[misfitSays(problem), misfitRemedy(problem), misfitEnglish(problem)].filter(Boolean).join('\n')}>✗ ${problem.value ?? misfitSays(problem)}</span>`,
            )
          : html`<span title=${value}>${value}</span>`
      }</td></tr>`;
  }

  /** The first is what holds when the mapping says nothing. */
  #choice(
    choices: NonNullable<TargetField['choices']>,
    now: string | undefined,
    label: string,
    change: (value: string) => void,
  ): unknown {
    const [usual] = Object.keys(choices);
    return html`<select aria-label=${label} ?disabled=${this.readOnly} style="width:100%"
      @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>${Object.entries(choices).map(
        ([value, words]) => html`<option value=${value} .selected=${value === (now ?? usual)}>${say(words)}</option>`,
      )}</select>`;
  }

  #addItem(list: TargetList, index: number): void {
    const first = list.fields.find(({ required }) => required) ?? list.fields[0];
    const paths = this.#paths();
    const blank = first?.plain ? (list.name === 'references' ? 'dispatch' : 'received') : (paths[0] ?? '?');
    let yaml = this.yaml;
    for (const field of list.fields.filter((one) => one.required || one === first))
      yaml = writeField(
        yaml,
        [list.name, index, field.name],
        { from: field.plain ? blank : (paths[0] ?? '?'), rest: '' },
        field.plain,
      );
    this.#tell(yaml);
  }

  #write(key: string, path: FieldPath, next: FieldText, plain = false): void {
    try {
      this.#tell(writeField(this.yaml, path, next, plain));
      this.wrong = '';
    } catch {
      this.wrong = key;
    }
  }

  #tell(value: string): void {
    this.yaml = value;
    this.dispatchEvent(new CustomEvent('hub-yaml-change', { detail: { value }, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-field-table': FieldTable;
  }
}

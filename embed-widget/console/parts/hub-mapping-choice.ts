import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { draftMapping, listMappings, type MappingItem, readMapping } from '../../client/mapping.ts';
import type { SampleMessage } from '../../client/trial.ts';
import { Loaded, problemOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { systemSays } from './says.ts';

const text = defineTexts({
  how: ['映射从哪里来', 'Where the mapping comes from'],
  draft: ['从样例生成', 'Guess from the sample'],
  copy: ['复制相近的', 'Copy a similar one'],
  use: ['直接使用已有的', 'Use one as it is'],
  title: ['标题', 'Title'],
  target: ['数据是', 'It brings'],
  record: ['业务记录', 'Records'],
  footage: ['音视频目录', 'Footage'],
  system: ['属于', 'Of'],
  make: ['生成映射', 'Make the mapping'],
  again: ['重新生成', 'Make it again'],
  mapping: ['映射', 'Mapping'],
  choose: ['请选择', 'Choose'],
  shared: [
    '其他数据源也用这个映射，因此这里只读；要改请用“复制相近的”。',
    'Other sources use it as well, so it is read-only here; copy it to change it.',
  ],
  guessed: [
    '已按样例猜出各字段，请逐行核对；“?” 处没有猜到。',
    'Guessed from the sample: look over every line; "?" was not found.',
  ],
});

/** The mapping a new source is going to have. */
export interface MappingChoice {
  readonly name: string;
  readonly yaml: string;
  /** Not in the hub yet: to be saved with the source. */
  readonly isNew: boolean;
  /** What the mapping says its sources are polled by. */
  readonly schedule?: string;
}

const ways = ['draft', 'copy', 'use'] as const;
const systems = ['dispatch', 'case', 'incident', 'intelligence', 'traffic'] as const;

/**
 * Chooses or writes the mapping of a new source, with the bench below.
 *
 * Fires `hub-mapping-choice` with `detail: { choice }` whenever it or its text changes.
 */
@customElement('hub-mapping-choice')
export class MappingChooser extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      :host {
        display: grid;
        gap: 14px;
        min-width: 0;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 10px 14px;
      }
      label {
        display: grid;
        gap: 4px;
        min-width: 0;
        font-weight: 500;
      }
      select,
      input {
        max-width: 100%;
      }
    `,
  ];

  @property() connector = '';
  @property() source = '';
  @property({ attribute: false }) messages: readonly SampleMessage[] = [];
  @property({ attribute: false }) choice: MappingChoice | undefined;
  @state() private way: (typeof ways)[number] = 'draft';
  @state() private target: 'record' | 'footage' = 'record';
  @state() private system: string = 'incident';
  @state() private heading = '';
  @state() private said = '';
  readonly #mappings = new Loaded<readonly MappingItem[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    void import('./hub-mapping-bench.ts');
    void this.#mappings.run(async (signal) => (await listMappings(signal)).items);
  }

  protected override render(): unknown {
    const { choice } = this;
    return html`<div class="row"><span class="segments" role="group" aria-label=${text.how}>${ways.map(
      (way) =>
        html`<button type="button" aria-pressed=${this.way === way} @click=${() => {
          this.way = way;
        }}>${text[way]}</button>`,
    )}</span></div>
      ${this.way === 'draft' ? this.#draft() : this.#existing()}
      ${this.said ? html`<p class="bad" role="alert">${this.said}</p>` : nothing}
      ${
        choice
          ? html`${choice.isNew ? (this.way === 'draft' ? html`<p class="muted">${text.guessed}</p>` : nothing) : html`<p class="muted">${text.shared}</p>`}
            <hub-mapping-bench .yaml=${choice.yaml} .messages=${this.messages} ?readonly=${!choice.isNew} @hub-yaml-change=${this.#onYaml}></hub-mapping-bench>`
          : nothing
      }`;
  }

  #draft(): unknown {
    return html`<form class="row" @submit=${this.#onDraft}>
      <label>${text.title}<input .value=${this.heading} placeholder=${this.source} @input=${(event: Event) => {
        this.heading = (event.target as HTMLInputElement).value;
      }} /></label>
      <label>${text.target}<select @change=${(event: Event) => {
        this.target = (event.target as HTMLSelectElement).value as 'record' | 'footage';
      }}>${(['record', 'footage'] as const).map((one) => html`<option value=${one} ?selected=${one === this.target}>${text[one]}</option>`)}</select></label>
      ${
        this.target === 'record'
          ? html`<label>${text.system}<select @change=${(event: Event) => {
              this.system = (event.target as HTMLSelectElement).value;
            }}>${systems.map((one) => html`<option value=${one} ?selected=${one === this.system}>${systemSays(one)}</option>`)}</select></label>`
          : nothing
      }
      <button class="button ${this.choice ? '' : 'primary'}" type="submit">${this.choice ? text.again : text.make}</button></form>`;
  }

  #existing(): unknown {
    const all = this.#mappings.value ?? [];
    const fitting = this.way === 'use' ? all.filter(({ connector }) => connector === this.connector) : all;
    const sorted = [...fitting].sort(
      (a, b) => Number(b.connector === this.connector) - Number(a.connector === this.connector),
    );
    return html`<div class="row"><label>${text.mapping}<select @change=${(event: Event) => void this.#take((event.target as HTMLSelectElement).value)}>
      <option value="">${text.choose}</option>
      ${sorted.map((one) => html`<option value=${one.name}>${one.title[language()]} · ${one.name}</option>`)}</select></label></div>`;
  }

  /** A mapping of that name may be there already, and is not to be changed by this. */
  get #freeName(): string {
    const taken = new Set(this.#mappings.value?.map(({ name }) => name));
    const own = this.choice?.isNew ? this.choice.name : undefined;
    if (own) return own;
    for (let count = 1; ; count++) {
      const name = count === 1 ? this.source : `${this.source}-${count}`;
      if (!taken.has(name)) return name;
    }
  }

  async #onDraft(event: Event): Promise<void> {
    event.preventDefault();
    const [message] = this.messages;
    if (!message) return;
    const { text: written, base64, ...label } = message;
    await this.#try(async () => {
      const name = this.#freeName;
      const { yaml } = await draftMapping({
        name,
        title: this.heading.trim() || this.source,
        connector: this.connector,
        target: this.target,
        ...(this.target === 'record' ? { system: this.system } : {}),
        message: base64 ? { ...label, base64 } : { ...label, text: written ?? '' },
      });
      this.#tell({ name, yaml, isNew: true });
    });
  }

  async #take(name: string): Promise<void> {
    if (!name) return;
    await this.#try(async () => {
      const { yaml } = await readMapping(name);
      const { definitionOf, writeTop } = await import('../mapping-bench/yaml-fields.ts');
      const schedule = (definitionOf(yaml)?.defaults as { schedule?: string } | undefined)?.schedule;
      const timed = schedule ? { schedule } : {};
      if (this.way === 'use') this.#tell({ name, yaml, isNew: false, ...timed });
      else {
        const free = this.#freeName;
        const own = writeTop(writeTop(yaml, 'name', free), 'connector', this.connector);
        this.#tell({ name: free, yaml: own, isNew: true, ...timed });
      }
    });
  }

  #onYaml(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    if (this.choice) this.#tell({ ...this.choice, yaml: event.detail.value });
  }

  #tell(choice: MappingChoice): void {
    this.choice = choice;
    this.dispatchEvent(new CustomEvent('hub-mapping-choice', { detail: { choice }, bubbles: true, composed: true }));
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.said = '';
    try {
      await act();
    } catch (caught) {
      const { message, remedy } = problemOf(caught);
      this.said = [message, remedy].filter(Boolean).join('；');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-mapping-choice': MappingChooser;
  }
}

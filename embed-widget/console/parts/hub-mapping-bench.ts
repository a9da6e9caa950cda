import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { type MappingProblem, mappingSchema, type Preview } from '../../client/mapping.ts';
import type { SampleMessage } from '../../client/trial.ts';
import { errorSays } from '../error-says.ts';
import { toldOf } from '../loaded.ts';
import { hasMisfits, previewOne, previewRest, together } from '../mapping-bench/preview-all.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import type { JsonSchema } from '../yaml-editor/json-schema.ts';
import './hub-field-table.ts';
import './hub-yaml-editor.ts';
import { hubMappingBenchStyles } from './hub-mapping-bench.styles.ts';
import { mappingBenchTexts as text } from './hub-mapping-bench.texts.ts';
import type { YamlEditor } from './hub-yaml-editor.ts';
import { misfitEnglish, misfitRemedy, misfitSays } from './misfit-says.ts';

const views = ['form', 'both', 'yaml'] as const;
const panes = ['raw', 'decoded', 'row', 'mapped'] as const;
const quietMs = 350;

/**
 * The bench: a mapping as table and as YAML side by side, and what it makes of a real message, tried as one types.
 *
 * Fires `hub-yaml-change` with `detail: { value }`, and `hub-previewed` with `detail: { preview }`, which is of all messages
 * together.
 */
@customElement('hub-mapping-bench')
export class MappingBench extends LitElement {
  static override styles = [base, layout, hubMappingBenchStyles];

  @property() yaml = '';
  @property({ attribute: false }) messages: readonly SampleMessage[] = [];
  @property({ type: Boolean, attribute: 'readonly' }) readOnly = false;
  @state() private view: (typeof views)[number] = 'both';
  @state() private pane: (typeof panes)[number] = 'mapped';
  @state() private chosenMessage = 0;
  @state() private chosenRow = 0;
  @state() private preview: Preview | undefined;
  /** Of every message, once they are tried. */
  @state() private all: readonly Preview[] = [];
  @state() private problems: readonly MappingProblem[] = [];
  @state() private said = '';
  @state() private busy = false;
  @state() private schema: JsonSchema | undefined;
  @query('hub-yaml-editor') private editor: YamlEditor | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #generation = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (window.innerWidth < 900) this.view = 'form';
    void mappingSchema()
      .then((schema) => {
        this.schema = schema as JsonSchema;
      })
      .catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('messages')) this.chosenMessage = 0;
    if (changed.has('messages') || changed.has('chosenMessage')) this.chosenRow = 0;
    if (changed.has('yaml') || changed.has('messages') || changed.has('chosenMessage')) this.#trySoon();
  }

  protected override render(): unknown {
    const { rows = [] } = this.preview ?? {};
    const row = rows[Math.min(this.chosenRow, rows.length - 1)];
    return html`<div class="tools"><span class="segments" role="group" aria-label=${text.view}>${views.map(
      (view) =>
        html`<button type="button" aria-pressed=${this.view === view} @click=${() => {
          this.view = view;
        }}>${text[view]}</button>`,
    )}</span><span class="grow"></span>${this.#verdict()}</div>
      <div class="sides ${this.view}">
        ${this.view === 'yaml' ? nothing : html`<hub-field-table .yaml=${this.yaml} .row=${row} .rows=${this.all.flatMap((one) => one.rows)} ?readonly=${this.readOnly} @hub-yaml-change=${this.#onChange}></hub-field-table>`}
        ${
          this.view === 'form'
            ? nothing
            : html`<hub-yaml-editor .value=${this.yaml} .problems=${this.problems} .schema=${this.schema} ?readonly=${this.readOnly} @hub-yaml-change=${this.#onChange}></hub-yaml-editor>`
        }</div>
      ${this.problems.length > 0 ? this.#mappingProblems() : nothing}${this.#hint()}
      ${this.said ? html`<p class="bad" role="alert">${this.said}</p>` : nothing}
      ${this.#sample(row)}`;
  }

  #verdict(): unknown {
    if (this.busy && !this.preview) return html`<span class="chip">${text.busy}</span>`;
    if (this.problems.length > 0)
      return html`<span class="chip bad" role="status">${text.wrongMapping(this.problems.length)}</span>`;
    const { preview } = this;
    if (!preview) return nothing;
    if (preview.error)
      return html`<span class="chip bad" role="status" title=${misfitEnglish(preview.error)}>${misfitSays(preview.error)}</span>`;
    const first = preview.rows.findIndex(({ problems }) => problems.length > 0);
    const other = this.all.findIndex((one, at) => at !== this.chosenMessage && hasMisfits(one));
    return html`<span class="chip">${text.rows(preview.rowCount)}</span>${
      preview.rowCount === 0
        ? html`<span class="chip warn" role="status">${text.noRows}</span>`
        : preview.misfitCount > 0
          ? html`<button class="chip bad" type="button" title=${text.showMisfit} @click=${() => {
              this.chosenRow = first;
            }}>${text.misfits(preview.misfitCount)} ›</button>`
          : other >= 0
            ? html`<button class="chip bad" type="button" @click=${() => {
                this.chosenMessage = other;
              }}>${text.misfitsIn(other + 1)} ›</button>`
            : html`<span class="chip good" role="status">${preview.triedCount < preview.rowCount ? text.fineSoFar(preview.triedCount) : text.fine}</span>`
    }`;
  }

  /** It fits without, but what nobody is named in is hardly ever linked. */
  #hint(): unknown {
    const rows =
      this.preview?.rows.flatMap(({ mapped }) => (mapped && 'officers' in mapped ? [mapped.officers] : [])) ?? [];
    const isNameless = rows.length > 0 && rows.every((officers) => Array.isArray(officers) && officers.length === 0);
    return isNameless && this.problems.length === 0
      ? html`<p class="warn" role="status">${text.nameless}</p>`
      : nothing;
  }

  #mappingProblems(): unknown {
    return html`<ul class="problems">${this.problems.map(
      ({ line, column, path, message, remedy }) =>
        html`<li><button class="button plain small" type="button" @click=${() => this.#goTo(line, column)}>${text.line(line, column)}</button>
          <span><code>${path}</code> ${errorSays(message)}<b>${errorSays(remedy)}</b></span></li>`,
    )}</ul>`;
  }

  #sample(row: Preview['rows'][number] | undefined): unknown {
    const message = this.messages[this.chosenMessage];
    if (!message) return html`<p class="muted">${text.noMessage}</p>`;
    const rows = this.preview?.rows ?? [];
    const at = Math.min(this.chosenRow, Math.max(rows.length - 1, 0));
    const turn = (step: number) => () => {
      this.chosenRow = at + step;
    };
    return html`<section class="sample" aria-label=${text.message}><div class="tools">
        ${
          this.messages.length > 1
            ? html`<select aria-label=${text.message} @change=${(event: Event) => {
                this.chosenMessage = Number((event.target as HTMLSelectElement).value);
              }}>${this.messages.map((_, index) => html`<option value=${index} ?selected=${index === this.chosenMessage}>${text.messageOf(index + 1)}</option>`)}</select>`
            : html`<b>${text.message}</b>`
        }
        <span class="segments" role="group" aria-label=${text.message}>${panes.map(
          (pane) =>
            html`<button type="button" aria-pressed=${this.pane === pane} @click=${() => {
              this.pane = pane;
            }}>${text[pane]}</button>`,
        )}</span><span class="grow"></span>
        ${
          rows.length > 1 && (this.pane === 'row' || this.pane === 'mapped')
            ? html`<button class="button small" type="button" aria-label=${text.previous} ?disabled=${at === 0} @click=${turn(-1)}>‹</button>
              <span class="muted">${text.rowOf((rows[at]?.at ?? at) + 1, this.preview?.rowCount ?? rows.length)}</span>
              <button class="button small" type="button" aria-label=${text.next} ?disabled=${at >= rows.length - 1} @click=${turn(1)}>›</button>`
            : nothing
        }</div>
      ${this.preview?.error ? html`<p class="bad" role="alert" title=${misfitEnglish(this.preview.error)}>${misfitSays(this.preview.error)}${this.preview.error.remedy ? html`<b>${misfitRemedy(this.preview.error)}</b>` : nothing}</p>` : nothing}
      ${
        row?.problems.map(
          (problem) =>
            html`<p class="bad misfit" title=${misfitEnglish(problem)}>${misfitSays(problem)}${problem.remedy ? html`<b>${misfitRemedy(problem)}</b>` : nothing}</p>`,
        ) ?? nothing
      }
      <pre tabindex="0">${this.#paneText(message, row)}</pre></section>`;
  }

  #paneText(message: SampleMessage, row: Preview['rows'][number] | undefined): string {
    const json = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value, null, 2));
    if (this.pane === 'raw') return message.text ?? '';
    if (this.pane === 'decoded') return json(this.preview?.document);
    if (this.pane === 'row') return json(row?.row);
    return row?.skipped === undefined ? json(row?.mapped) : `${text.skipped}: ${row.skipped}`;
  }

  #onChange(event: CustomEvent<{ value: string }>): void {
    this.yaml = event.detail.value;
  }

  #goTo(line: number, column: number): void {
    if (this.view === 'form') this.view = window.innerWidth < 900 ? 'yaml' : 'both';
    void this.updateComplete.then(() => this.editor?.goTo(line, column));
  }

  #trySoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), this.preview ? quietMs : 0);
  }

  async #try(): Promise<void> {
    const message = this.messages[this.chosenMessage];
    if (!message || this.yaml.trim() === '') return;
    const generation = ++this.#generation;
    this.busy = true;
    try {
      const { yaml, messages, chosenMessage: at } = this;
      const preview = await previewOne(yaml, message);
      if (generation !== this.#generation) return;
      this.problems = preview.problems;
      this.said = '';
      // While the mapping is half written the last good result stays to be seen.
      if (preview.problems.length === 0) this.preview = preview;
      const all =
        preview.problems.length > 0
          ? [preview]
          : await previewRest(yaml, messages, { at, preview }, () => generation === this.#generation);
      if (generation !== this.#generation) return;
      this.all = all;
      this.dispatchEvent(
        new CustomEvent('hub-previewed', { detail: { preview: together(all) }, bubbles: true, composed: true }),
      );
    } catch (caught) {
      if (generation !== this.#generation) return;
      this.said = toldOf(caught);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-mapping-bench': MappingBench;
  }
}

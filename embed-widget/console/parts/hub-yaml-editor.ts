import { css, html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { language } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { defineTexts } from '../texts.ts';
import type { JsonSchema } from '../yaml-editor/json-schema.ts';
import type { OpenEditor, YamlProblem } from '../yaml-editor/open-editor.ts';

export type { YamlProblem } from '../yaml-editor/open-editor.ts';

const text = defineTexts({
  label: ['YAML 编辑器', 'YAML editor'],
  loading: ['正在载入编辑器', 'Loading the editor'],
});

const chinese = {
  '$ unchanged lines': '$ 行未变',
  'Fold line': '折叠',
  'Unfold line': '展开',
  'folded code': '已折叠',
  'No diagnostics': '没有问题',
  Diagnostics: '问题',
  Completions: '可填内容',
};

/**
 * An editor for YAML. The engine comes as a chunk of its own when the first editor is shown; until then, and where it
 * cannot load, the text can be edited as plain text.
 *
 * Fires `hub-yaml-change` with `detail: { value }` when a person changed the text.
 */
@customElement('hub-yaml-editor')
export class YamlEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
        height: var(--yaml-editor-height, 480px);
        overflow: hidden;
        border: 1px solid var(--hub-line-strong);
        border-radius: var(--hub-radius-small);
        background: var(--hub-surface);
      }
      :host(:focus-within) {
        outline: 2px solid var(--hub-accent);
        outline-offset: -1px;
      }
      .place,
      textarea {
        position: absolute;
        inset: 0;
      }
      .place {
        overflow: auto;
      }
      textarea {
        padding: 10px 12px;
        width: 100%;
        height: 100%;
        border: 0;
        background: none;
        color: var(--hub-text);
        font: 12.5px / 1.65 var(--hub-mono);
        resize: none;
      }
      .cm-mergeView {
        height: auto;
        min-height: 100%;
      }
    `,
  ];

  /** The text. Set it to replace the text without an event. */
  @property() value = '';
  @property({ attribute: false }) problems: readonly YamlProblem[] = [];
  /** Another text: both are shown with what differs. */
  @property({ attribute: false }) compareWith: string | undefined;
  @property({ attribute: false }) schema: JsonSchema | undefined;
  @property({ type: Boolean, attribute: 'readonly' }) readOnly = false;
  /** Read aloud as the name of the field. */
  @property() label = '';
  @state() private ready = false;
  @query('.place') private place: HTMLElement | undefined;
  #editor: OpenEditor | undefined;
  #generation = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  protected override render(): unknown {
    return html`<div class="place"></div>
      ${
        this.ready
          ? ''
          : html`<textarea .value=${this.value} aria-label=${this.label || text.label} title=${text.loading} ?readonly=${this.readOnly}
        spellcheck="false" @input=${this.#onPlainInput}></textarea>`
      }`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const editor = this.#editor;
    if (!editor) return;
    if (changed.has('compareWith')) {
      void this.#open();
      return;
    }
    if (changed.has('value')) editor.setValue(this.value);
    if (changed.has('readOnly')) editor.setReadOnly(this.readOnly);
    if (changed.has('problems') || changed.has('value')) editor.setProblems(this.problems);
  }

  protected override firstUpdated(): void {
    void this.#open();
  }

  /** Put the cursor somewhere and show it; lines and columns count from 1. */
  goTo(line: number, column?: number): void {
    this.#editor?.focusLine(line, column);
  }

  async #open(): Promise<void> {
    const generation = ++this.#generation;
    const { openEditor } = await import('../yaml-editor/open-editor.ts');
    if (generation !== this.#generation || !this.place || !this.isConnected) return;
    this.#editor?.close();
    this.#editor = openEditor({
      parent: this.place,
      root: this.renderRoot as ShadowRoot,
      value: this.value,
      label: this.label || text.label,
      readOnly: this.readOnly,
      compareWith: this.compareWith,
      schema: () => this.schema,
      phrases: language() === 'en' ? {} : chinese,
      onChange: (value) => this.#changed(value),
    });
    this.#editor.setProblems(this.problems);
    this.ready = true;
  }

  #close(): void {
    this.#generation += 1;
    this.#editor?.close();
    this.#editor = undefined;
    this.ready = false;
  }

  #onPlainInput(event: Event): void {
    this.#changed((event.target as HTMLTextAreaElement).value);
  }

  #changed(value: string): void {
    // Set from outside: the page knows already.
    if (value === this.value) return;
    this.value = value;
    this.dispatchEvent(new CustomEvent('hub-yaml-change', { detail: { value }, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-yaml-editor': YamlEditor;
  }
}

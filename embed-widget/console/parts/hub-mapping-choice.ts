import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { draftMapping, listMappings, type MappingItem, readMapping } from '../../client/mapping.ts';
import type { SampleMessage } from '../../client/trial.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { guessSystem } from '../mapping-bench/guess-system.ts';
import { namesIn } from '../mapping-bench/names-in.ts';
import type { TakenMapping } from '../mapping-bench/taken-mapping.ts';
import { language } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { mappingChoiceStyles } from './hub-mapping-choice.styles.ts';
import { mappingChoiceTexts as text } from './hub-mapping-choice.texts.ts';
import { systemSays } from './says.ts';

/** The mapping a new source is going to have. */
export interface MappingChoice {
  readonly name: string;
  readonly yaml: string;
  /** Not in the hub yet: to be saved with the source. */
  readonly isNew: boolean;
  /** The source whose name it was given; absent when a person named it. */
  readonly namedFor?: string;
  /** What the mapping says its sources are polled by. */
  readonly schedule?: string;
  /** Settings it says they usually have, that were not filled in. */
  readonly brought?: Readonly<Record<string, unknown>>;
}

/** Settings but for those that a mapping brought and nobody touched since. */
export const withoutBrought = (
  settings: Readonly<Record<string, unknown>>,
  brought: MappingChoice['brought'],
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(settings).filter(([name, value]) => brought?.[name] !== value));

const ways = ['draft', 'copy', 'use'] as const;
const systems = ['dispatch', 'case', 'incident', 'intelligence', 'traffic'] as const;

/**
 * Chooses or writes the mapping of a new source, with the bench below.
 *
 * Fires `hub-mapping-choice` with `detail: { choice }` whenever it or its text changes.
 */
@customElement('hub-mapping-choice')
export class MappingChooser extends LitElement {
  static override styles = [base, layout, mappingChoiceStyles];

  @property() connector = '';
  @property() source = '';
  @property({ attribute: false }) messages: readonly SampleMessage[] = [];
  /** As they were filled in so far. */
  @property({ attribute: false }) settings: Readonly<Record<string, unknown>> = {};
  @property({ attribute: false }) choice: MappingChoice | undefined;
  @state() private way: (typeof ways)[number] = 'draft';
  @state() private target: 'record' | 'footage' = 'record';
  /** As a person chose it; until then it is guessed. */
  @state() private chosenSystem: string | undefined;
  @state() private heading = '';
  @state() private said = '';
  @state() private taken: TakenMapping | undefined;
  readonly #mappings = new Loaded<readonly MappingItem[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    void import('./hub-mapping-bench.ts');
    void this.#mappings.run(async (signal) => (await listMappings(signal)).items);
  }

  /** The source was named anew since: its mapping, which has its name from it, follows. */
  protected override firstUpdated(): void {
    const { choice } = this;
    if (choice?.namedFor === undefined || choice.namedFor === this.source) return;
    void this.#try(async () => {
      const mappings = await listMappings();
      const name = this.#freeName(mappings.items);
      const { writeTop } = await import('../mapping-bench/yaml-fields.ts');
      this.#tell({ ...choice, name, yaml: writeTop(choice.yaml, 'name', name), namedFor: this.source });
    });
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
      ${choice ? this.#takenSays() : nothing}
      ${
        choice
          ? html`${choice.isNew ? (this.way === 'draft' ? html`<p class="muted">${text.guessed}</p>` : nothing) : html`<p class="muted">${text.shared}</p>`}
            <hub-mapping-bench .yaml=${choice.yaml} .messages=${this.messages} ?readonly=${!choice.isNew} @hub-yaml-change=${this.#onYaml}></hub-mapping-bench>`
          : nothing
      }`;
  }

  /** What came with a mapping that was taken, so that nothing is set behind anybody's back. */
  #takenSays(): unknown {
    const { taken } = this;
    if (!taken || this.way === 'draft') return nothing;
    const names = Object.keys(taken.brought);
    const says = [
      taken.formerConnector ? text.moved(taken.formerConnector, this.connector) : '',
      names.length > 0 ? text.brought(names.join('、')) : '',
      taken.schedule ? text.timed(taken.schedule) : '',
    ].filter(Boolean);
    return says.length > 0
      ? html`<p role="status" class=${taken.formerConnector ? 'warn' : 'soft'}>${says.join(' ')}</p>`
      : nothing;
  }

  get #system(): string | undefined {
    return this.chosenSystem ?? this.#guessed;
  }

  get #guessed(): string | undefined {
    const ofConnector = (this.#mappings.value ?? [])
      .filter(({ connector, target }) => connector === this.connector && target === 'record')
      .map(({ system }) => system);
    return guessSystem({ ofConnector, named: `${this.source} ${this.heading}`, fields: namesIn(this.messages) });
  }

  #draft(): unknown {
    const system = this.#system;
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
              this.chosenSystem = (event.target as HTMLSelectElement).value || undefined;
            }} required><option value="">${text.choose}</option>${systems.map((one) => html`<option value=${one} .selected=${one === system}>${systemSays(one)}</option>`)}</select></label>`
          : nothing
      }
      <button class="button ${this.choice ? '' : 'primary'}" type="submit">${this.choice ? text.again : text.make}</button>
      ${this.target === 'record' && system && !this.chosenSystem ? html`<small class="muted">${text.fromWords}</small>` : nothing}</form>`;
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
  #freeName(mappings = this.#mappings.value): string {
    const taken = new Set(mappings?.map(({ name }) => name));
    const { choice } = this;
    if (choice?.isNew && choice.namedFor === this.source) return choice.name;
    for (let count = 1; ; count++) {
      const name = count === 1 ? this.source : `${this.source}-${count}`;
      if (!taken.has(name)) return name;
    }
  }

  async #onDraft(event: Event): Promise<void> {
    event.preventDefault();
    const system = this.#system;
    if (this.messages.length === 0 || (this.target === 'record' && !system)) return;
    await this.#try(async () => {
      const name = this.#freeName();
      const { yaml } = await draftMapping({
        name,
        title: this.heading.trim() || this.source,
        connector: this.connector,
        target: this.target,
        ...(this.target === 'record' && system ? { system } : {}),
        // The bytes count where they are known: the text was decoded for reading.
        messages: this.messages.map(({ text: written, base64, ...label }) =>
          base64 ? { ...label, base64 } : { ...label, text: written ?? '' },
        ),
      });
      this.#tell({ name, yaml, isNew: true, namedFor: this.source });
    });
  }

  async #take(name: string): Promise<void> {
    if (!name) return;
    await this.#try(async () => {
      const { yaml } = await readMapping(name);
      const { copyMapping, takeMapping } = await import('../mapping-bench/taken-mapping.ts');
      const isNew = this.way === 'copy';
      const own = isNew ? this.#freeName() : name;
      const filledIn = withoutBrought(this.settings, this.choice?.brought);
      const taken = isNew
        ? copyMapping(yaml, { name: own, connector: this.connector, filledIn })
        : takeMapping(yaml, filledIn);
      this.taken = taken;
      const { schedule, brought } = taken;
      const more = { brought, ...(schedule ? { schedule } : {}), ...(isNew ? { namedFor: this.source } : {}) };
      this.#tell({ name: own, yaml: taken.yaml, isNew, ...more });
    });
  }

  #onYaml(event: CustomEvent<{ value: string }>): void {
    event.stopPropagation();
    if (!this.choice) return;
    const yaml = event.detail.value;
    const { namedFor, ...choice } = this.choice;
    // Whoever writes another name into it names it.
    const [, name = choice.name] = /^name:\s*["']?([a-z0-9][a-z0-9-]*)/m.exec(yaml) ?? [];
    const isOurs = name === choice.name && namedFor !== undefined;
    this.#tell({ ...choice, name, yaml, ...(isOurs ? { namedFor } : {}) });
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
      this.said = toldOf(caught);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-mapping-choice': MappingChooser;
  }
}

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { listMappings, type MappingItem } from '../../client/mapping.ts';
import type { FieldProblem } from '../../client/request.ts';
import { type CheckStep, readSource, type SettingField, type SourceDetail, saveSource } from '../../client/source.ts';
import { checkTrial } from '../../client/trial.ts';
import { Loaded, problemOf, toldOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import { checkSteps } from '../parts/check-steps.ts';
import '../parts/hub-schedule-field.ts';
import '../parts/hub-settings-form.ts';
import { shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { go } from '../router.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['数据源设置', 'Settings of a source'],
  mapping: ['映射', 'Mapping'],
  schedule: ['采集计划', 'Schedule'],
  settings: ['设置', 'Settings'],
  check: ['检查连接', 'Check'],
  checking: ['正在检查', 'Checking'],
  save: ['保存', 'Save'],
  saveAnyway: ['仍然保存', 'Save anyway'],
  unreached: [
    '检查未通过，尚未保存。请更正设置；对方暂时不可用时可以仍然保存。',
    'The check failed and nothing was saved. Correct the settings, or save anyway where the other side is away.',
  ],
  cancel: ['取消', 'Cancel'],
  marked: ['请更正标出的设置。', 'Correct the marked settings.'],
});

/** The settings of a source in the form of its connector; tried before they are saved. */
@customElement('source-settings-page')
export class SourceSettingsPage extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 24px;
      }
      label {
        display: grid;
        gap: 4px;
        min-width: 0;
        font-weight: 500;
      }
      select {
        max-width: 100%;
      }
    `,
  ];

  @property() name = '';
  @state() private values: Readonly<Record<string, unknown>> = {};
  @state() private mapping = '';
  @state() private schedule: string | undefined;
  @state() private problems: readonly FieldProblem[] = [];
  /** The check failed with these very settings, and the person was told. */
  @state() private isWarned = false;
  @state() private checked: readonly CheckStep[] | undefined;
  @state() private busy = false;
  @state() private said = '';
  readonly #source = new Loaded<SourceDetail>(this);
  readonly #mappings = new Loaded<readonly MappingItem[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  protected override render(): unknown {
    return html`<div class="page">${shown(this.#source, (source) => this.#page(source), { again: () => void this.#load(), rows: 8 })}</div>`;
  }

  #page(source: SourceDetail): unknown {
    const mappings = (this.#mappings.value ?? []).filter(
      ({ connector, name }) => connector === source.connector || name === source.mapping,
    );
    return html`<header class="top"><h1>${source.title[language()]}</h1><span class="muted">${source.name} · ${source.connector}</span></header>
      <section class="panel"><h2>${text.settings}</h2><div class="body">
        <div class="row"><label>${text.mapping}<select @change=${(event: Event) => {
          this.mapping = (event.target as HTMLSelectElement).value;
        }}>${mappings.map(({ name, title }) => html`<option value=${name} ?selected=${name === this.mapping}>${title[language()]} · ${name}</option>`)}</select></label>
          ${this.schedule === undefined ? nothing : html`<label>${text.schedule}<hub-schedule-field .value=${this.schedule} @hub-schedule-change=${this.#onSchedule}></hub-schedule-field></label>`}</div>
        <hub-settings-form .fields=${(source.fields ?? []) as readonly SettingField[]} .values=${this.values} .problems=${this.problems} @hub-settings-change=${this.#onSettings}></hub-settings-form>
        ${this.checked ? checkSteps(this.checked) : nothing}${this.said ? html`<p class="bad" role="alert">${this.said}</p>` : nothing}
        <div class="row"><button class="button primary" type="button" ?disabled=${this.busy} @click=${this.#save}>${this.isWarned ? text.saveAnyway : text.save}</button>
          <button class="button" type="button" ?disabled=${this.busy} @click=${this.#check}>${this.busy ? text.checking : text.check}</button>
          <a class="button" href="/sources/${source.name}">${text.cancel}</a></div></div></section>`;
  }

  async #load(): Promise<void> {
    void this.#mappings.run(async (signal) => (await listMappings(signal)).items);
    await this.#source.run((signal) => readSource(this.name, signal));
    const source = this.#source.value;
    if (!source) return;
    this.values = source.settings;
    this.mapping = source.mapping;
    this.schedule = source.schedule;
  }

  #onSettings(event: CustomEvent<{ values: Readonly<Record<string, unknown>> }>): void {
    this.values = event.detail.values;
    this.checked = undefined;
    this.isWarned = false;
  }

  #onSchedule(event: CustomEvent<{ value: string }>): void {
    this.schedule = event.detail.value;
  }

  async #check(): Promise<void> {
    const source = this.#source.value;
    if (!source) return;
    await this.#act(() => this.#try(source));
  }

  async #try({ name, connector }: SourceDetail): Promise<boolean> {
    const trial = { source: name, connector, mapping: this.mapping, settings: this.values };
    const { ok, steps } = await checkTrial(trial);
    this.checked = steps;
    return ok;
  }

  async #save(): Promise<void> {
    const source = this.#source.value;
    if (!source) return;
    await this.#act(async () => {
      if (!this.isWarned && !(await this.#try(source))) {
        this.isWarned = true;
        this.said = text.unreached;
        return;
      }
      await saveSource(source.name, {
        mapping: this.mapping,
        connector: source.connector,
        settings: this.values,
        schedule: this.schedule ?? null,
        version: source.version,
      });
      go(`/sources/${source.name}`);
    });
  }

  async #act(act: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.said = '';
    this.problems = [];
    try {
      await act();
    } catch (caught) {
      const { problems } = problemOf(caught);
      this.problems = problems;
      this.said = problems.length > 0 ? text.marked : toldOf(caught);
    }
    this.busy = false;
  }
}

export default definePage({
  path: '/sources/:name/settings',
  right: 'sources.write',
  title: () => text.title,
  render: ({ name }) => html`<source-settings-page .name=${name ?? ''}></source-settings-page>`,
});

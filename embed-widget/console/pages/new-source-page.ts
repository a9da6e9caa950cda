import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Preview } from '../../client/mapping.ts';
import { saveMapping } from '../../client/mapping.ts';
import type { FieldProblem } from '../../client/request.ts';
import { type CheckStep, saveSource } from '../../client/source.ts';
import { type Connector, checkTrial, listConnectors, type SampleMessage, type Trial } from '../../client/trial.ts';
import { icons } from '../icons.ts';
import { Loaded, problemOf } from '../loaded.ts';
import { isUsable } from '../mapping-bench/preview-all.ts';
import { definePage } from '../page.ts';
import { checkSteps } from '../parts/check-steps.ts';
import { connectorCards } from '../parts/connector-cards.ts';
import '../parts/hub-mapping-choice.ts';
import { type MappingChoice, withoutBrought } from '../parts/hub-mapping-choice.ts';
import '../parts/hub-sample.ts';
import '../parts/hub-schedule-field.ts';
import '../parts/hub-settings-form.ts';
import { misfitRows } from '../parts/misfit-rows.ts';
import { shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { go } from '../router.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { newSourcePageStyles } from './new-source-page.styles.ts';
import { newSourceTexts as text } from './new-source-page.texts.ts';

const steps = ['connector', 'settings', 'sample', 'mapping', 'live'] as const;
type Step = (typeof steps)[number];

/** A new source from an empty form to live, on one page: each step can be gone back to, nothing is stored before the last. */
@customElement('new-source-page')
export class NewSourcePage extends LitElement {
  static override styles = [base, layout, newSourcePageStyles];

  @state() private step: Step = 'connector';
  @state() private connector: Connector | undefined;
  @state() private name = '';
  @state() private values: Readonly<Record<string, unknown>> = {};
  @state() private problems: readonly FieldProblem[] = [];
  @state() private checked: readonly CheckStep[] | undefined;
  @state() private messages: readonly SampleMessage[] = [];
  @state() private choice: MappingChoice | undefined;
  @state() private preview: Preview | undefined;
  @state() private schedule = '*/1 * * * *';
  @state() private busy = false;
  @state() private said: { readonly message: string; readonly remedy?: string | undefined } | undefined;
  readonly #connectors = new Loaded<readonly Connector[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load();
  }

  protected override render(): unknown {
    const reached = this.#reached();
    return html`<div class="page"><header class="top"><h1>${text.title}</h1><span class="muted wide">${text.about}</span></header>
      <nav aria-label=${text.steps}><ol class="way">${steps.map(
        (
          step,
          index,
        ) => html`<li><button type="button" class=${index < steps.indexOf(this.step) ? 'done' : ''} aria-current=${this.step === step ? 'step' : 'false'}
          ?disabled=${index > reached} @click=${() => this.#go(step)}><b>${index + 1}</b><span>${text[step]}</span></button></li>`,
      )}</ol></nav>
      <section class="panel" aria-label=${text[this.step]}>${this.#draw()}</section></div>`;
  }

  #draw(): unknown {
    switch (this.step) {
      case 'connector':
        return shown(this.#connectors, (connectors) => this.#cards(connectors), { again: () => this.#load() });
      case 'settings':
        return this.#settings();
      case 'sample':
        return this.#sample();
      case 'mapping':
        return this.#mapping();
      case 'live':
        return this.#live();
    }
  }

  #cards(connectors: readonly Connector[]): unknown {
    return html`<div class="step"><p class="soft">${text.connectorHelp}</p>
      ${connectorCards(connectors, this.connector, (connector) => this.#choose(connector))}</div>`;
  }

  #settings(): unknown {
    const isNameWrong = this.name !== '' && !/^[a-z0-9][a-z0-9-]{0,62}$/.test(this.name);
    return html`<div class="step"><div class="row"><label for="source-name">${text.name}<input id="source-name" autocomplete="off" spellcheck="false" .value=${this.name} aria-invalid=${isNameWrong}
        placeholder="park-log" @input=${(event: Event) => {
          this.name = (event.target as HTMLInputElement).value.trim();
        }} /></label><small class=${isNameWrong ? 'bad' : 'muted'}>${text.nameHelp}</small></div>
      <hub-settings-form .fields=${this.connector?.fields ?? []} .values=${this.values} .problems=${this.problems} @hub-settings-change=${this.#onSettings}></hub-settings-form>
      ${this.checked ? checkSteps(this.checked) : nothing}${this.#trouble()}
      <div class="foot"><button class="button" type="button" @click=${() => this.#go('connector')}>${text.back}</button>
        <button class="button" type="button" ?disabled=${this.busy} @click=${() => this.#check(false)}>${this.busy ? text.checking : text.check}</button>
        <button class="button primary" type="button" ?disabled=${this.busy || this.name === '' || isNameWrong} @click=${() => this.#check(true)}>${text.next}</button></div></div>`;
  }

  #sample(): unknown {
    return html`<div class="step"><hub-sample .connector=${this.connector} .trial=${this.#trial()} @hub-sample=${this.#onSample}></hub-sample>
      ${this.messages.length > 0 ? html`<p class="good" role="status">${icons.check} ${text.got(this.messages.length)}</p>` : nothing}
      <div class="foot"><button class="button" type="button" @click=${() => this.#go('settings')}>${text.back}</button>
        <button class="button primary" type="button" ?disabled=${this.messages.length === 0} @click=${() => this.#go('mapping')}>${text.next}</button>
        ${this.messages.length === 0 ? html`<span class="muted">${text.sampleFirst}</span>` : nothing}</div></div>`;
  }

  #mapping(): unknown {
    const fits = isUsable(this.preview);
    return html`<div class="step"><hub-mapping-choice .connector=${this.connector?.name ?? ''} .source=${this.name} .messages=${this.messages} .settings=${this.values} .choice=${this.choice}
        @hub-mapping-choice=${this.#onChoice} @hub-previewed=${(event: CustomEvent<{ preview: Preview }>) => {
          this.preview = event.detail.preview;
        }}></hub-mapping-choice>
      <div class="foot"><button class="button" type="button" @click=${() => this.#go('sample')}>${text.back}</button>
        <button class="button primary" type="button" ?disabled=${!fits || !this.choice} @click=${() => this.#go('live')}>${text.next}</button>
        ${fits && this.choice ? nothing : html`<span class="muted" role="status">${this.choice ? text.mend : text.chooseFirst}</span>`}</div></div>`;
  }

  #live(): unknown {
    const { rows = [], rowCount = 0, triedCount = 0, misfitCount = 0 } = this.preview ?? {};
    const tried = rowCount > triedCount ? text.tried(triedCount, rowCount) : '';
    const fact = (label: string, value: unknown) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
    return html`<div class="step"><dl class="facts">${fact(text.name, this.name)}${fact(text.connector, this.connector?.title[language()])}
        ${fact(text.mapping, this.choice?.name)}${fact(text.dryRun, text.dryRunSays(triedCount - misfitCount, misfitCount) + tried)}</dl>
      ${misfitRows(rows)}
      ${this.connector?.polls ? html`<div class="row"><label>${text.schedule}</label></div><hub-schedule-field .value=${this.schedule} @hub-schedule-change=${this.#onSchedule}></hub-schedule-field>` : html`<p>${text.pushTo} <code>${location.origin}/receive/${this.name}</code></p>`}
      ${this.#trouble()}
      <div class="foot"><button class="button" type="button" @click=${() => this.#go('mapping')}>${text.back}</button>
        <button class="button" type="button" ?disabled=${this.busy} @click=${() => this.#save('paused')}>${text.savePaused}</button>
        <button class="button primary" type="button" ?disabled=${this.busy} @click=${() => this.#save('running')}>${text.goLive}</button></div></div>`;
  }

  #trouble(): unknown {
    return this.said
      ? html`<p role="alert"><span class="bad">${this.said.message}</span>${this.said.remedy ? html`<b>${this.said.remedy}</b>` : nothing}</p>`
      : nothing;
  }

  #reached(): number {
    if (!this.connector) return 0;
    if (!this.checked?.every(({ ok }) => ok) || this.name === '') return 1;
    if (this.messages.length === 0) return 2;
    return this.choice && isUsable(this.preview) ? 4 : 3;
  }

  #trial(): Trial {
    return { connector: this.connector?.name ?? '', settings: this.values };
  }

  #load(): void {
    void this.#connectors.run(async (signal) => (await listConnectors(signal)).items);
  }

  #go(step: Step): void {
    this.said = undefined;
    this.step = step;
    this.renderRoot.querySelector('.panel')?.scrollIntoView({ block: 'nearest' });
  }

  #choose(connector: Connector): void {
    if (this.connector !== connector) {
      this.values = {};
      this.problems = [];
      this.checked = undefined;
      this.messages = [];
      this.choice = undefined;
      this.preview = undefined;
    }
    this.connector = connector;
    this.#go('settings');
  }

  #onSettings(event: CustomEvent<{ values: Readonly<Record<string, unknown>> }>): void {
    this.values = event.detail.values;
    this.checked = undefined;
    // What the former settings brought says nothing of these. The mapping stays and is tried on what they bring.
    this.messages = [];
    this.preview = undefined;
  }

  #onSample(event: CustomEvent<{ messages: readonly SampleMessage[] }>): void {
    this.messages = event.detail.messages;
    this.#go('mapping');
  }

  #onChoice(event: CustomEvent<{ choice: MappingChoice | undefined }>): void {
    const before = this.choice?.brought;
    this.choice = event.detail.choice;
    this.preview = undefined;
    const { schedule, brought } = this.choice ?? {};
    if (schedule) this.schedule = schedule;
    // What was typed stands; what was brought is to be seen in the form, and is what the source will have.
    if (brought !== before) this.values = { ...brought, ...withoutBrought(this.values, before) };
  }

  #onSchedule(event: CustomEvent<{ value: string }>): void {
    this.schedule = event.detail.value;
  }

  async #check(goOn: boolean): Promise<void> {
    const isDoubtKnown = this.checked?.some(({ doubt }) => doubt) ?? false;
    this.busy = true;
    this.said = undefined;
    this.problems = [];
    try {
      const { ok, steps: found } = await checkTrial(this.#trial());
      this.checked = found;
      // A doubt is to be seen; who goes on all the same has seen it.
      if (ok && goOn && (isDoubtKnown || !found.some(({ doubt }) => doubt))) this.#go('sample');
    } catch (caught) {
      this.#refused(caught);
    }
    this.busy = false;
  }

  async #save(wanted: 'running' | 'paused'): Promise<void> {
    const { connector, choice } = this;
    if (!connector || !choice) return;
    this.busy = true;
    this.said = undefined;
    try {
      if (choice.isNew)
        await saveMapping(choice.name, { yaml: choice.yaml, note: text.firstNote(this.name), basedOn: 0 });
      this.choice = { ...choice, isNew: false };
      await saveSource(this.name, {
        mapping: choice.name,
        connector: connector.name,
        settings: this.values,
        schedule: connector.polls ? this.schedule : null,
        state: wanted,
      });
      go(`/sources/${this.name}`);
    } catch (caught) {
      this.#refused(caught);
    }
    this.busy = false;
  }

  #refused(caught: unknown): void {
    const { message, remedy, problems } = problemOf(caught);
    this.problems = problems.filter(({ setting }) =>
      this.connector?.fields.some(({ name }) => setting?.split('.')[0] === name),
    );
    this.said = this.problems.length > 0 && this.step === 'settings' ? { message: text.marked } : { message, remedy };
  }
}

export default definePage({
  path: '/sources/new',
  right: 'sources.write',
  title: () => text.title,
  render: () => html`<new-source-page></new-source-page>`,
});

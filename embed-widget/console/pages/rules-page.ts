import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Problem } from '../../client/request.ts';
import {
  checkRules,
  type DraftProblem,
  listRules,
  publishRules,
  type RulesItem,
  type RulesList,
  type RulesTrial,
  readRules,
  readTrial,
  returnToRules,
  rulesSchema,
  tryRules,
} from '../../client/rules.ts';
import { icons } from '../icons.ts';
import { Loaded, problemOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-rules-training.ts';
import '../parts/hub-rules-trial.ts';
import '../parts/hub-rules-versions.ts';
import '../parts/hub-yaml-editor.ts';
import { momentText, numberSays } from '../parts/says.ts';
import { shown } from '../parts/states.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { recordPageStyles } from './record-page.styles.ts';
import { rulesPageStyles } from './rules-page.styles.ts';
import { rulesTexts as text } from './rules-page.texts.ts';

const tryDays = [1, 3, 7, 14, 31] as const;
const rematchDays = [0, 7, 30, 90, 365] as const;
const checkAfterMs = 400;
const askAgainMs = 700;

/** The rule lab: a draft of the match rules, what it would change, and its publication. */
@customElement('rules-page')
export class RulesPage extends LitElement {
  static override styles = [base, layout, recordPageStyles, rulesPageStyles];

  @state() private draft: string | undefined;
  @state() private problems: readonly DraftProblem[] = [];
  @state() private compareWith: { name: string; yaml: string } | undefined;
  @state() private trial: RulesTrial | undefined;
  @state() private days = 7;
  @state() private rematch = 30;
  @state() private note = '';
  @state() private asking: 'publish' | RulesItem | undefined;
  @state() private said: string | undefined;
  @state() private problem: Problem | undefined;
  @state() private busy = false;
  @state() private schema: Record<string, unknown> | undefined;
  readonly #list = new Loaded<RulesList>(this);
  #checking: ReturnType<typeof setTimeout> | undefined;
  #isHere = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#isHere = true;
    void this.#load();
    void rulesSchema().then(
      (schema) => {
        this.schema = schema;
      },
      () => undefined,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#isHere = false;
    clearTimeout(this.#checking);
  }

  protected override render(): unknown {
    return html`<div class="page">${shown(this.#list, (list) => this.#page(list), { again: () => void this.#load(), rows: 12 })}</div>`;
  }

  #page({ inForce, items }: RulesList): unknown {
    const { publishedBy, publishedAt, version } = inForce;
    return html`<header class="top"><h1>${text.title}</h1><span class="chip good">${version}</span>
        <span class="muted">${publishedBy && publishedAt ? text.since(publishedBy, momentText(publishedAt).slice(0, 16)) : text.installed}</span></header>
      ${this.said ? html`<p class="notice" role="status">${this.said}</p>` : nothing}
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.status === 409 && 'id' in this.problem.current ? text.overtaken : [this.problem.message, this.problem.remedy].filter(Boolean).join(' ')}</p>` : nothing}
      <div class="columns"><div class="column">${this.#editor(inForce)}<hub-rules-trial .trial=${this.trial}></hub-rules-trial>
          ${may('rules.write') ? html`<hub-rules-training @draftaccepted=${(event: CustomEvent<string>) => this.#edit(event.detail)}></hub-rules-training>` : nothing}</div>
        <div class="column"><hub-rules-versions .items=${items} ?writable=${may('rules.write')}
          @rulescompare=${(event: CustomEvent<RulesItem>) => void this.#compare(event.detail)}
          @rulesreturn=${(event: CustomEvent<RulesItem>) => {
            this.asking = event.detail;
          }}></hub-rules-versions></div></div>`;
  }

  #editor(inForce: RulesList['inForce']): unknown {
    const yaml = this.draft ?? inForce.yaml;
    const isSame = yaml === inForce.yaml;
    const tab = (label: string, isOn: boolean, act: () => void) =>
      html`<button type="button" aria-pressed=${isOn} @click=${act}>${label}</button>`;
    return html`<section class="panel"><div class="head"><h2>${text.draft}</h2>
        <div class="segments">${tab(text.edit, !this.compareWith, () => {
          this.compareWith = undefined;
        })}${tab(
          this.compareWith && this.compareWith.yaml !== inForce.yaml
            ? text.against(this.compareWith.name)
            : text.compare,
          this.compareWith !== undefined,
          () => {
            this.compareWith = { name: inForce.version, yaml: inForce.yaml };
          },
        )}</div><span class="grow"></span>
        ${isSame ? html`<span class="muted wide">${text.same}</span>` : html`<button class="button small plain" type="button" @click=${() => this.#edit(inForce.yaml)}>${text.discard}</button>`}</div>
      <hub-yaml-editor .value=${yaml} .problems=${this.problems} .schema=${this.schema} .compareWith=${this.compareWith?.yaml} ?readonly=${!may('rules.write')}
        label=${text.draft} @hub-yaml-change=${(event: CustomEvent<{ value: string }>) => this.#edit(event.detail.value)}></hub-yaml-editor>
      ${this.problems.length > 0 ? html`<ul class="problems" role="status"><li><b class="bad">${text.unusable(numberSays(this.problems.length))}</b></li>${this.problems.slice(0, 6).map(({ line, message }) => html`<li><b class="num">${text.line(line)}</b> ${message}</li>`)}</ul>` : nothing}
      ${may('rules.write') ? this.#foot(isSame) : nothing}</section>`;
  }

  #foot(isSame: boolean): unknown {
    const isOff = this.busy || isSame || this.problems.length > 0;
    const isTrying = this.trial?.state === 'waiting' || this.trial?.state === 'running';
    const choose = (label: string, values: readonly number[], chosen: number, set: (days: number) => void) =>
      html`<select aria-label=${label} title=${label} @change=${(event: Event) => set(Number((event.target as HTMLSelectElement).value))}>${values.map(
        (days) => html`<option value=${days} ?selected=${days === chosen}>${text.days(days)}</option>`,
      )}</select>`;
    if (this.asking) return this.#sure(this.asking);
    return html`<div class="foot">${choose(text.try, tryDays, this.days, (days) => {
      this.days = days;
    })}<button class="button" type="button" ?disabled=${isOff || isTrying} @click=${() => void this.#try()}>${text.try}</button>
      <input type="text" maxlength="500" aria-label=${text.note} placeholder=${text.note} .value=${this.note} @input=${(
        event: Event,
      ) => {
        this.note = (event.target as HTMLInputElement).value;
      }}><span class="muted wide">${text.rematch}</span>${choose(text.rematch, rematchDays, this.rematch, (days) => {
        this.rematch = days;
      })}<button class="button primary" type="button" ?disabled=${isOff} @click=${() => {
        this.asking = 'publish';
      }}>${text.publish}</button></div>`;
  }

  #sure(asking: 'publish' | RulesItem): unknown {
    const question = asking === 'publish' ? text.sure : text.back(asking.id === 0 ? text.installed : `#${asking.id}`);
    return html`<div class="foot sure" role="alertdialog" aria-label=${question}><b class="grow">${question}</b>
      <button class="button" type="button" autofocus data-escape @click=${() => {
        this.asking = undefined;
      }}>${text.no}</button><button class="button primary" type="button" ?disabled=${this.busy} @click=${() => void this.#publish(asking)}>${text.surely}</button></div>`;
  }

  async #load(): Promise<void> {
    await this.#list.run(listRules);
  }

  #edit(yaml: string): void {
    this.draft = yaml === this.#list.value?.inForce.yaml ? undefined : yaml;
    clearTimeout(this.#checking);
    this.#checking = setTimeout(async () => {
      const checked = await checkRules(yaml).catch(() => undefined);
      if (checked && yaml === (this.draft ?? this.#list.value?.inForce.yaml)) this.problems = checked.problems;
    }, checkAfterMs);
  }

  async #compare({ id, version }: RulesItem): Promise<void> {
    await this.#do(async () => {
      this.compareWith = { name: id === 0 ? text.installed : version, yaml: (await readRules(id)).yaml };
    });
  }

  async #try(): Promise<void> {
    await this.#do(async () => {
      const { id } = await tryRules(this.draft ?? '', this.days);
      do {
        this.trial = await readTrial(id);
        if (this.trial.state === 'done' || this.trial.state === 'failed') return;
        await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      } while (this.#isHere);
    });
  }

  async #publish(asking: 'publish' | RulesItem): Promise<void> {
    const list = this.#list.value;
    if (!list) return;
    await this.#do(async () => {
      const { id } = list.inForce;
      const note = this.note.trim();
      const published =
        asking === 'publish'
          ? await publishRules({ yaml: this.draft ?? '', basedOn: id, days: this.rematch, ...(note ? { note } : {}) })
          : await returnToRules(asking.id, id, this.rematch);
      this.said = text.done(String(published.rules.id), numberSays(published.days));
      [this.draft, this.note, this.compareWith, this.trial] = [undefined, '', undefined, undefined];
      this.problems = [];
    });
    this.asking = undefined;
    await this.#load();
  }

  async #do(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    this.said = undefined;
    try {
      await act();
    } catch (error) {
      this.problem = problemOf(error);
    }
    this.busy = false;
  }
}

export default definePage({
  path: '/rules',
  right: 'rules.read',
  title: () => text.title,
  nav: { group: 'run', order: 4, icon: icons.rules },
  render: () => html`<rules-page></rules-page>`,
});

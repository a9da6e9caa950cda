import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { listRetention, type RetentionClass, saveRetention } from '../../client/storage.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { numberSays, systemSays } from './says.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['保存期限', 'Retention'],
  class: ['类别', 'Class'],
  applies: ['适用', 'Applies to'],
  linked: [(systems: string) => `关联${systems}的音视频`, (systems: string) => `linked to ${systems}`],
  rest: ['其余音视频', 'everything else'],
  kept: ['保存', 'Kept'],
  days: [(days: number) => `${days} 天`, (days: number) => `${days} days`],
  ever: ['永久', 'for ever'],
  copies: ['副本', 'Copies'],
  recordings: ['数量', 'Clips'],
  lacking: [(count: string) => `缺 ${count}`, (count: string) => `${count} lack`],
  over: [(count: string) => `到期 ${count}`, (count: string) => `${count} over`],
  edit: ['修改', 'Edit'],
  save: ['保存', 'Save'],
  cancel: ['取消', 'Cancel'],
  daysLabel: ['天数（空为永久）', 'Days (for ever when empty)'],
});

/** How long recordings are kept and in how many copies, by what they are linked to; changed in place. */
@customElement('hub-retention')
export class HubRetention extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      input {
        width: 92px;
      }
      input[name='copies'] {
        width: 56px;
      }
    `,
  ];

  @state() private edited = '';
  @state() private trouble = '';
  readonly #classes = new Loaded<readonly RetentionClass[]>(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#load();
  }

  protected override render(): unknown {
    return html`<section class="panel" aria-label=${text.title}><h2>${text.title}</h2>${shown(
      this.#classes,
      (
        classes,
      ) => html`<div class="scroll"><table><thead><tr><th>${text.class}</th><th class="wide">${text.applies}</th><th>${text.kept}</th>
          <th class="right">${text.copies}</th><th class="right">${text.recordings}</th><td></td></tr></thead>
        <tbody>${classes.map((one) => (one.name === this.edited ? this.#form(one) : this.#row(one)))}</tbody></table></div>`,
      { again: () => this.#load(), rows: 2 },
    )}</section>`;
  }

  #row(one: RetentionClass): unknown {
    const systems = one.systems.map(systemSays).join(language() === 'en' ? ', ' : '、');
    return html`<tr><td><b>${one.label[language()]}</b></td><td class="wide soft">${systems === '' ? text.rest : text.linked(systems)}</td>
      <td class="nowrap">${one.days === null ? text.ever : text.days(one.days)}</td><td class="right">${one.copies}</td>
      <td class="right nowrap">${numberSays(one.recordings)} ${one.missing > 0 ? html`<span class="chip warn">${text.lacking(numberSays(one.missing))}</span>` : nothing}
        ${one.expired > 0 ? html`<span class="chip">${text.over(numberSays(one.expired))}</span>` : nothing}</td>
      <td class="right">${may('storage.write') ? html`<button class="button small" type="button" aria-label="${text.edit} ${one.label[language()]}" @click=${() => this.#edit(one.name)}>${text.edit}</button>` : nothing}</td></tr>`;
  }

  #form(one: RetentionClass): unknown {
    return html`<tr><td><b>${one.label[language()]}</b></td><td colspan="5"><form @submit=${(event: SubmitEvent) => this.#save(event, one)}>
      <input name="days" type="number" autofocus min="183" aria-label=${text.daysLabel} placeholder=${text.ever} title=${text.daysLabel} .value=${one.days === null ? '' : String(one.days)} />
      <input name="copies" type="number" min="1" max="5" required aria-label=${text.copies} title=${text.copies} .value=${String(one.copies)} />
      <button class="button small primary" type="submit">${text.save}</button>
      <button class="button small" type="button" data-escape @click=${() => this.#edit('')}>${text.cancel}</button>
      ${this.trouble ? html`<span class="bad" role="alert">${this.trouble}</span>` : nothing}</form></td></tr>`;
  }

  #edit(name: string): void {
    this.edited = name;
    this.trouble = '';
  }

  #load(): void {
    void this.#classes.run(async (signal) => (await listRetention(signal)).items);
  }

  async #save(event: SubmitEvent, { name, label, systems, rank }: RetentionClass): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const days = String(form.get('days') ?? '');
    try {
      const change = { days: days === '' ? null : Number(days), copies: Number(form.get('copies')) };
      await saveRetention(name, { label, systems, rank, ...change });
      this.#edit('');
      this.#load();
    } catch (error) {
      this.trouble = toldOf(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-retention': HubRetention;
  }
}

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Keeping, proposeDeletion, readKeeping } from '../../client/storage.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-holds.ts';
import './hub-reason-form.ts';
import { dateText, momentText } from './says.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['保存', 'Keeping'],
  class: ['类别', 'Class'],
  until: ['保存至', 'Kept until'],
  ever: ['永久', 'For ever'],
  copies: ['副本', 'Copies'],
  lacking: [(count: number) => `还缺 ${count} 份`, (count: number) => `${count} more wanted`],
  arriving: ['写入中', 'arriving'],
  leaving: ['待清除', 'leaving'],
  bad: ['已损坏', 'damaged'],
  checked: [(when: string) => `${when} 校验`, (when: string) => `checked ${when}`],
  propose: ['提请删除', 'Propose deletion'],
  proposed: ['删除待审批', 'Deletion waits for approval'],
  approved: ['正在删除', 'Being deleted'],
  done: ['已按审批删除', 'Deleted on approval'],
  refused: ['删除已驳回', 'Deletion was refused'],
});

/** How one recording is kept: class, copies, what holds it; and what may be done about it, each with a reason. */
@customElement('hub-keeping')
export class HubKeeping extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .body {
        display: grid;
        gap: 10px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        align-items: center;
      }
    `,
  ];

  @property({ type: Number }) footage = 0;
  @state() private proposing = false;
  @state() private trouble = '';
  readonly #keeping = new Loaded<Keeping>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('footage') && this.footage) this.#load();
  }

  protected override render(): unknown {
    return html`<section class="panel"><h2>${text.title}</h2><div class="body">${shown(
      this.#keeping,
      (keeping) => this.#drawn(keeping),
      { again: () => this.#load(), rows: 2 },
    )}</div></section>`;
  }

  #drawn({ class: kept, until, copies, holds, deletion }: Keeping): unknown {
    const lacking = kept.copies - copies.filter(({ state }) => state === 'good').length;
    const isGone = deletion?.state === 'approved' || deletion?.state === 'done';
    return html`<dl class="facts"><div><dt>${text.class}</dt><dd>${kept.label[language()]}</dd></div>
        <div><dt>${text.until}</dt><dd>${until === undefined ? text.ever : dateText(until)}</dd></div></dl>
      ${deletion ? html`<p class=${isGone ? 'bad' : 'warn'} role="status">${text[deletion.state]} <span class="muted">${deletion.reason}</span></p>` : nothing}
      ${
        copies.length > 0
          ? html`<ul aria-label=${text.copies}>${copies.map(
              ({ volume, state, checkedAt }) =>
                html`<li><i class="dot ${state === 'good' ? 'good' : state === 'bad' ? 'bad' : ''}"></i><b>${volume}</b>
                  <span class="muted">${state === 'good' ? (checkedAt ? text.checked(momentText(checkedAt)) : '') : text[state]}</span></li>`,
            )}</ul>`
          : nothing
      }
      ${lacking > 0 && copies.length > 0 ? html`<p class="warn">${text.lacking(lacking)}</p>` : nothing}
      <hub-holds .what=${{ footage: this.footage }} .holds=${holds} ?closed=${isGone} @holds-changed=${() => this.#load()}></hub-holds>
      ${deletion || !may('deletions.write') ? nothing : this.#proposing()}`;
  }

  #proposing(): unknown {
    return this.proposing
      ? html`<hub-reason-form .label=${text.propose} .trouble=${this.trouble} @cancelled=${() => this.#ask(false)}
          @reasoned=${(event: CustomEvent<string>) => this.#propose(event.detail)}></hub-reason-form>`
      : html`<span><button class="button small" type="button" @click=${() => this.#ask(true)}>${text.propose}</button></span>`;
  }

  #ask(proposing: boolean): void {
    this.proposing = proposing;
    this.trouble = '';
  }

  #load(): void {
    void this.#keeping.run((signal) => readKeeping(this.footage, signal));
  }

  async #propose(reason: string): Promise<void> {
    try {
      await proposeDeletion(this.footage, reason);
      this.#ask(false);
      this.#load();
    } catch (error) {
      this.trouble = toldOf(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-keeping': HubKeeping;
  }
}

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Keeping, placeHold, proposeDeletion, readKeeping, releaseHold } from '../../client/storage.ts';
import { Loaded, problemOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
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
  holds: ['法律保全', 'Legal holds'],
  hold: ['保全', 'Hold'],
  release: ['解除保全', 'Release'],
  propose: ['提请删除', 'Propose deletion'],
  reason: ['理由', 'Reason'],
  confirm: ['确定', 'Confirm'],
  cancel: ['取消', 'Cancel'],
  byRecord: ['随记录', 'with its record'],
  proposed: ['删除待审批', 'Deletion waits for approval'],
  approved: ['正在删除', 'Being deleted'],
  done: ['已按审批删除', 'Deleted on approval'],
  refused: ['删除已驳回', 'Deletion was refused'],
});

type Act = { readonly kind: 'hold' | 'propose' } | { readonly kind: 'release'; readonly id: number };

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
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      form input {
        flex: 1 1 180px;
      }
    `,
  ];

  @property({ type: Number }) footage = 0;
  @state() private act: Act | undefined;
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
      ${
        holds.length > 0
          ? html`<ul aria-label=${text.holds}>${holds.map(
              ({ id, reason, heldBy, record }) =>
                html`<li><span class="chip warn">${text.holds}</span><span class="grow">${reason} <span class="muted">${heldBy}${record === undefined ? '' : ` · ${text.byRecord}`}</span></span>
                  ${may('holds.write') ? html`<button class="button small" type="button" @click=${() => this.#begin({ kind: 'release', id })}>${text.release}</button>` : nothing}</li>`,
            )}</ul>`
          : nothing
      }
      ${this.act ? this.#form() : isGone ? nothing : this.#acts(deletion !== undefined)}
      ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}`;
  }

  #acts(isProposed: boolean): unknown {
    return html`<div class="row">${
      may('holds.write')
        ? html`<button class="button small" type="button" @click=${() => this.#begin({ kind: 'hold' })}>${text.hold}</button>`
        : nothing
    }${
      may('deletions.write') && !isProposed
        ? html`<button class="button small" type="button" @click=${() => this.#begin({ kind: 'propose' })}>${text.propose}</button>`
        : nothing
    }</div>`;
  }

  #form(): unknown {
    const label = this.act ? { hold: text.hold, release: text.release, propose: text.propose }[this.act.kind] : '';
    return html`<form class="row" @submit=${this.#send}><input name="reason" required minlength="2" maxlength="500" aria-label="${label} ${text.reason}"
        placeholder="${label} · ${text.reason}" /><button class="button small primary" type="submit">${text.confirm}</button>
      <button class="button small" type="button" @click=${() => this.#begin(undefined)}>${text.cancel}</button></form>`;
  }

  #begin(act: Act | undefined): void {
    this.act = act;
    this.trouble = '';
  }

  #load(): void {
    void this.#keeping.run((signal) => readKeeping(this.footage, signal));
  }

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason') ?? '').trim();
    const { act } = this;
    try {
      if (act?.kind === 'hold') await placeHold({ footage: this.footage, reason });
      else if (act?.kind === 'propose') await proposeDeletion(this.footage, reason);
      else if (act?.kind === 'release') await releaseHold(act.id, reason);
      this.#begin(undefined);
      this.#load();
    } catch (error) {
      const { message, remedy } = problemOf(error);
      this.trouble = [message, remedy].filter(Boolean).join(' — ');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-keeping': HubKeeping;
  }
}

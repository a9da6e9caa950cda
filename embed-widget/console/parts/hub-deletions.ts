import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { type Deletion, decideDeletion, decideDeletions, listDeletions } from '../../client/storage.ts';
import { problemOf, toldOf } from '../loaded.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { linkTo } from './link-to.ts';
import { Listing } from './listing.ts';
import { bytesSay, deviceSays, momentText, rangeSays } from './says.ts';

const text = defineTexts({
  title: ['删除审批', 'Deletion'],
  help: [
    '由一人提出、另一人批准；删除后保留摘要与审批记录。',
    'Proposed by one, approved by another; digests and decisions stay.',
  ],
  proposed: ['待审批', 'Waiting'],
  done: ['已删除', 'Deleted'],
  refused: ['已驳回', 'Refused'],
  none: ['没有待审批的删除', 'Nothing is proposed'],
  noneDone: ['没有记录', 'None'],
  approve: ['批准删除', 'Approve'],
  refuse: ['驳回', 'Refuse'],
  sure: ['确认删除？不可恢复', 'Delete for good?'],
  all: [(count: number) => `批准以上 ${count} 项`, (count: number) => `Approve these ${count}`],
  left: [(count: number) => `${count} 项未能批准`, (count: number) => `${count} could not be approved`],
  yes: ['确认删除', 'Delete'],
  no: ['返回', 'Back'],
  by: [(who: string) => `${who} 提出`, (who: string) => `proposed by ${who}`],
  hub: ['系统', 'the hub'],
  over: ['保存期限已满', 'Its retention is over'],
  decided: [(who: string) => `${who} 审批`, (who: string) => `decided by ${who}`],
});

const states = ['proposed', 'done', 'refused'] as const;
type Shown = (typeof states)[number];

/** In place of the id of one. */
const everyone = -1;
/** The hub takes so many in one go. */
const mostAtOnce = 200;

/** Proposals to delete recordings, to be approved or refused by another person, and the tombstones of those deleted. */
@customElement('hub-deletions')
export class HubDeletions extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px 12px;
        align-items: center;
        padding: 10px 14px;
        border-top: 1px solid var(--hub-line);
      }
      li > * {
        grid-column: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      li > .actions {
        grid-column: 2;
        grid-row: 1 / span 2;
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: center;
        justify-content: flex-end;
      }
      .all {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: center;
        justify-content: flex-end;
        padding: 10px 14px;
        border-top: 1px solid var(--hub-line);
      }
      p.help {
        padding: 10px 14px;
      }
      @media (max-width: 720px) {
        li > .actions {
          grid-column: 1;
          grid-row: auto;
          justify-content: flex-start;
          margin-top: 4px;
        }
      }
    `,
  ];

  @state() private shown: Shown = 'proposed';
  @state() private asked = 0;
  @state() private trouble: { readonly id: number; readonly words: string } | undefined;
  readonly #list = new Listing<Deletion>(this, (cursor, signal) =>
    listDeletions({ state: this.shown, cursor }, signal),
  );

  protected override render(): unknown {
    return html`<section class="panel" aria-label=${text.title}><h2>${text.title}<span class="grow"></span>
        <span class="segments">${states.map(
          (one) =>
            html`<button type="button" aria-pressed=${one === this.shown} @click=${() => this.#show(one)}>${text[one]}</button>`,
        )}</span></h2><p class="help muted">${text.help}</p>
      ${this.#list.draw(
        (items) => html`<ul>${items.map((item) => this.#item(item))}</ul>${this.#all(items)}`,
        this.shown === 'proposed' ? text.none : text.noneDone,
      )}</section>`;
  }

  #item(item: Deletion): unknown {
    const { footage, bytes } = item;
    const who = item.proposedBy === 'hub' ? text.hub : item.proposedBy;
    return html`<li><span>${linkTo(`/footage/${footage.id}`, footage.name)} <span class="soft">${deviceSays(footage.deviceKind)}</span>
        <span class="muted num">${rangeSays(footage.start, footage.end)}${bytes === undefined ? '' : ` · ${bytesSay(bytes)}`}</span></span>
      <span class="soft">${item.proposedBy === 'hub' ? text.over : item.reason} <span class="muted">· ${text.by(who)} ${momentText(item.proposedAt)}${item.decidedBy ? html` · ${text.decided(item.decidedBy)} ${momentText(item.decidedAt ?? '')}` : nothing}</span></span>
      ${item.note ? html`<span class="muted">${item.note}</span>` : nothing}
      ${item.state === 'done' ? html`<code class="muted">SHA-256 ${item.sha256} · SM3 ${item.sm3 ?? '—'}</code>` : nothing}
      ${this.trouble?.id === item.id ? html`<span class="bad" role="alert">${this.trouble.words}</span>` : nothing}
      ${item.state === 'proposed' && may('deletions.write') ? html`<span class="actions">${this.#actions(item)}</span>` : nothing}</li>`;
  }

  #actions({ id }: Deletion): unknown {
    return this.asked === id
      ? html`<span class="bad">${text.sure}</span><button class="button small primary" type="button" @click=${() => this.#decide(id, 'approve')}>${text.yes}</button>
          <button class="button small" type="button" autofocus data-escape @click=${() => this.#ask(0)}>${text.no}</button>`
      : html`<button class="button small" type="button" @click=${() => this.#decide(id, 'refuse')}>${text.refuse}</button>
          <button class="button small" type="button" @click=${() => this.#ask(id)}>${text.approve}</button>`;
  }

  #all(items: readonly Deletion[]): unknown {
    if (this.shown !== 'proposed' || items.length < 2 || !may('deletions.write')) return nothing;
    return html`<div class="all">${this.trouble?.id === everyone ? html`<span class="bad" role="alert">${this.trouble.words}</span>` : nothing}${
      this.asked === everyone
        ? html`<span class="bad">${text.sure}</span><button class="button small primary" type="button" @click=${() => this.#decideAll(items)}>${text.yes}</button>
            <button class="button small" type="button" autofocus data-escape @click=${() => this.#ask(0)}>${text.no}</button>`
        : html`<button class="button small" type="button" @click=${() => this.#ask(everyone)}>${text.all(Math.min(items.length, mostAtOnce))}</button>`
    }</div>`;
  }

  #ask(id: number): void {
    this.asked = id;
  }

  #show(shown: Shown): void {
    this.shown = shown;
    void this.#list.reload();
  }

  async #decideAll(items: readonly Deletion[]): Promise<void> {
    this.asked = 0;
    this.trouble = undefined;
    try {
      const decided = await decideDeletions(
        items.slice(0, mostAtOnce).map(({ id }) => id),
        'approve',
      );
      const left = decided.items.filter(({ ok }) => !ok);
      await this.#list.reload();
      const words = [text.left(left.length), left[0]?.error].join(' — ');
      if (left.length > 0) this.trouble = { id: everyone, words };
    } catch (error) {
      this.trouble = { id: everyone, words: problemOf(error).message };
    }
  }

  async #decide(id: number, word: 'approve' | 'refuse'): Promise<void> {
    this.asked = 0;
    try {
      await decideDeletion(id, word);
      this.trouble = undefined;
      await this.#list.reload();
    } catch (error) {
      this.trouble = { id, words: toldOf(error) };
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-deletions': HubDeletions;
  }
}

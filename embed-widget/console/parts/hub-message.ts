import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import {
  type Message,
  type MessageRow,
  rawAddress,
  readMessage,
  replayPart,
  restOfMessage,
  retryMessage,
} from '../../client/message.ts';
import type { Misfit } from '../../client/trial.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { go } from '../router.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { messageStyles } from './hub-message.styles.ts';
import { messageTexts as text } from './hub-message.texts.ts';
import { markedJson, markedText } from './json-lines.ts';
import { messageStateSays, messageTone } from './message-state.ts';
import { misfitEnglish, misfitRemedy, misfitSays } from './misfit-says.ts';
import { bytesSay, momentText, numberSays } from './says.ts';
import { shown } from './states.ts';

/**
 * A message as it came, decoded, mapped and stored, side by side and row by row; what does not fit is marked. Fires
 * `hub-replayed` when it was mapped again.
 */
@customElement('hub-message')
export class MessageView extends LitElement {
  static override styles = [base, layout, messageStyles];

  @property({ type: Number }) message = 0;
  /** -1: the first that does not fit, or of a message that cannot be read none. */
  @property({ type: Number }) row = -1;
  /** Or the row with this business number. */
  @property() number = '';
  @state() private rest = '';
  @state() private isEditing = false;
  @state() private busy = false;
  @state() private said: { readonly tone: string; readonly words: string } | undefined;
  @query('textarea') private edited: HTMLTextAreaElement | undefined;
  readonly #message = new Loaded<Message>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('message')) {
      this.rest = '';
      this.isEditing = false;
      this.said = undefined;
    }
    if ((changed.has('message') || changed.has('row')) && this.message) this.#load();
  }

  protected override updated(): void {
    for (const mark of this.renderRoot.querySelectorAll('pre mark:first-of-type')) {
      const pane = mark.closest('pre');
      if (pane && mark instanceof HTMLElement) pane.scrollTop = mark.offsetTop - pane.offsetTop - 60;
    }
  }

  protected override render(): unknown {
    return html`<section class="panel">${shown(this.#message, (message) => this.#draw(message), { again: () => this.#load(), rows: 8 })}</section>`;
  }

  #draw(message: Message): unknown {
    const [entry] = message.entries;
    const misfit = message.error ?? entry?.misfit;
    return html`<h2><a class="link" href="/messages/${message.id}">${text.title} ${message.id}</a>
        <span class="chip ${messageTone(message.state)}">${messageStateSays(message.state)}</span>${this.#rows(message)}<span class="grow"></span>${this.#buttons(message)}</h2>
      <div class="facts soft num"><a class="link" href="/sources/${message.source}">${message.source}</a>
        ${[message.subject, message.contentType, `${text.charset} ${message.charset.toUpperCase()}`, bytesSay(message.bytes), momentText(message.receivedAt)].filter(Boolean).map((fact) => html`<span>${fact}</span>`)}
        ${message.editedFrom ? html`<a class="link" href="/messages/${message.editedFrom}">${text.editedFrom(message.editedFrom, message.editedBy ?? '')}</a>` : nothing}
        ${message.edits.map(({ id, by, at }) => html`<a class="link" href="/messages/${id}">${text.edits(id, by)} ${momentText(at).slice(5, 16)}</a>`)}</div>
      ${this.said ? html`<p class="facts ${this.said.tone}" role="status">${this.said.words}</p>` : nothing}
      ${misfit ? this.#why(misfit, entry) : nothing}
      <div class="panes">${this.#raw(message, misfit)}
        <div class="pane"><h3>${text.decoded}</h3>${entry ? html`<pre tabindex="0">${markedJson(entry.decoded, entry.misfit?.places)}</pre>` : html`<p class="note muted">${text.noRow}</p>`}</div>
        <div class="pane"><h3>${text.mapped}</h3>${this.#mapped(entry)}</div>
        <div class="pane"><h3>${text.stored}${this.#storedChip(message, entry)}</h3>${entry?.stored ? html`<pre tabindex="0">${markedJson(entry.stored.data)}</pre>` : html`<p class="note muted">${text.none}</p>`}</div></div>`;
  }

  #rows({ rowCount, entries, deadRows }: Message): unknown {
    if (rowCount < 2) return nothing;
    const at = entries[0]?.row ?? 0;
    const to = (row: number) => () => {
      this.row = Math.min(Math.max(0, row), rowCount - 1);
    };
    const nextDead = deadRows.find((row) => row > at) ?? deadRows[0];
    return html`<span class="rows muted"><button class="button plain small" type="button" aria-label=${text.previous} ?disabled=${at === 0} @click=${to(at - 1)}>‹</button>
      <label>${text.row} <input type="number" min="1" max=${rowCount} .value=${String(at + 1)} @change=${(event: Event) => to(Number((event.target as HTMLInputElement).value) - 1)()}></label>
      ${text.of(rowCount)}<button class="button plain small" type="button" aria-label=${text.next} ?disabled=${at >= rowCount - 1} @click=${to(at + 1)}>›</button>
      ${nextDead === undefined || nextDead === at ? nothing : html`<button class="button plain small" type="button" @click=${to(nextDead)}>${text.nextDead}</button>`}</span>`;
  }

  #buttons({ id, source, mapping, text: body, textLength }: Message): unknown {
    if (!may('dead-letters.write') || !mapping) return nothing;
    const isWhole = body.length + this.rest.length >= textLength;
    return html`<a class="button small" href="/mappings/${mapping}?source=${source}&message=${id}">${text.mapping}</a>
      ${isWhole ? html`<button class="button small" type="button" aria-pressed=${this.isEditing} @click=${this.#toggleEdit}>${text.edit}</button>` : nothing}
      <button class="button small primary" type="button" ?disabled=${this.busy} @click=${this.#replay}>${text.replay}</button>`;
  }

  #why(misfit: Misfit, entry: MessageRow | undefined): unknown {
    const { field, rule, value } = misfit;
    const [says, remedy, english] = [misfitSays(misfit), misfitRemedy(misfit), misfitEnglish(misfit)];
    const missing = entry?.misfit && entry.misfit.places.length === 0 ? entry.misfit.reads : [];
    return html`<div class="why" role="alert"><span class="bad">${field && !says.startsWith(field) ? html`<code>${field}</code> ` : nothing}${says}</span>
      ${rule ? html`<span class="soft">${text.rule} <code>${rule}</code>${value ? html` · ${text.value} <code class="bad">${value}</code>` : nothing}</span>` : nothing}
      ${missing.length > 0 ? html`<span class="soft">${text.expected}：${missing.map((path) => html`<code>${path}</code> `)}</span>` : nothing}
      ${remedy ? html`<b>${remedy}</b>` : nothing}${english.startsWith(says) ? nothing : html`<small class="muted" lang="en">${english}</small>`}</div>`;
  }

  #raw(message: Message, misfit: Misfit | undefined): unknown {
    const body = message.text + this.rest;
    const isCut = body.length < message.textLength;
    if (this.isEditing) {
      return html`<div class="pane"><h3>${text.edit}</h3><p class="note soft">${text.editHelp}</p>
        <textarea aria-label=${text.edit} spellcheck="false" .value=${body}></textarea>
        <div class="actions"><button class="button small primary" type="button" ?disabled=${this.busy} @click=${this.#retry}>${text.send}</button>
          <button class="button small" type="button" @click=${this.#toggleEdit}>${text.cancel}</button></div></div>`;
    }
    return html`<div class="pane"><h3>${text.raw}<span class="grow"></span><a class="link" download href=${rawAddress(message.id)}>${text.download}</a></h3>
      <pre tabindex="0">${markedText(body, misfit?.value)}</pre>
      ${isCut ? html`<div class="actions"><button class="button small" type="button" ?disabled=${this.busy} @click=${() => this.#more(body.length)}>${text.more}</button><span class="muted">${text.cut(numberSays(body.length), numberSays(message.textLength))}</span></div>` : nothing}</div>`;
  }

  #mapped(entry: MessageRow | undefined): unknown {
    if (entry?.isSkipped) return html`<p class="note muted">${text.skipped}</p>`;
    if (entry?.mapped !== undefined) return html`<pre tabindex="0">${markedJson(entry.mapped)}</pre>`;
    return html`<p class="note ${entry?.misfit ? 'bad' : 'muted'}">${entry?.misfit ? misfitSays(entry.misfit) : '—'}</p>`;
  }

  #storedChip({ id }: Message, entry: MessageRow | undefined): unknown {
    const stored = entry?.stored;
    if (!stored) return nothing;
    const isNewer = stored.messageId !== null && stored.messageId > id;
    const [tone, words] = stored.isSame
      ? ['good', text.same]
      : isNewer
        ? ['', text.newer(stored.messageId ?? 0)]
        : entry.mapped === undefined
          ? ['', text.earlier]
          : ['warn', text.differs];
    const address = stored.target === 'record' ? `/records/${stored.id}` : `/footage/${stored.id}`;
    return html`<span class="chip cut ${tone}" title=${words}>${words}</span><span class="grow"></span>
      ${may(`${stored.target === 'record' ? 'records' : 'footage'}.read`) ? html`<a class="link" href=${address}>${text.open}</a>` : nothing}`;
  }

  #load(): void {
    void this.#message.run((signal) =>
      readMessage(this.message, this.row < 0 ? { number: this.number } : { row: this.row }, signal),
    );
  }

  readonly #toggleEdit = (): void => {
    this.isEditing = !this.isEditing;
  };

  readonly #replay = (): void => {
    void this.#act(async () => {
      const { message: id } = this;
      const { stored, unchanged, stillDead, refused } = await replayPart(
        { ids: [id] },
        { upTo: id, after: 0, limit: 1 },
      );
      const still = stillDead + refused;
      this.said = { tone: still > 0 ? 'warn' : 'good', words: text.replayed(stored, unchanged, still) };
      this.#load();
      this.dispatchEvent(new CustomEvent('hub-replayed', { bubbles: true, composed: true }));
    });
  };

  readonly #retry = (): void => {
    void this.#act(async () => {
      const { messageId } = await retryMessage(this.message, this.edited?.value ?? '');
      go(`/messages/${messageId}`);
    });
  };

  #more(offset: number): void {
    void this.#act(async () => {
      this.rest += (await restOfMessage(this.message, offset)).text;
    });
  }

  async #act(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.said = undefined;
    try {
      await act();
    } catch (caught) {
      this.said = { tone: 'bad', words: toldOf(caught) };
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-message': MessageView;
  }
}

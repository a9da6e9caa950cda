import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { type DeadLetter, dismissDeadLetter, listDeadLetters, replayDeadLetters } from '../../client/dead-letter.ts';
import { AddressQuery } from '../address-query.ts';
import { icons } from '../icons.ts';
import { toldOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-message.ts';
import '../parts/hub-replay.ts';
import { Listing } from '../parts/listing.ts';
import { misfitRemedy, misfitSays } from '../parts/misfit-says.ts';
import { momentText } from '../parts/says.ts';
import { setQuery } from '../router.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { deadLettersPageStyles } from './dead-letters-page.styles.ts';

const text = defineTexts({
  title: ['死信', 'Dead letters'],
  about: [
    '未能映射的报文放在这里，一条不丢；改好映射后可重放。',
    'What did not fit is kept here, nothing is lost; replay it when the mapping is mended.',
  ],
  when: ['时间', 'When'],
  source: ['数据源', 'Source'],
  reason: ['原因', 'Reason'],
  field: ['字段', 'Field'],
  rule: ['规则', 'Rule'],
  value: ['值', 'Value'],
  number: ['业务编号', 'Business number'],
  remedy: ['建议', 'What to do'],
  replay: ['重放', 'Replay'],
  replayAll: ['重放该数据源的全部', 'Replay all of this source'],
  dismiss: ['忽略', 'Dismiss'],
  none: ['没有死信', 'No dead letter'],
  noneHelp: ['收到的每一行都已入库或未变。', 'Every row that came was stored or unchanged.'],
  done: ['已重放', 'Replayed'],
  clear: ['清除', 'Clear'],
});

const saysOf = (letter: DeadLetter): string => misfitSays({ ...letter, message: letter.reason });

/** Rows that did not fit: which field, which rule, which value; the message behind it; replay after a mapping fix. */
@customElement('dead-letters-page')
export class DeadLettersPage extends LitElement {
  static override styles = [base, layout, deadLettersPageStyles];

  @state() private chosen = 0;
  /** The source of which everything is being replayed. */
  @state() private replaying = '';
  @state() private said: { tone: string; words: string } | undefined;
  readonly #query = new AddressQuery(this, () => void this.#list.reload());
  readonly #list = new Listing<DeadLetter>(this, (cursor, signal) =>
    listDeadLetters({ state: 'open', source: this.#query.values.source, limit: 50, cursor }, signal),
  );

  protected override render(): unknown {
    const { source } = this.#query.values;
    const letter = this.#list.items.find(({ id }) => id === this.chosen);
    return html`<div class="page"><header class="top"><h1>${text.title}</h1>
        ${source ? html`<button class="button small" type="button" title=${text.clear} @click=${() => setQuery({ source: undefined })}>${source} ×</button>` : nothing}
        <span class="muted wide">${text.about}</span><span class="grow"></span>
        ${
          source && may('dead-letters.write')
            ? html`<button class="button primary" type="button" @click=${() => {
                this.replaying = source;
              }}>${text.replayAll}</button>`
            : nothing
        }</header>
      ${this.replaying ? html`<hub-replay .selection=${{ source: this.replaying, state: 'dead' }} @hub-replayed=${() => void this.#list.reload()} @hub-close=${this.#endReplay}></hub-replay>` : nothing}
      ${this.said ? html`<p class=${this.said.tone} role="status">${this.said.words}</p>` : nothing}
      <div class="columns">
        <section class="panel" aria-label=${text.title}>${this.#list.draw(
          (
            items,
          ) => html`<div class="scroll"><table><thead><tr><th>${text.reason}</th><th>${text.field}</th><th class="wide">${text.value}</th><th class="wide">${text.source}</th><th class="wide">${text.when}</th></tr></thead>
            <tbody>${items.map((item) => this.#row(item))}</tbody></table></div>`,
          text.none,
          text.noneHelp,
        )}</section>
        ${letter ? this.#detail(letter) : nothing}</div></div>`;
  }

  #row(letter: DeadLetter): unknown {
    return html`<tr class="go" aria-selected=${letter.id === this.chosen} @click=${() => this.#choose(letter.id)}>
      <td><button class="plain cut" type="button" aria-expanded=${letter.id === this.chosen} title=${letter.reason}>${saysOf(letter)}</button></td>
      <td class="nowrap"><code>${letter.field ?? '—'}</code></td><td class="wide"><code class="cut" style="max-width:16em">${this.#valueOf(letter)}</code></td>
      <td class="wide nowrap soft">${letter.source}</td><td class="wide nowrap muted">${momentText(letter.createdAt).slice(5, 16)}</td></tr>`;
  }

  #detail(letter: DeadLetter): unknown {
    const fact = (label: string, value: unknown) =>
      value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
    return html`<div class="detail" tabindex="-1" role="region" aria-label=${saysOf(letter)} @keydown=${(event: KeyboardEvent) => this.#onKey(event, letter.id)}><section class="panel"><h2><span class="cut" title=${letter.reason}>${saysOf(letter)}</span><span class="grow"></span>
        ${
          may('dead-letters.write')
            ? html`<button class="button small" type="button" @click=${() => this.#dismiss(letter.id)}>${text.dismiss}</button>
              <button class="button small primary" type="button" @click=${() => this.#replay({ ids: [letter.id] })}>${text.replay}</button>`
            : nothing
        }</h2>
      <dl class="facts body">${fact(text.remedy, letter.remedy ? html`<b>${misfitRemedy({ ...letter, message: letter.reason })}</b>` : '')}${fact(text.field, html`<code>${letter.field ?? ''}</code>`)}
        ${fact(text.rule, html`<code>${letter.rule ?? ''}</code>`)}${fact(text.value, html`<code class="bad">${this.#valueOf(letter)}</code>`)}
        ${fact(text.number, letter.number ? html`<a class="link" href="/messages?number=${letter.number}">${letter.number}</a>` : '')}
        ${fact(text.source, html`<a class="link" href="/sources/${letter.source}">${letter.source}</a>`)}${fact(text.when, momentText(letter.createdAt))}</dl></section>
      <hub-message .message=${letter.messageId} .row=${letter.row ?? -1} @hub-replayed=${() => void this.#list.reload()}></hub-message></div>`;
  }

  #valueOf({ value }: DeadLetter): string {
    return value === undefined || value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value);
  }

  #choose(id: number): void {
    this.chosen = this.chosen === id ? 0 : id;
    if (!this.chosen) return;
    // The detail stands above the list: who reads by keyboard or ear is led there, and back by Escape.
    window.scrollTo({ top: 0 });
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.detail')?.focus({ preventScroll: true }),
    );
  }

  #onKey(event: KeyboardEvent, id: number): void {
    const [target] = event.composedPath();
    const isWriting = target instanceof HTMLElement && target.matches('input, textarea');
    if (event.key === 'Escape' && !event.defaultPrevented && !isWriting) this.#choose(id);
  }

  readonly #endReplay = (): void => {
    this.replaying = '';
  };

  async #replay(selection: { ids: readonly number[] }): Promise<void> {
    await this.#act(async () => {
      const { replayed, stored, dead } = await replayDeadLetters(selection);
      this.said = {
        tone: dead ? 'warn' : 'good',
        words: [text.done, replayed ?? stored, dead ? `${text.title} ${dead}` : '']
          .filter((word) => word !== undefined && word !== '')
          .join(' '),
      };
    });
  }

  #dismiss(id: number): Promise<void> {
    return this.#act(async () => void (await dismissDeadLetter(id)));
  }

  async #act(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.chosen = 0;
    } catch (error) {
      this.said = { tone: 'bad', words: toldOf(error) };
    }
    await this.#list.reload();
  }
}

export default definePage({
  path: '/dead-letters',
  right: 'messages.read',
  title: () => text.title,
  nav: { group: 'run', order: 2, icon: icons.dead },
  render: () => html`<dead-letters-page></dead-letters-page>`,
});

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type MessageSelection, planReplay, type ReplayPlan, replayPart } from '../../client/message.ts';
import { toldOf } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { numberSays } from './says.ts';

const text = defineTexts({
  ask: [
    (count: string, upTo: number) =>
      `按现行映射重放 ${count} 条报文（到报文 ${upTo} 为止）？库中较新的内容不会被改动。`,
    (count: string, upTo: number) =>
      `Map ${count} messages again (up to message ${upTo})? What the store has newer is not touched.`,
  ],
  cut: ['一次最多这么多，其余的再来一次。', 'No more at once; the others in another go.'],
  none: ['没有符合的报文', 'No such messages'],
  yes: ['开始重放', 'Replay'],
  no: ['取消', 'Cancel'],
  stop: ['停止', 'Stop'],
  stopped: ['已停止', 'Stopped'],
  done: ['重放完成', 'Done'],
  counts: [
    (done: string, all: string) => `${done} / ${all} 条报文`,
    (done: string, all: string) => `${done} / ${all} messages`,
  ],
  stored: ['入库', 'Stored'],
  unchanged: ['未变', 'Unchanged'],
  refused: ['不符合', 'Do not fit'],
  close: ['关闭', 'Close'],
});

const atOnce = 50;

/**
 * Maps messages again: says how many and asks, shows how far it is, counts the results. Fires `hub-replayed` at the end
 * and `hub-close` when it is put away.
 */
@customElement('hub-replay')
export class ReplayView extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .body {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        padding: 12px 14px;
      }
      progress {
        flex: 1 1 160px;
        accent-color: var(--hub-accent);
      }
    `,
  ];

  @property({ attribute: false }) selection: MessageSelection = {};
  @state() private plan: ReplayPlan | undefined;
  @state() private sums = { messages: 0, stored: 0, unchanged: 0, refused: 0 };
  @state() private step: 'asks' | 'runs' | 'stopped' | 'done' = 'asks';
  @state() private said = '';

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('selection')) void this.#ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.step = 'stopped';
  }

  protected override render(): unknown {
    if (this.said) return this.#box(html`<span class="bad" role="alert">${this.said}</span>${this.#close(text.close)}`);
    if (!this.plan) return nothing;
    return this.#box(this.step === 'asks' ? this.#question(this.plan) : this.#progress(this.plan));
  }

  #box(inner: unknown): unknown {
    return html`<section class="panel"><div class="body">${inner}</div></section>`;
  }

  #question({ messages, upTo, isCut }: ReplayPlan): unknown {
    if (messages === 0) return html`<span>${text.none}</span>${this.#close(text.close)}`;
    return html`<b>${text.ask(numberSays(messages), upTo)}</b>${isCut ? html`<span class="warn">${text.cut}</span>` : nothing}<span class="grow"></span>
      <button class="button primary" type="button" @click=${() => this.#run(messages, upTo)}>${text.yes}</button>${this.#close(text.no)}`;
  }

  #progress({ messages }: ReplayPlan): unknown {
    const { sums, step } = this;
    return html`<b>${step === 'done' ? text.done : step === 'stopped' ? text.stopped : ''}</b>
      <progress max=${messages} value=${sums.messages} aria-label=${text.yes}></progress><span role="status">${text.counts(numberSays(sums.messages), numberSays(messages))}</span>
      <span class="chip good">${text.stored} ${numberSays(sums.stored)}</span><span class="chip">${text.unchanged} ${numberSays(sums.unchanged)}</span>
      <span class="chip ${sums.refused > 0 ? 'bad' : ''}">${text.refused} ${numberSays(sums.refused)}</span>
      ${
        step === 'runs'
          ? html`<button class="button" type="button" @click=${() => {
              this.step = 'stopped';
            }}>${text.stop}</button>`
          : this.#close(text.close)
      }`;
  }

  #close(label: string): unknown {
    return html`<button class="button" type="button" data-escape @click=${() => this.dispatchEvent(new Event('hub-close'))}>${label}</button>`;
  }

  async #ask(): Promise<void> {
    this.step = 'asks';
    this.plan = undefined;
    this.sums = { messages: 0, stored: 0, unchanged: 0, refused: 0 };
    await this.#act(async () => {
      this.plan = await planReplay(this.selection);
    });
  }

  #run(most: number, upTo: number): Promise<void> {
    this.step = 'runs';
    return this.#act(async () => {
      for (let after: number | undefined = 0; after !== undefined && this.sums.messages < most; ) {
        if (this.step !== 'runs') break;
        const part: Awaited<ReturnType<typeof replayPart>> = await replayPart(this.selection, {
          upTo,
          after,
          limit: atOnce,
        });
        this.sums = {
          messages: this.sums.messages + part.messages,
          stored: this.sums.stored + part.stored,
          unchanged: this.sums.unchanged + part.unchanged,
          refused: this.sums.refused + part.refused + part.stillDead,
        };
        after = part.last;
      }
      if (this.step === 'runs') this.step = 'done';
      this.dispatchEvent(new CustomEvent('hub-replayed', { bubbles: true, composed: true }));
    });
  }

  async #act(act: () => Promise<void>): Promise<void> {
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
    'hub-replay': ReplayView;
  }
}

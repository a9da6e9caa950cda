import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  type Connector,
  fetchSample,
  lookBehindDoor,
  type Misfit,
  openDoor,
  type SampleMessage,
  type Trial,
} from '../../client/trial.ts';
import { problemOf } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { misfitEnglish, misfitRemedy, misfitSays } from './misfit-says.ts';

const text = defineTexts({
  fetch: ['取一份样例', 'Fetch a sample'],
  fetching: ['正在取样例', 'Fetching'],
  fetchHelp: [
    '按上面的设置取第一页，不入库，也不移动采集位置。',
    'Takes the first page by the settings above; nothing is stored and no position moves.',
  ],
  wait: ['等对方发一条', 'Wait for the other side'],
  waitHelp: [
    '开一个临时地址，请对方往这里发一条；平台会回答“稍后重发”，不会入库，也不会丢。',
    'Opens a temporary address to send one message to. The hub answers "send again later": nothing is stored, nothing is lost.',
  ],
  waiting: ['正在等待，请让对方向此地址发送：', 'Waiting; have the other side send to:'],
  stop: ['停止等待', 'Stop waiting'],
  paste: ['粘贴报文', 'Paste a message'],
  pasteHelp: ['把一条真实报文粘贴到这里，或选择文件。', 'Paste one real message here, or choose a file.'],
  use: ['使用这段报文', 'Use this message'],
  file: ['选择文件', 'Choose a file'],
  none: ['对方没有返回任何数据', 'The other side gave nothing'],
  message: ['报文', 'The message'],
});

const lookEveryMs = 2_000;
const base64Of = (bytes: Uint8Array): string => {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
};
const typeOf = (written: string): string => (written.startsWith('<') ? 'text/xml' : 'application/json');

/** As a person reads it: exports of Chinese systems are often in GBK, and bytes that are no UTF-8 are that. */
const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

/**
 * Gets a first message of a system: fetched, waited for at a temporary address, pasted or read from a file.
 *
 * Fires `hub-sample` with `detail: { messages }`.
 */
@customElement('hub-sample')
export class SampleGetter extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      textarea {
        width: 100%;
        height: 160px;
        padding: 8px 10px;
        font: 12px / 1.5 var(--hub-mono);
        resize: vertical;
      }
      .address {
        display: grid;
        gap: 6px;
        padding: 10px 12px;
        border: 1px dashed var(--hub-accent);
        border-radius: 6px;
      }
      .address code {
        overflow-wrap: anywhere;
        user-select: all;
      }
      input[type='file'] {
        height: auto;
        padding: 4px;
        max-width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) connector: Connector | undefined;
  @property({ attribute: false }) trial: Trial | undefined;
  @state() private isPasting = false;
  @state() private busy = false;
  @state() private door: { readonly id: string; readonly address: string } | undefined;
  @state() private error: Misfit | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override render(): unknown {
    const { connector, error, door } = this;
    return html`<div class="ways">
        ${connector?.polls ? html`<button class="button primary" type="button" ?disabled=${this.busy} @click=${this.#fetch}>${this.busy ? text.fetching : text.fetch}</button>` : nothing}
        ${connector?.receives && !door ? html`<button class="button" type="button" @click=${this.#wait}>${text.wait}</button>` : nothing}
        <button class="button" type="button" aria-expanded=${this.isPasting} @click=${() => {
          this.isPasting = !this.isPasting;
        }}>${text.paste}</button></div>
      <p class="muted">${connector?.polls ? text.fetchHelp : connector?.receives ? text.waitHelp : ''}</p>
      ${door ? html`<div class="address" role="status"><span>${text.waiting}</span><code>${door.address}</code><span><button class="button small" type="button" @click=${this.#stop}>${text.stop}</button></span></div>` : nothing}
      ${
        this.isPasting
          ? html`<form @submit=${this.#usePasted} style="display:grid;gap:8px"><textarea name="pasted" aria-label=${text.message} placeholder=${text.pasteHelp} spellcheck="false"></textarea>
              <span class="ways"><button class="button" type="submit">${text.use}</button><input type="file" aria-label=${text.file} @change=${this.#useFile} /></span></form>`
          : nothing
      }
      ${error ? html`<p role="alert"><span class="bad" title=${misfitEnglish(error)}>${misfitSays(error)}</span>${error.remedy ? html`<br /><b>${misfitRemedy(error)}</b>` : nothing}</p>` : nothing}`;
  }

  #tell(messages: readonly SampleMessage[]): void {
    this.dispatchEvent(new CustomEvent('hub-sample', { detail: { messages }, bubbles: true, composed: true }));
  }

  async #fetch(): Promise<void> {
    if (!this.trial) return;
    this.busy = true;
    this.error = undefined;
    try {
      const { messages, error } = await fetchSample(this.trial);
      this.error = error ?? (messages.length === 0 ? { message: text.none } : undefined);
      if (messages.length > 0) this.#tell(messages);
    } catch (caught) {
      this.#refused(caught);
    }
    this.busy = false;
  }

  async #wait(): Promise<void> {
    if (!this.trial) return;
    this.error = undefined;
    try {
      const door = await openDoor(this.trial);
      this.door = door;
      this.#timer = setInterval(() => void this.#look(door.id), lookEveryMs);
    } catch (caught) {
      this.#refused(caught);
    }
  }

  async #look(id: string): Promise<void> {
    try {
      const { messages } = await lookBehindDoor(id);
      if (messages.length === 0 || this.door?.id !== id) return;
      this.#stop();
      this.#tell(messages);
    } catch (caught) {
      this.#stop();
      this.#refused(caught);
    }
  }

  readonly #stop = (): void => {
    clearInterval(this.#timer);
    this.door = undefined;
  };

  #usePasted(event: SubmitEvent): void {
    event.preventDefault();
    const pasted = String(new FormData(event.target as HTMLFormElement).get('pasted') ?? '').trim();
    if (pasted) this.#tell([{ text: pasted, contentType: `${typeOf(pasted)}; charset=utf-8` }]);
  }

  async #useFile(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.#tell([{ base64: base64Of(bytes), text: textOf(bytes), contentType: file.type }]);
  }

  #refused(caught: unknown): void {
    const { message, remedy } = problemOf(caught);
    this.error = { message, ...(remedy ? { remedy } : {}) };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-sample': SampleGetter;
  }
}

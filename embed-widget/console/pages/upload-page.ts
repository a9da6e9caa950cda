import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { icons } from '../icons.ts';
import { definePage } from '../page.ts';
import { devices } from '../parts/filters.ts';
import '../parts/hub-org-select.ts';
import { bytesSay, deviceSays, percentSays } from '../parts/says.ts';
import { empty } from '../parts/states.ts';
import { readQuery } from '../router.ts';
import { signedIn } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { recordedAt } from '../upload/recorded-at.ts';
import type { Sending } from '../upload/send-recording.ts';
import { unfinishedNames } from '../upload/unfinished.ts';
import { uploadPageStyles } from './upload-page.styles.ts';
import { uploadTexts as text } from './upload-page.texts.ts';

type FileState = 'ready' | 'digest' | 'send' | 'paused' | 'done' | 'trouble';

interface ChosenFile {
  readonly file: File;
  /** By the clock of the hub's country, as the field shows it. */
  start: string;
  end: string;
  state: FileState;
  bytes: number;
  footage?: number | undefined;
  message?: string;
  sending?: Sending;
}

const zone = '+08:00';
const fieldTime = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19);
const instant = (field: string): string => `${field.length === 16 ? `${field}:00` : field}${zone}`;
const tones: Partial<Record<FileState, string>> = { done: 'good', trouble: 'bad', paused: 'warn', send: 'accent' };

/** Send recordings from this computer, of which nobody knew or whose original is missing (`?footage=12`). */
@customElement('upload-page')
export class UploadPage extends LitElement {
  static override styles = [base, layout, uploadPageStyles];

  @state() private files: readonly ChosenFile[] = [];
  @state() private officer = signedIn()?.policeId ?? '';
  @state() private device = devices[0] ?? '';
  @state() private org = signedIn()?.orgs[0]?.code ?? '';
  @state() private keyMark = false;
  readonly #footage = readQuery().footage;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { sending, state } of this.files) if (state !== 'done') sending?.pause();
  }

  protected override render(): unknown {
    const waiting = this.files.filter(({ state }) => state === 'ready');
    const unfinished = unfinishedNames().filter((name) => !this.files.some(({ file }) => file.name === name));
    return html`<div class="page">
      <header class="top"><h1>${text.title}</h1><span class="muted">${text.about}</span></header>
      ${unfinished.length > 0 ? html`<p class="chip warn" style="white-space:normal">${text.unfinished(unfinished.join('、'))}</p>` : nothing}
      <section class="panel"><h2>${this.#footage ? text.forClip(this.#footage) : text.facts}</h2>
        ${this.#footage ? nothing : this.#fields()}</section>
      <section class="panel"><h2>${text.files}<span class="count">${this.files.length || ''}</span><span class="grow"></span>
          ${waiting.length > 1 ? html`<button class="button small primary" type="button" @click=${() => this.#startAll(waiting)}>${text.startAll}</button>` : nothing}
          <label><input type="file" ?multiple=${!this.#footage} accept="video/*,audio/*,image/*,.ts,.mkv,.avi,.amr" aria-label=${text.choose} @change=${this.#choose}>
            <span class="button small">${icons.upload} ${text.choose}</span></label></h2>
        ${this.files.length === 0 ? empty(text.none, text.noneHelp) : html`<ul>${this.files.map((one) => this.#file(one))}</ul>`}
      </section></div>`;
  }

  #fields(): unknown {
    return html`<div class="body fields">
      <label>${text.officer}<input .value=${this.officer} @input=${(event: Event) => {
        this.officer = (event.target as HTMLInputElement).value.trim();
      }}></label>
      <label>${text.device}<select @change=${(event: Event) => {
        this.device = (event.target as HTMLSelectElement).value;
      }}>${devices.map((device) => html`<option value=${device} ?selected=${device === this.device}>${deviceSays(device)}</option>`)}</select></label>
      <label>${text.org}<hub-org-select .value=${this.org} @change=${(event: Event) => {
        this.org = (event.target as HTMLSelectElement).value;
      }}></hub-org-select></label>
      <label class="check"><input type="checkbox" style="height:auto" .checked=${this.keyMark} @change=${(
        event: Event,
      ) => {
        this.keyMark = (event.target as HTMLInputElement).checked;
      }}>${text.keyMark}</label></div>`;
  }

  #file(one: ChosenFile): unknown {
    const { file, state, bytes, message } = one;
    return html`<li><b class="cut" title=${file.name}>${file.name}</b>
      <span class="nowrap"><span class="muted num">${bytesSay(file.size)}</span>
        <span class="chip ${tones[state] ?? ''}">${text[state]}${state === 'digest' || state === 'send' ? ` ${percentSays(bytes / file.size)}` : ''}</span></span>
      <span class="acts">${this.#acts(one)}</span>
      ${state === 'ready' && !this.#footage ? this.#times(one) : nothing}
      ${state === 'ready' ? nothing : html`<progress class=${state} max=${file.size} value=${bytes} aria-label=${file.name}></progress>`}
      ${message ? html`<p class="bad" role="alert">${message}</p>` : nothing}</li>`;
  }

  #times(one: ChosenFile): unknown {
    const field = (label: string, name: 'start' | 'end') =>
      html`<label>${label} <input type="datetime-local" step="1" required .value=${one[name]} @change=${(
        event: Event,
      ) => this.#change(one, { [name]: (event.target as HTMLInputElement).value })}></label>`;
    return html`<span class="times">${field(text.from, 'start')}${field(text.to, 'end')}</span>`;
  }

  #acts(one: ChosenFile): unknown {
    const button = (label: string, act: () => void, tone = '') =>
      html`<button class="button small ${tone}" type="button" @click=${act}>${label}</button>`;
    if (one.state === 'done')
      return one.footage ? html`<a class="button small" href="/footage/${one.footage}">${text.open}</a>` : nothing;
    if (one.state === 'digest' || one.state === 'send') return button(text.pause, () => this.#pause(one));
    return [
      button(one.state === 'ready' ? text.start : text.resume, () => void this.#start(one), 'primary'),
      button(text.remove, () => {
        this.files = this.files.filter((other) => other !== one);
      }),
    ];
  }

  async #choose(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const chosen = [...(input.files ?? [])];
    input.value = '';
    for (const file of chosen) {
      const { start, end } = await recordedAt(file);
      this.files = [...this.files, { file, start: fieldTime(start), end: fieldTime(end), state: 'ready', bytes: 0 }];
    }
  }

  #change(one: ChosenFile, changes: Partial<ChosenFile>): void {
    Object.assign(one, changes);
    this.requestUpdate();
  }

  #about({ start, end }: ChosenFile): Record<string, string> {
    if (this.#footage) return { footage: this.#footage };
    return {
      deviceKind: this.device,
      start: instant(start),
      end: instant(end),
      keyMark: String(this.keyMark),
      ...(this.officer ? { policeId: this.officer } : {}),
      ...(this.org ? { org: this.org } : {}),
    };
  }

  async #start(one: ChosenFile): Promise<void> {
    this.#change(one, { state: 'digest', message: '' });
    const { openSending } = await import('../upload/send-recording.ts');
    one.sending ??= openSending(one.file, this.#about(one), {
      onProgress: (state, bytes) => one.state !== 'paused' && this.#change(one, { state, bytes }),
      onDone: (footage) => this.#change(one, { state: 'done', bytes: one.file.size, footage }),
      onTrouble: (message) => {
        // What was told wrong can be told anew.
        delete one.sending;
        this.#change(one, { state: 'trouble', message });
      },
    });
    one.sending.start();
  }

  #startAll(waiting: readonly ChosenFile[]): void {
    for (const one of waiting) void this.#start(one);
  }

  #pause(one: ChosenFile): void {
    one.sending?.pause();
    this.#change(one, { state: 'paused' });
  }
}

export default definePage({
  path: '/upload',
  right: 'footage.upload',
  title: () => text.title,
  nav: { group: 'look', order: 6, icon: icons.upload },
  render: () => html`<upload-page></upload-page>`,
});

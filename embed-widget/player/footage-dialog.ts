import { css, html, LitElement } from 'lit';
import { property, query } from 'lit/decorators.js';
import { openPlayback } from '../client/embed.ts';
import { readEmbedded } from '../client/embedded-record.ts';
import { hostTokens } from '../tokens.ts';
import { closeIcon } from './control-icons.ts';
import { element } from './define.ts';
import './footage-viewer.ts';
import type { FootageViewer } from './footage-viewer.ts';
import { hubOrigin } from './hub-origin.ts';
import { type Language, languageOf } from './language.ts';
import { playerTexts } from './player-texts.ts';

/** The viewer in a modal dialog: what a badge opens. Removes itself when it is closed. */
@element('footage-dialog')
export class FootageDialog extends LitElement {
  static override styles = [
    hostTokens,
    css`
      dialog {
        width: min(1120px, calc(100vw - 24px));
        max-width: none;
        max-height: calc(100vh - 24px);
        padding: 0;
        overflow: auto;
        border: 0;
        border-radius: 10px;
        background: var(--hub-surface);
        color: var(--hub-text);
        box-shadow: var(--hub-shadow);
      }
      dialog::backdrop {
        background: #080b10a6;
      }
      button {
        position: absolute;
        top: 8px;
        right: 8px;
        z-index: 1;
        display: grid;
        place-items: center;
        width: 28px;
        height: 28px;
        padding: 0;
        border: 0;
        border-radius: 6px;
        background: var(--hub-surface);
        color: var(--hub-text-2);
        cursor: pointer;
      }
      button:hover {
        background: var(--hub-sunken);
      }
      button:focus-visible {
        outline: 2px solid var(--hub-accent);
      }
    `,
  ];

  @property() hub = '';
  @property() system = '';
  @property() record = '';
  @property() grant = '';
  @property() language: Language = 'zh';
  @query('dialog') private dialog: HTMLDialogElement | undefined;
  @query('footage-viewer') private viewer: FootageViewer | undefined;

  /** Play as soon as there is something to play. */
  async play(): Promise<void> {
    await this.updateComplete;
    await this.viewer?.play();
  }

  close(): void {
    this.dialog?.close();
  }

  protected override firstUpdated(): void {
    this.dialog?.showModal();
  }

  protected override render(): unknown {
    const text = playerTexts(this.language);
    return html`<dialog aria-label=${text.dialog} @close=${() => this.remove()} @click=${this.#onClick}
      @keydown=${this.#onKey}>
      <button type="button" aria-label=${text.close} title=${text.close} @click=${this.close}>${closeIcon}</button>
      <footage-viewer .hub=${this.hub} .system=${this.system} .record=${this.record} .grant=${this.grant}
        .language=${this.language} theme=${this.getAttribute('theme') ?? 'light'}></footage-viewer></dialog>`;
  }

  /** The player's keys work wherever the focus is in the dialog. */
  #onKey(event: KeyboardEvent): void {
    this.viewer?.pressKey(event);
  }

  /** A click on the backdrop closes, as everywhere. */
  #onClick(event: Event): void {
    if (event.target === this.dialog) this.close();
  }
}

/** What a badge says of its record. */
interface Opener extends HTMLElement {
  readonly hub: string;
  readonly system: string;
  readonly record: string;
  readonly grant: string;
}

/** Open the footage of a badge's record. The dialog stands in the page's body, out of reach of the badge's surroundings. */
export const openFootageDialog = (badge: Opener): FootageDialog => {
  const dialog = new FootageDialog();
  const { system, record, grant } = badge;
  Object.assign(dialog, { hub: hubOrigin(badge.hub), system, record, grant, language: languageOf(badge) });
  const theme = badge.getAttribute('theme');
  if (theme) dialog.setAttribute('theme', theme);
  // On its way before anything is drawn: the dialog takes what has come.
  void openPlayback(dialog.hub, grant)
    .then((playback) => readEmbedded(playback, system, record))
    .catch(() => undefined);
  document.body.append(dialog);
  // Who clicks wants to see it; a browser that allows no sound without asking shows the first picture.
  void dialog.play().catch(() => undefined);
  return dialog;
};

declare global {
  interface HTMLElementTagNameMap {
    'footage-dialog': FootageDialog;
  }
}

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Playback } from '../client/embed.ts';
import type { LinkItem } from '../client/link.ts';
import { logSnapshot, type Mark, type Place, setMark } from '../client/mark.ts';
import type { RecordItem } from '../client/record.ts';
import { plain } from '../client/request.ts';
import { focused } from '../focused.ts';
import { citationOf } from './citation.ts';
import { momentText, timeText } from './clock.ts';
import { element } from './define.ts';
import { hasCourse } from './event-clock.ts';
import { toolsStyles } from './footage-tools.styles.ts';
import { copyText, download, frameOf } from './frame-picture.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
import { type Timecode, withTimecode } from './timecode.ts';
import { watermarkText } from './watermark-text.ts';
import { openWatermarkedWindow } from './watermarked-window.ts';

/**
 * What can be taken out of a moment: a snapshot, a mark, a link, a citation, a small window; and the marks there are.
 *
 * @fires marked - a mark was stored
 * @fires placechosen - a mark was clicked; `detail: { footageId, seconds }`
 */
@element('footage-tools')
export class FootageTools extends LitElement {
  static override styles = toolsStyles;

  @property({ attribute: false }) playback: Playback | undefined;
  @property({ attribute: false }) record: RecordItem | undefined;
  @property({ attribute: false }) link: LinkItem | undefined;
  @property({ attribute: false }) marks: readonly Mark[] = [];
  @property({ attribute: false }) media: () => HTMLVideoElement | undefined = () => undefined;
  @property() language: Language = 'zh';
  @state() private said: { readonly text: string; readonly bad: boolean } | undefined;
  /** Where the mark will be, while its note is being written. */
  @state() private marking: number | undefined;
  @query('input') private note: HTMLInputElement | undefined;
  /** Who had the focus before the note was asked for. */
  #before: HTMLElement | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('link') && changed.get('link')?.id !== this.link?.id) {
      this.said = undefined;
      this.marking = undefined;
    }
  }

  protected override render(): unknown {
    const text = playerTexts(this.language);
    const isVideo = this.link?.footage.mediaType === 'video';
    const plays = this.link !== undefined && hasCourse(this.link.footage);
    const hasWindow = isVideo && document.pictureInPictureEnabled;
    return html`
      ${isVideo ? this.#tool('snapshot', text.snapshot, () => this.snapshot()) : nothing}
      ${plays ? this.#tool('mark', text.mark, () => this.mark()) : nothing}
      ${window === parent ? this.#tool('copy', text.copyLink, () => this.copyLink()) : nothing}
      ${this.#tool('cite', text.cite, () => this.cite())}
      ${hasWindow ? this.#tool('window', text.picture, () => this.smallWindow()) : nothing}
      ${this.marking === undefined ? nothing : this.#noteForm(this.marking)}
      ${this.said ? html`<span class="said ${this.said.bad ? 'bad' : ''}" role="status">${this.said.text}</span>` : nothing}
      ${this.marks.length > 0 ? html`<ul aria-label=${text.marks}>${this.marks.map((mark) => this.#mark(mark))}</ul>` : nothing}`;
  }

  #tool(name: string, label: string, act: () => void): unknown {
    return html`<button class=${name} part="tool ${name}" type="button" @click=${act}>${label}</button>`;
  }

  #noteForm(seconds: number): unknown {
    const text = playerTexts(this.language);
    return html`<form @submit=${(event: Event) => this.#saveMark(event, seconds)}>
      <input maxlength="200" aria-label=${text.markNote} placeholder="${timeText(this.link?.footage.start ?? '', seconds)} ${text.markNote}"
        @keydown=${this.#onNoteKey}><button type="submit">${text.save}</button></form>`;
  }

  #mark(mark: Mark): unknown {
    const detail: Timecode = { footageId: mark.footageId, seconds: mark.seconds };
    const { footage } = this.link ?? {};
    const at =
      footage?.id === mark.footageId ? timeText(footage.start, mark.seconds) : `#${mark.footageId} ${mark.seconds} s`;
    return html`<li><button type="button" title="${mark.by} ${momentText(mark.at)}"
      @click=${() => this.dispatchEvent(new CustomEvent('placechosen', { detail }))}>${at} ${mark.note}</button></li>`;
  }

  /** Save the frame as PNG. It is logged first: what is not logged is not handed out. */
  snapshot(): Promise<void> {
    return this.#try(async (playback, place) => {
      const video = this.media();
      if (!video) return '';
      const png = await frameOf(video);
      const { sha256 } = await logSnapshot(playback, place, png);
      const { start = '', externalId } = this.link?.footage ?? {};
      download(png, `${externalId}_${momentText(start, place.seconds).replace(/\D/g, '')}_${sha256.slice(0, 12)}.png`);
      return playerTexts(this.language).snapped(sha256.slice(0, 12));
    });
  }

  /** Ask for a note for the moment; saving it stores the mark. */
  mark(): void {
    if (!this.link || !hasCourse(this.link.footage)) return;
    this.#before = focused();
    this.marking = this.media()?.currentTime;
    void this.updateComplete.then(() => this.note?.focus());
  }

  /** Copy the address of the page at this moment. */
  copyLink(): Promise<void> {
    return this.#try(async (_, place) => {
      await copyText(withTimecode(location.href, place), this.renderRoot as ShadowRoot);
      return playerTexts(this.language).copied;
    });
  }

  /** Copy the text that names this moment in a case document, and tell the page, which may put it in itself. */
  cite(): Promise<void> {
    return this.#try(async (_, place) => {
      if (!this.record || !this.link) return '';
      const text = citationOf(this.record, this.link.footage, place.seconds, this.language);
      const detail = { text, footage: this.link.footage.externalId, seconds: place.seconds };
      this.dispatchEvent(new CustomEvent('cite', { bubbles: true, composed: true, detail }));
      await copyText(text, this.renderRoot as ShadowRoot);
      return `${playerTexts(this.language).copied}：${text}`;
    });
  }

  /** The picture in a window of its own above all others, or back. */
  smallWindow(): Promise<void> {
    return this.#try(async (playback) => {
      const video = this.media();
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else if (video) await openWatermarkedWindow(video, () => watermarkText(playback.person));
      return '';
    });
  }

  async #try(act: (playback: Playback, place: Place) => Promise<string>): Promise<void> {
    const { playback, record, link } = this;
    const video = this.media();
    if (!playback || !record || !link || (!video && hasCourse(link.footage))) return;
    try {
      const place = { recordId: record.id, footageId: link.footage.id, seconds: video?.currentTime ?? 0 };
      const text = await act(playback, place);
      this.said = text ? { text, bad: false } : undefined;
    } catch (error) {
      const why = error instanceof Error ? plain(error.message) : String(error);
      this.said = { text: `${playerTexts(this.language).notDone}：${why}`, bad: true };
    }
  }

  async #saveMark(event: Event, seconds: number): Promise<void> {
    event.preventDefault();
    const note = this.note?.value ?? '';
    await this.#try(async (playback, place) => {
      await setMark(playback, { ...place, seconds, note });
      this.#endNote();
      this.dispatchEvent(new CustomEvent('marked'));
      return playerTexts(this.language).marked;
    });
  }

  /** Keys belong to the note while it is written; Escape gives it up. */
  #onNoteKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#endNote();
  }

  #endNote(): void {
    this.marking = undefined;
    this.#before?.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-tools': FootageTools;
  }
}

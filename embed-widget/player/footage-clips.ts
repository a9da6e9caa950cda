import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { LinkItem } from '../client/link.ts';
import { dateText, timeText } from './clock.ts';
import { audioIcon, documentIcon, flagIcon, photoIcon } from './control-icons.ts';
import { element } from './define.ts';
import { hasCourse } from './event-clock.ts';
import { clockText, type Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
import { decisionWord, deviceWord, percentText, probabilityWord } from './words.ts';

/** Where there is no picture to show. */
const iconOf = (mediaType: string): unknown =>
  mediaType === 'image' ? photoIcon : mediaType === 'video' || mediaType === 'audio' ? audioIcon : documentIcon;

/**
 * The list of linked clips.
 *
 * @fires clipchosen - `detail` is the id of the link
 * @csspart clip - one entry
 */
@element('footage-clips')
export class FootageClips extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    button {
      display: grid;
      grid-template-columns: 84px 1fr;
      gap: 10px;
      width: 100%;
      padding: 9px 10px;
      border: 0;
      border-bottom: 1px solid var(--hub-line);
      background: none;
      color: inherit;
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    li:last-child button {
      border-bottom: 0;
    }
    button:hover {
      background: var(--hub-sunken);
    }
    button[aria-current='true'] {
      background: var(--hub-accent-soft);
      box-shadow: inset 3px 0 0 var(--hub-accent);
    }
    button:focus-visible {
      outline: 2px solid var(--hub-accent);
      outline-offset: -2px;
    }
    .thumb {
      position: relative;
      height: 48px;
      overflow: hidden;
      border-radius: 4px;
      background: #10151d;
      color: #8592a5;
      display: grid;
      place-items: center;
    }
    .thumb img {
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    .thumb span {
      position: absolute;
      right: 3px;
      bottom: 3px;
      padding: 0 4px;
      border-radius: 3px;
      background: #000b;
      color: #fff;
      font-size: 11px;
      line-height: 15px;
    }
    .text {
      min-width: 0;
      font-size: 12px;
      line-height: 17px;
      color: var(--hub-text-2);
      font-variant-numeric: tabular-nums;
    }
    .text > * {
      display: block;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .text > .who {
      display: flex;
      gap: 6px;
      align-items: center;
    }
    /* Where there is little room the number gives way first, then the name, and what the hub thinks of it never. */
    .who > * {
      flex: none;
    }
    .who > b,
    .who > .muted {
      flex: 0 1 auto;
      min-width: 2.5em;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .who > .muted {
      flex-shrink: 99;
      min-width: 0;
    }
    b {
      color: var(--hub-text);
      font-weight: 600;
      font-size: 13px;
    }
    .end {
      margin-left: auto;
    }
    .sure {
      color: var(--hub-good);
    }
    .unsure {
      color: var(--hub-warn);
    }
    .muted {
      color: var(--hub-text-3);
    }
    svg {
      flex: none;
    }
    .flag svg {
      width: 12px;
      height: 12px;
      color: var(--hub-warn);
    }
  `;

  @property({ attribute: false }) links: readonly LinkItem[] = [];
  @property({ type: Number }) chosen = 0;
  /** Their small pictures wait: the line is left to the large one. */
  @property({ type: Boolean }) waiting = false;
  @property() hub = '';
  @property() language: Language = 'zh';

  protected override render(): unknown {
    return html`<ul>${this.links.map((link) => html`<li>${this.#clip(link)}</li>`)}</ul>`;
  }

  #clip(link: LinkItem): unknown {
    const text = playerTexts(this.language);
    const { footage, segment } = link;
    const sure = link.decision !== 'review';
    const word =
      link.decision === 'linked'
        ? probabilityWord(link.probability, this.language)
        : decisionWord(link.decision, this.language);
    return html`<button part="clip" type="button" aria-current=${link.id === this.chosen} @click=${() => this.#choose(link.id)}>
      <span class="thumb">${
        !this.waiting && footage.media.poster
          ? html`<img alt="" loading="lazy" src=${new URL(footage.media.poster, this.hub || location.href).href}>`
          : iconOf(footage.mediaType)
      }${hasCourse(footage) ? html`<span>${clockText(segment.endSeconds - segment.startSeconds)}</span>` : nothing}</span>
      <span class="text">
        <span class="who"><b>${footage.officerName ?? footage.policeId ?? footage.title ?? footage.externalId}</b>
          <span class="muted">${footage.officerName ? footage.policeId : ''}</span>
          ${footage.keyMark ? html`<span class="flag" title=${text.keyMark}>${flagIcon}</span>` : nothing}
          <span class="end ${sure ? 'sure' : 'unsure'}" title=${percentText(link.probability)}>${word}</span></span>
        ${hasCourse(footage) || !footage.title ? nothing : html`<span>${footage.title}</span>`}
        <span>${dateText(segment.start).slice(5)} ${timeText(segment.start)}–${timeText(segment.end)}</span>
        <span class="muted">${deviceWord(footage.deviceKind, this.language)} · ${footage.deviceId ?? footage.orgName ?? footage.source}</span>
        ${link.via ? html`<span class="muted">${text.via(link.via.title ?? link.via.externalId)}</span>` : nothing}
      </span></button>`;
  }

  #choose(id: number): void {
    this.dispatchEvent(new CustomEvent('clipchosen', { detail: id }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-clips': FootageClips;
  }
}

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { FootageItem } from '../client/footage.ts';
import { element } from './define.ts';
import { wantOriginal } from './engine/playable.ts';
import './footage-notice.ts';
import './footage-watermark.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';
import { whyFailed, whyNotPlayable } from './trouble.ts';
import type { Viewer } from './watermark-text.ts';

const closest = 8;
const step = 1.5;

/**
 * A photograph: fitted into the frame, closer by wheel, buttons, double click or `+` and `-`, moved by dragging and the
 * arrow keys.
 *
 * @csspart stage - the picture
 */
@element('footage-picture')
export class FootagePicture extends LitElement {
  static override styles = css`
    :host {
      display: block;
      position: relative;
      overflow: hidden;
      background: #05070a;
      outline: none;
    }
    :host(:focus-visible) {
      box-shadow: inset 0 0 0 2px var(--hub-accent);
    }
    .stage {
      position: relative;
      padding-top: 56.25%;
      overflow: hidden;
      touch-action: none;
    }
    img {
      position: absolute;
      top: 0;
      left: 0;
      width: 100%;
      height: 100%;
      object-fit: contain;
      cursor: zoom-in;
      user-select: none;
    }
    .close img {
      cursor: grab;
    }
    .zoom {
      position: absolute;
      right: 8px;
      bottom: 8px;
      display: flex;
      gap: 2px;
      padding: 2px;
      border-radius: 7px;
      background: #0b0e13b8;
    }
    button {
      min-width: 30px;
      height: 28px;
      padding: 0 6px;
      border: 0;
      border-radius: 5px;
      background: none;
      color: #fff;
      font: 14px / 1 var(--hub-font);
      font-variant-numeric: tabular-nums;
      cursor: pointer;
    }
    button:hover {
      background: #ffffff26;
    }
    button:focus-visible {
      outline: 2px solid #fff;
      outline-offset: -2px;
    }
  `;

  @property({ attribute: false }) footage: FootageItem | undefined;
  /** Who is looking, for the watermark. */
  @property({ attribute: false }) person: Viewer = {};
  @property() hub = '';
  @property() language: Language = 'zh';
  @state() private scale = 1;
  /** Where the middle of the frame is in the picture, as shares of the frame from its middle. */
  @state() private x = 0;
  @state() private y = 0;
  @state() private broken = false;

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    this.addEventListener('keydown', (event) => this.pressKey(event));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('footage') || changed.get('footage')?.id === this.footage?.id) return;
    Object.assign(this, { scale: 1, x: 0, y: 0, broken: false });
    if (this.footage) wantOriginal(this.footage.media, this.hub);
  }

  protected override render(): unknown {
    const { footage } = this;
    if (!footage) return nothing;
    const text = playerTexts(this.language);
    const name = `${text.photo} ${footage.title ?? footage.externalId}`;
    return html`<div class="stage ${this.scale > 1 ? 'close' : ''}" part="stage" @wheel=${this.#onWheel} @pointerdown=${this.#onDown} @pointermove=${this.#onMove}
        @dblclick=${() => this.#zoom(this.scale > 1 ? 1 : 3)}>${this.#picture(footage, name)}
        <footage-watermark .person=${this.person}></footage-watermark></div>
      <div class="zoom" role="group" aria-label=${text.zoom}>
        <button type="button" aria-label=${text.closer} title="${text.closer} (+)" @click=${() => this.#zoom(this.scale * step)}>+</button>
        <button type="button" aria-label=${text.farther} title="${text.farther} (-)" @click=${() => this.#zoom(this.scale / step)}>−</button>
        <button type="button" aria-label="${Math.round(this.scale * 100)}% ${text.fit}" title="${text.fit} (0)" @click=${() => this.#zoom(1)}>${Math.round(this.scale * 100)}%</button></div>`;
  }

  #picture({ media }: FootageItem, name: string): unknown {
    const text = playerTexts(this.language);
    if (media.state === 'stored' && media.original && !this.broken) {
      const { scale, x, y } = this;
      return html`<img alt=${name} draggable="false" src=${new URL(media.original, this.hub || location.href).href}
        .style=${`transform:scale(${scale}) translate(${-x * 100}%,${-y * 100}%)`} @error=${() => {
          this.broken = true;
        }}>`;
    }
    const { phase, trouble } = this.broken ? whyFailed('format', undefined, text) : whyNotPlayable(media, text);
    return html`<footage-notice .phase=${phase} .trouble=${trouble} .language=${this.language} @again=${() => wantOriginal(media, this.hub)}></footage-notice>`;
  }

  /** Act on a key; one that is not ours goes on its way. */
  pressKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const by = 0.1 / this.scale;
    const acts: Readonly<Record<string, () => void>> = {
      '+': () => this.#zoom(this.scale * step),
      '=': () => this.#zoom(this.scale * step),
      '-': () => this.#zoom(this.scale / step),
      '0': () => this.#zoom(1),
      ArrowLeft: () => this.#move(-by, 0),
      ArrowRight: () => this.#move(by, 0),
      ArrowUp: () => this.#move(0, -by),
      ArrowDown: () => this.#move(0, by),
    };
    const act = acts[event.key];
    if (!act || (event.key.startsWith('Arrow') && this.scale === 1)) return;
    event.preventDefault();
    act();
  }

  #zoom(scale: number): void {
    this.scale = Math.min(closest, Math.max(1, scale));
    this.#move(0, 0);
  }

  /** Never farther than to the picture's edge. */
  #move(byX: number, byY: number): void {
    const most = (1 - 1 / this.scale) / 2;
    const inside = (at: number): number => Math.min(most, Math.max(-most, at));
    this.x = inside(this.x + byX);
    this.y = inside(this.y + byY);
  }

  /** The wheel scrolls the page around us until a modifier or a picture that is close already says it is meant for us. */
  #onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && this.scale === 1) return;
    event.preventDefault();
    this.#zoom(this.scale * (event.deltaY < 0 ? step : 1 / step));
  }

  #onDown(event: PointerEvent): void {
    if (this.scale > 1) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  #onMove(event: PointerEvent): void {
    const stage = event.currentTarget as HTMLElement;
    if (!stage.hasPointerCapture(event.pointerId)) return;
    this.#move(-event.movementX / stage.clientWidth / this.scale, -event.movementY / stage.clientHeight / this.scale);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-picture': FootagePicture;
  }
}

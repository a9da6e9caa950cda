import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ClockPiece } from '../../client/footage.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { rangeSays, spanSays } from './says.ts';

const text = defineTexts({
  title: ['设备时钟', "The device's clock"],
  fast: [(span: string) => `快 ${span}`, (span: string) => `${span} fast`],
  slow: [(span: string) => `慢 ${span}`, (span: string) => `${span} slow`],
  drift: [(seconds: string) => `每天 ${seconds} 秒`, (seconds: string) => `${seconds} s a day`],
  within: [(span: string) => `±${span}`, (span: string) => `±${span}`],
  gps: ['卫星定位', 'satellites'],
  station: ['采集站', 'docking station'],
  link: ['关联记录', 'linked records'],
  clips: [(count: number) => `${count} 段录像`, (count: number) => `${count} clips`],
  here: ['本段', 'this clip'],
  note: ['仅用于匹配，原始视频不变。', 'Used for matching only; the recording stays as it is.'],
});

const slightDriftMs = 500;

/** How a device's clock went, piece by piece, latest first; the piece of this clip is marked. */
@customElement('hub-clock-history')
export class HubClockHistory extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        align-items: center;
      }
      li + li {
        margin-top: 6px;
      }
      p {
        margin: 10px 0 0;
      }
    `,
  ];

  @property({ attribute: false }) pieces: readonly ClockPiece[] = [];
  /** Beginning of the clip by the device's own clock. */
  @property() start = '';

  protected override render(): unknown {
    return html`<section class="panel"><h2>${text.title}</h2><div class="body">
      <ul>${[...this.pieces].reverse().map((piece) => this.#piece(piece))}</ul>
      <p class="muted">${text.note}</p></div></section>`;
  }

  #piece({ from, to, offsetMs, driftMsPerDay, deviationMs, grounds, clips }: ClockPiece): unknown {
    const at = Date.parse(this.start);
    const isHere = at >= Date.parse(from) && at <= Date.parse(to);
    const span = spanSays(offsetMs / 1000);
    const drift = (driftMsPerDay / 1000).toFixed(1);
    return html`<li>
      <strong class="num">${offsetMs > 0 ? text.fast(span) : text.slow(span)}</strong>
      <span class="soft num">${text.within(spanSays(deviationMs / 1000))}</span>
      ${Math.abs(driftMsPerDay) >= slightDriftMs ? html`<span class="soft num">${text.drift(driftMsPerDay > 0 ? `+${drift}` : drift)}</span>` : ''}
      <span class="chip">${text[grounds]}</span>
      ${isHere ? html`<span class="chip accent">${text.here}</span>` : ''}
      <span class="muted num">${rangeSays(from, to)} · ${text.clips(clips)}</span>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-clock-history': HubClockHistory;
  }
}

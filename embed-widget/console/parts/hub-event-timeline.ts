import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { LinkItem } from '../../client/link.ts';
import type { Milestone } from '../../client/record.ts';
import { base } from '../styles/base.ts';
import { defineTexts } from '../texts.ts';
import { dateText, deviceSays, milestoneSays, momentText, timeText } from './says.ts';

const text = defineTexts({
  label: ['事件与片段时间线', 'Event and clips in time'],
  segment: ['关联片段', 'Linked part'],
});

const second = 1000;
/** Room a label needs, in CSS pixels. */
const labelWidth = 60;
/** Clips that began long before (a whole shift) are cut: the event stays readable. */
const widestMs = 6 * 3600 * second;

/**
 * All clips of a record on one axis of time, under the record's milestones. Camera clocks are corrected here, so that
 * clips of several cameras lie under each other as things happened.
 *
 * @fires linkchosen - `detail` is the id of the link
 */
@customElement('hub-event-timeline')
export class EventTimeline extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        padding: 8px 14px 12px;
        overflow: hidden;
      }
      .grid {
        display: grid;
        grid-template-columns: 118px minmax(0, 1fr);
        column-gap: 10px;
        position: relative;
      }
      .axis {
        position: relative;
        height: 34px;
        font-size: 11px;
        line-height: 15px;
        color: var(--hub-text-2);
      }
      .axis span {
        position: absolute;
        transform: translateX(-50%);
        white-space: nowrap;
        text-align: center;
      }
      .axis span.first {
        transform: none;
      }
      .axis span.last {
        transform: translateX(-100%);
      }
      .axis small {
        display: block;
        color: var(--hub-text-3);
        font-size: 11px;
        font-variant-numeric: tabular-nums;
      }
      button {
        display: contents;
        font: inherit;
        color: inherit;
        text-align: left;
        cursor: pointer;
      }
      .who {
        align-self: center;
        font-size: 12px;
        line-height: 16px;
      }
      .lane {
        position: relative;
        height: 28px;
        border-radius: 4px;
      }
      button:hover .lane,
      button[aria-current='true'] .lane {
        background: var(--hub-sunken);
      }
      button:focus-visible .lane {
        outline: 2px solid var(--hub-accent);
      }
      .lane i {
        position: absolute;
        top: 11px;
        height: 6px;
        min-width: 2px;
        border-radius: 3px;
        background: var(--hub-line-strong);
      }
      .lane b {
        position: absolute;
        top: 7px;
        height: 14px;
        min-width: 3px;
        border-radius: 3px;
        background: var(--hub-accent);
        opacity: 0.55;
      }
      .lane b.review {
        background: none;
        border: 1.5px dashed var(--hub-warn);
        opacity: 1;
      }
      button[aria-current='true'] .lane b {
        opacity: 1;
      }
      .lines {
        position: absolute;
        top: 32px;
        bottom: 0;
        left: 128px;
        right: 0;
        z-index: 1;
        pointer-events: none;
      }
      .lines u {
        position: absolute;
        top: 0;
        bottom: 0;
        border-left: 1px dashed var(--hub-text-3);
        opacity: 0.55;
      }
      .lines u.now {
        border-left: 2px solid var(--hub-bad);
        opacity: 1;
      }
      @media (max-width: 560px) {
        .grid {
          grid-template-columns: 62px minmax(0, 1fr);
        }
        .lines {
          left: 72px;
        }
        .who .muted {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) milestones: readonly Milestone[] = [];
  @property({ attribute: false }) links: readonly LinkItem[] = [];
  @property({ type: Number }) chosen = 0;
  /** Where the player stands: epoch ms, by true time. */
  @property({ attribute: false }) playhead: number | undefined;

  protected override render(): unknown {
    const marks = this.milestones
      .map(({ name, at }) => ({ name, at, ms: Date.parse(at) }))
      .filter(({ ms }) => Number.isFinite(ms));
    const lanes = this.links.map((link) => ({ link, ...this.#lane(link) }));
    const moments = [...marks.map(({ ms }) => ms), ...lanes.flatMap(({ segment }) => segment)];
    if (moments.length === 0) return nothing;
    const centre = [Math.min(...moments), Math.max(...moments)] as const;
    const first = Math.max(Math.min(centre[0], ...lanes.map(({ clip }) => clip[0])), centre[1] - widestMs);
    const last = Math.min(Math.max(centre[1], ...lanes.map(({ clip }) => clip[1])), first + widestMs);
    const room = Math.max(last - first, 60 * second) * 0.03;
    const from = first - room;
    const length = Math.max(last + room - from, second);
    const share = (ms: number): number => Math.min(100, Math.max(0, ((ms - from) / length) * 100));
    const stretch = ([a, b]: readonly [number, number]) =>
      styleMap({ left: `${share(a)}%`, width: `${share(b) - share(a)}%` });
    return html`<div class="grid" role="group" aria-label=${text.label}>
      <div class="lines">${marks.map(({ ms }) => html`<u style=${styleMap({ left: `${share(ms)}%` })}></u>`)}
        ${this.playhead === undefined ? nothing : html`<u class="now" style=${styleMap({ left: `${share(this.playhead)}%` })}></u>`}</div>
      <span class="who muted num">${dateText(marks[0]?.at ?? this.links[0]?.segment.start ?? '')}</span>
      <div class="axis">${this.#labels(marks, share)}</div>
      ${lanes.map(
        ({
          link,
          clip,
          segment,
        }) => html`<button type="button" aria-current=${link.id === this.chosen} @click=${() => this.#choose(link.id)}
          aria-label="${link.footage.officerName ?? ''} ${text.segment} ${momentText(link.segment.start)}">
          <span class="who cut">${link.footage.officerName ?? link.footage.deviceId ?? link.footage.externalId}
            <span class="muted">${deviceSays(link.footage.deviceKind)}</span></span>
          <span class="lane" title="${timeText(link.segment.start)} – ${timeText(link.segment.end)}"><i style=${stretch(clip)}></i>
            <b class=${link.decision} style=${stretch(segment)}></b></span></button>`,
      )}</div>`;
  }

  /** Labels that would lie on each other are left out, the later ones. */
  #labels(marks: readonly { name: string; at: string; ms: number }[], share: (ms: number) => number): unknown {
    let free = -1;
    return [...marks]
      .sort((a, b) => a.ms - b.ms)
      .map(({ name, at, ms }) => {
        const left = share(ms);
        if (left < free) return nothing;
        free = left + (labelWidth / Math.max(this.clientWidth - 140, 100)) * 100;
        return html`<span class=${left < 5 ? 'first' : left > 93 ? 'last' : ''} style=${styleMap({ left: `${left}%` })}>${milestoneSays(name)}
          <small>${timeText(at).slice(0, 5)}</small></span>`;
      });
  }

  #lane({ footage, segment }: LinkItem): { clip: readonly [number, number]; segment: readonly [number, number] } {
    const error = footage.clockErrorMs ?? 0;
    const span = (start: string, end: string) => [Date.parse(start) - error, Date.parse(end) - error] as const;
    return { clip: span(footage.start, footage.end), segment: span(segment.start, segment.end) };
  }

  #choose(id: number): void {
    this.dispatchEvent(new CustomEvent('linkchosen', { detail: id }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-event-timeline': EventTimeline;
  }
}

import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Milestone } from '../client/record.ts';
import { momentText, timeText } from './clock.ts';
import { element } from './define.ts';
import { clipAt, type Lane, type LaneClip, momentAt, windowOf } from './event-clock.ts';
import { timelineStyles } from './footage-timeline.styles.ts';
import type { Language } from './language.ts';
import type { Span } from './player-state.ts';
import { playerTexts } from './player-texts.ts';
import { milestoneWord } from './words.ts';

/** Pixels of a label: one that would overlap the one before it is left to the seek bar's ticks. */
const labelWidth = 86;
/** Pixels the names of the cameras take. */
const nameWidth = 104;

/** Labels near an edge stay inside of it; the others stand in the middle over their moment. */
const edgeOf = (share: number): 'start' | 'end' | '' => (share < 0.06 ? 'start' : share > 0.92 ? 'end' : '');

/** A place a person marked. */
export interface MarkedMoment {
  readonly footageId: number;
  readonly seconds: number;
  readonly note: string;
}

/** Where to go: a moment, and the camera whose lane was touched. */
export interface MomentChosen {
  readonly moment: number;
  readonly lane?: Lane;
}

/**
 * The event on one clock: a lane for each camera with what it recorded, the linked parts, marks, and the record's
 * milestones through all of them.
 *
 * @fires momentchosen - `detail: { moment, lane? }`, true time in epoch ms
 */
@element('footage-timeline')
export class FootageTimeline extends LitElement {
  static override styles = timelineStyles;

  @property({ attribute: false }) lanes: readonly Lane[] = [];
  @property({ attribute: false }) milestones: readonly Milestone[] = [];
  @property({ attribute: false }) marks: readonly MarkedMoment[] = [];
  /** Id of the recording that plays large. */
  @property({ type: Number }) main = 0;
  /** True time, epoch ms. */
  @property({ type: Number }) moment = 0;
  @property() language: Language = 'zh';

  /** As observed: asking the element itself would lay out the page in the middle of drawing it. */
  #width = 0;

  constructor() {
    super();
    new ResizeObserver(([entry]) => {
      this.#width = entry?.contentRect.width ?? 0;
      this.requestUpdate();
    }).observe(this);
  }

  protected override render(): unknown {
    if (this.lanes.length === 0) return nothing;
    const span = windowOf(this.lanes, this.milestones);
    const milestones = this.milestones
      .map(({ name, at }) => ({ name, at, moment: Date.parse(at) }))
      .filter(({ moment }) => moment >= span.from && moment <= span.to)
      .sort((a, b) => a.moment - b.moment);
    const labelRoom = labelWidth / Math.max(labelWidth, this.#width - nameWidth);
    let free = -1;
    const labelled = milestones.filter(({ moment }) => {
      const share = this.#share(span, moment);
      const left = share - labelRoom * { start: 0, '': 0.5, end: 1 }[edgeOf(share)];
      if (left < free) return false;
      free = left + labelRoom;
      return true;
    });
    return html`<div class="row"><span></span><div class="scale">${labelled.map(({ name, at, moment }) => {
      const share = this.#share(span, moment);
      return html`<button type="button" class=${edgeOf(share)} .style=${this.#left(span, moment)}
        title=${momentText(at)} @click=${() => this.#go({ moment })}>${milestoneWord(name, this.language)} ${timeText(at).slice(0, 5)}</button>`;
    })}</div></div>
    ${this.lanes.map((lane) => this.#lane(lane, span, milestones))}`;
  }

  #lane(lane: Lane, span: Span, milestones: readonly { readonly moment: number }[]): unknown {
    const { footage } = lane.clips[0] as LaneClip;
    const name = footage.officerName ?? footage.policeId ?? footage.deviceId ?? footage.externalId;
    const isMain = lane.clips.some((clip) => clip.footage.id === this.main);
    return html`<div class="row ${isMain ? 'main' : ''}"><span title="${name} ${footage.deviceId ?? ''}">${name}</span>
      <div class="lane" role="slider" tabindex="0" aria-label=${playerTexts(this.language).laneOf(name)} aria-valuemin=${Math.round(span.from / 1000)}
        aria-valuemax=${Math.round(span.to / 1000)} aria-valuenow=${Math.round(this.moment / 1000)}
        aria-valuetext=${timeText(new Date(this.moment + 8 * 3_600_000).toISOString().replace('Z', '+00:00'))}
        @click=${(event: MouseEvent) => this.#onClick(event, lane, span)} @keydown=${(event: KeyboardEvent) => this.#onKey(event, lane)}>
        ${lane.clips.map(({ from, to }) => html`<i class="clip" .style=${this.#stretch(span, from, to)}></i>`)}
        ${lane.clips.flatMap(({ linked }) => linked.map(({ from, to }) => html`<i class="linked" .style=${this.#stretch(span, from, to)}></i>`))}
        ${milestones.map(({ moment }) => html`<i class="tick" .style=${this.#left(span, moment)}></i>`)}
        ${lane.clips.flatMap((clip) => this.#marksOf(clip, span))}
        ${this.moment ? html`<i class="now" .style=${this.#left(span, this.moment)}></i>` : nothing}
      </div></div>`;
  }

  #marksOf({ footage, linked }: LaneClip, span: Span): unknown[] {
    const own = this.marks.filter(({ footageId }) => footageId === footage.id);
    const marks = own.map(
      ({ seconds, note }) =>
        html`<i class="mark" title=${note} .style=${this.#left(span, momentAt(footage, seconds))}></i>`,
    );
    const from = linked[0]?.from;
    return footage.keyMark && from !== undefined
      ? [...marks, html`<i class="flag" .style=${this.#left(span, from)}>★</i>`]
      : marks;
  }

  #share({ from, to }: Span, moment: number): number {
    return Math.min(1, Math.max(0, (moment - from) / (to - from)));
  }

  #left(span: Span, moment: number): string {
    return `left:${(this.#share(span, moment) * 100).toFixed(3)}%`;
  }

  #stretch(span: Span, from: number, to: number): string {
    const left = this.#share(span, from);
    return `left:${left * 100}%;width:${(this.#share(span, to) - left) * 100}%`;
  }

  #onClick(event: MouseEvent, lane: Lane, span: Span): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const moment = span.from + ((event.clientX - box.left) / Math.max(1, box.width)) * (span.to - span.from);
    this.#go({ moment, lane });
  }

  #onKey(event: KeyboardEvent, lane: Lane): void {
    if (event.key !== 'Enter') return;
    event.stopPropagation();
    const here = clipAt(lane, this.moment) ?? lane.clips[0];
    if (here) this.#go({ moment: clipAt(lane, this.moment) ? this.moment : (here.linked[0]?.from ?? here.from), lane });
  }

  #go(detail: MomentChosen): void {
    this.dispatchEvent(new CustomEvent<MomentChosen>('momentchosen', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-timeline': FootageTimeline;
  }
}

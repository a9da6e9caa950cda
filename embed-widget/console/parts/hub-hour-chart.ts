import { css, html, LitElement, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Stats } from '../../client/stats.ts';
import { base } from '../styles/base.ts';
import { defineTexts } from '../texts.ts';
import { dateText, numberSays, timeText } from './says.ts';

const text = defineTexts({
  label: ['每小时到达与关联', 'Arrivals and links by hour'],
  records: ['记录', 'Records'],
  footage: ['视频', 'Clips'],
  links: ['关联', 'Links'],
});

const series = ['records', 'footage', 'links'] as const;
const width = 720;
const height = 150;
const shownHours = 48;
const floor = height - 18;

/** Hours in which nothing happened are not sent; they belong in the picture all the same. */
const everyHour = (hours: Stats['byHour']): Stats['byHour'] => {
  const last = Math.max(...hours.map(({ hour }) => Date.parse(hour)));
  if (!Number.isFinite(last)) return [];
  const known = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]));
  return Array.from({ length: shownHours }, (_, i) => {
    const at = last - (shownHours - 1 - i) * 3_600_000;
    const hour = `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
    return known.get(at) ?? { hour, records: 0, footage: 0, links: 0 };
  });
};

/** What came in and what was linked, hour by hour. */
@customElement('hub-hour-chart')
export class HourChart extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        padding: 12px 14px 10px;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        color: var(--hub-text-2);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      .legend i {
        display: inline-block;
        width: 9px;
        height: 9px;
        margin-right: 5px;
        border-radius: 2px;
      }
      .legend time {
        margin-left: auto;
        color: var(--hub-text-3);
      }
      .records {
        fill: var(--hub-field-line);
        background: var(--hub-field-line);
      }
      .footage {
        fill: var(--hub-text-2);
        background: var(--hub-text-2);
      }
      .links {
        fill: var(--hub-accent);
        background: var(--hub-accent);
      }
      svg {
        display: block;
        width: 100%;
        height: 170px;
        margin-top: 8px;
      }
      line {
        stroke: var(--hub-line);
      }
      .veil {
        fill: transparent;
      }
      .veil:hover {
        fill: var(--hub-accent-soft);
      }
      .ticks {
        display: flex;
        justify-content: space-between;
        color: var(--hub-text-3);
        font-size: 11px;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) hours: Stats['byHour'] = [];
  @state() private over: number | undefined;

  protected override render(): unknown {
    const hours = everyHour(this.hours);
    const top = Math.max(4, ...hours.flatMap((hour) => series.map((name) => hour[name])));
    const slot = width / Math.max(hours.length, 1);
    const bar = Math.max(1, (slot - 2) / 3);
    const y = (value: number): number => (value / top) * (floor - 4);
    const shown = this.over === undefined ? undefined : hours[this.over];
    const total = (name: (typeof series)[number]): number => hours.reduce((sum, hour) => sum + hour[name], 0);
    const sum = (name: (typeof series)[number]): number => shown?.[name] ?? total(name);
    const ticks = [0, 0.25, 0.5, 0.75, 1]
      .map((at) => hours[Math.round(at * (hours.length - 1))])
      .filter((hour) => hour !== undefined);
    return html`
      <div class="legend">${series.map((name) => html`<span><i class=${name}></i>${text[name]} <b>${numberSays(sum(name))}</b></span>`)}
        <time>${shown ? `${dateText(shown.hour).slice(5)} ${timeText(shown.hour).slice(0, 5)}` : `${hours.length} h`}</time></div>
      <svg viewBox="0 0 ${width} ${floor + 1}" preserveAspectRatio="none" role="img" aria-label="${text.label}：${series.map((name) => `${text[name]} ${numberSays(total(name))}`).join(', ')}"
        @pointerleave=${() => {
          this.over = undefined;
        }}>
        ${[0.25, 0.5, 0.75].map((at) => svg`<line x1="0" x2=${width} y1=${floor * at} y2=${floor * at} vector-effect="non-scaling-stroke" />`)}
        ${hours.map((hour, i) =>
          series.map(
            (name, n) =>
              svg`<rect class=${name} x=${i * slot + n * bar + 1} y=${floor - y(hour[name])} width=${Math.max(bar - 0.5, 0.8)} height=${y(hour[name])} />`,
          ),
        )}
        ${hours.map(
          (_, i) =>
            svg`<rect class="veil" x=${i * slot} y="0" width=${slot} height=${floor} @pointerenter=${() => {
              this.over = i;
            }} />`,
        )}
      </svg>
      <div class="ticks">${ticks.map((hour) => html`<span>${dateText(hour.hour).slice(5)} ${timeText(hour.hour).slice(0, 5)}</span>`)}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-hour-chart': HourChart;
  }
}

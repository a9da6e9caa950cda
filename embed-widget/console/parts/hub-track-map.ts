import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Fix } from '../../client/footage.ts';
import { base } from '../styles/base.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({ label: ['相机轨迹', 'Track of the camera'], start: ['起', 'start'], end: ['止', 'end'] });

const width = 640;
const height = 320;
const margin = 34;
const metresPerDegree = 111_320;
/** A place farther away than this, or than the track is long, would shrink the track to a dot. */
const nearM = 200;

/** A place to mark, e.g. that of a record. */
export interface Marked {
  readonly lon: number;
  readonly lat: number;
  readonly label: string;
}

/** The way of the camera without map tiles: metres on a grid, with a scale, the places of records, and where it is now. */
@customElement('hub-track-map')
export class TrackMap extends LitElement {
  static override styles = [
    base,
    css`
      svg {
        display: block;
        width: 100%;
        height: auto;
        background: var(--hub-sunken);
      }
      .grid {
        stroke: var(--hub-line);
      }
      .blur {
        fill: none;
        stroke: var(--hub-accent-soft);
        stroke-width: 16;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .way {
        fill: none;
        stroke: var(--hub-accent);
        stroke-width: 2.2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .end {
        fill: var(--hub-surface);
        stroke: var(--hub-accent);
        stroke-width: 2;
      }
      .now {
        fill: var(--hub-bad);
        stroke: var(--hub-surface);
        stroke-width: 2.5;
      }
      .place {
        fill: var(--hub-text);
      }
      text {
        fill: var(--hub-text-2);
        font: 12px var(--hub-font);
      }
      .scale {
        stroke: var(--hub-text-2);
        stroke-width: 1.5;
      }
    `,
  ];

  @property({ attribute: false }) track: readonly Fix[] = [];
  @property({ attribute: false }) places: readonly Marked[] = [];
  /** Epoch ms on the camera's clock. */
  @property({ attribute: false }) at: number | undefined;

  protected override render(): unknown {
    const first = this.track[0];
    const last = this.track[this.track.length - 1];
    if (!first || !last) return nothing;
    const lon0 = this.track.reduce((sum, [, lon]) => sum + lon, 0) / this.track.length;
    const lat0 = this.track.reduce((sum, [, , lat]) => sum + lat, 0) / this.track.length;
    const metres = (lon: number, lat: number): [number, number] => [
      (lon - lon0) * metresPerDegree * Math.cos((lat0 * Math.PI) / 180),
      (lat - lat0) * metresPerDegree,
    ];
    const fixes = this.track.map(([, lon, lat]) => metres(lon, lat));
    const extent = Math.max(...fixes.map(([x, y]) => Math.hypot(x, y)));
    const near = this.places.filter(({ lon, lat }) => Math.hypot(...metres(lon, lat)) < Math.max(nearM, extent * 1.6));
    const spread = [...fixes, ...near.map(({ lon, lat }) => metres(lon, lat))];
    const reach = Math.max(
      25,
      ...spread.map(
        ([x, y]) =>
          Math.max(Math.abs(x) / (width / 2 - margin), Math.abs(y) / (height / 2 - margin)) * (height / 2 - margin),
      ),
    );
    const scale = (height / 2 - margin) / reach;
    const xy = (lon: number, lat: number): [number, number] => {
      const [x, y] = metres(lon, lat);
      return [width / 2 + x * scale, height / 2 - y * scale];
    };
    const way = this.track
      .map(([, lon, lat]) =>
        xy(lon, lat)
          .map((value) => value.toFixed(1))
          .join(','),
      )
      .join(' ');
    const bar = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((length) => length * scale > 60) ?? 5000;
    const step = bar * scale;
    const lines = (size: number): number[] =>
      Array.from({ length: Math.ceil(size / step) }, (_, i) => (i + 0.5) * step);
    const now = this.#now();
    return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${text.label}>
      ${lines(width).map((x) => svg`<line class="grid" x1=${x} x2=${x} y1="0" y2=${height} />`)}
      ${lines(height).map((y) => svg`<line class="grid" x1="0" x2=${width} y1=${y} y2=${y} />`)}
      <polyline class="blur" points=${way} /><polyline class="way" points=${way} />
      ${(
        [
          [first, text.start],
          [last, text.end],
        ] as const
      ).map(([[, lon, lat], label], i) => {
        const [x, y] = xy(lon, lat);
        return svg`<circle class="end" cx=${x} cy=${y} r="5" /><text x=${x + (i === 0 ? -9 : 9)} y=${y + 4} text-anchor=${i === 0 ? 'end' : 'start'}>${label}</text>`;
      })}
      ${near.map(({ lon, lat, label }) => {
        const [x, y] = xy(lon, lat);
        return svg`<path class="place" d="M${x} ${y}l-6-11a6.8 6.8 0 1 1 12 0z" /><text x=${x + 11} y=${y - 9}>${label}</text>`;
      })}
      ${now ? svg`<circle class="now" cx=${xy(now[1], now[2])[0]} cy=${xy(now[1], now[2])[1]} r="7" />` : nothing}
      <line class="scale" x1="16" x2=${16 + step} y1=${height - 14} y2=${height - 14} />
      <text x="16" y=${height - 20}>${bar >= 1000 ? `${bar / 1000} km` : `${bar} m`}</text>
    </svg>`;
  }

  /** The last fix before the playhead; a camera without a fix for a while stays where it was. */
  #now(): Fix | undefined {
    const at = this.at;
    if (at === undefined) return undefined;
    return [...this.track].reverse().find(([ms]) => ms <= at) ?? this.track[0];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-track-map': TrackMap;
  }
}

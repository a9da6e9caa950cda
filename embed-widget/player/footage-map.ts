import { css, html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Playback } from '../client/embed.ts';
import { readTrack } from '../client/embedded-track.ts';
import type { Fix, FootageItem } from '../client/footage.ts';
import type { Place } from '../client/record.ts';
import { element } from './define.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';

const width = 320;
const height = 150;
const margin = 22;
const metresPerDegree = 111_320;
/** A smaller stretch is only the noise of a camera that stood still. */
const leastMetres = 40;
/** A place farther away than this would shrink the track to a dot. */
const nearMetres = 1_500;

/** Longitude and latitude to pixels, so that all points fit in and a metre is as long either way. */
export const projection = (points: readonly (readonly [lon: number, lat: number])[]) => {
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const [lon0, lat0] = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  const metresPerLon = metresPerDegree * Math.cos((lat0 * Math.PI) / 180);
  const wide = Math.max(leastMetres, (Math.max(...lons) - Math.min(...lons)) * metresPerLon);
  const tall = Math.max(leastMetres, (Math.max(...lats) - Math.min(...lats)) * metresPerDegree);
  const scale = Math.min((width - 2 * margin) / wide, (height - 2 * margin) / tall);
  return {
    /** Pixels of a metre. */
    scale,
    xy: (lon: number, lat: number): readonly [x: number, y: number] => [
      width / 2 + (lon - lon0) * metresPerLon * scale,
      height / 2 - (lat - lat0) * metresPerDegree * scale,
    ],
  };
};

/** The last fix before a moment; a camera without a fix for a while stays where it was. */
export const fixAt = (track: readonly Fix[], at: number): Fix | undefined =>
  [...track].reverse().find(([ms]) => ms <= at) ?? track[0];

/** Where the camera was, without tiles of a map: its way, the place of the record, and where it is at the playhead. */
@element('footage-map')
export class FootageMap extends LitElement {
  static override styles = css`
    :host {
      display: block;
      border-top: 1px solid var(--hub-line);
    }
    :host([hidden]) {
      display: none;
    }
    svg {
      display: block;
      width: 100%;
      max-height: 190px;
      background: var(--hub-sunken);
    }
    .way {
      fill: none;
      stroke: var(--hub-accent);
      stroke-width: 2;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .now {
      fill: var(--hub-bad);
      stroke: var(--hub-surface);
      stroke-width: 2;
    }
    .place {
      fill: var(--hub-text);
    }
    .scale {
      stroke: var(--hub-text-2);
    }
    text {
      fill: var(--hub-text-2);
      font: 9px var(--hub-font);
    }
  `;

  @property({ attribute: false }) playback: Playback | undefined;
  @property({ type: Number }) record = 0;
  @property({ attribute: false }) footage: FootageItem | undefined;
  /** Of the record. */
  @property({ attribute: false }) place: Place | undefined;
  /** Seconds of the clip. */
  @property({ type: Number }) currentTime = 0;
  @property() language: Language = 'zh';
  @state() private track: readonly Fix[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has('footage') && changed.get('footage')?.id !== this.footage?.id;
    if (isOther || (changed.has('playback') && this.track.length === 0)) void this.#load();
    this.toggleAttribute('hidden', this.track.length === 0);
  }

  protected override render(): unknown {
    const { track, footage } = this;
    if (track.length === 0 || !footage) return nothing;
    const places = this.#near(track);
    const { scale, xy } = projection([...track.map(([, lon, lat]) => [lon, lat] as const), ...places]);
    const way = track
      .map(([, lon, lat]) =>
        xy(lon, lat)
          .map((value) => value.toFixed(1))
          .join(),
      )
      .join(' ');
    const now = fixAt(track, Date.parse(footage.start) + this.currentTime * 1000);
    const bar = [10, 20, 50, 100, 200, 500, 1000, 2000].find((metres) => metres * scale > 36) ?? 5000;
    return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${playerTexts(this.language).track}>
      <polyline class="way" points=${way} />
      ${places.map((place) => {
        const [x, y] = xy(...place);
        return svg`<path class="place" d="M${x} ${y}l-4-7a4.6 4.6 0 1 1 8 0z" />`;
      })}
      ${now ? svg`<circle class="now" cx=${xy(now[1], now[2])[0]} cy=${xy(now[1], now[2])[1]} r="5" />` : nothing}
      <line class="scale" x1="8" x2=${8 + bar * scale} y1=${height - 7} y2=${height - 7} />
      <text x="8" y=${height - 11}>${bar >= 1000 ? `${bar / 1000} km` : `${bar} m`}</text>
    </svg>`;
  }

  #near(track: readonly Fix[]): (readonly [lon: number, lat: number])[] {
    const { lon, lat } = this.place ?? {};
    if (lon === undefined || lat === undefined) return [];
    const metresPerLon = metresPerDegree * Math.cos((lat * Math.PI) / 180);
    const isNear = track.some(
      ([, x, y]) => Math.hypot((x - lon) * metresPerLon, (y - lat) * metresPerDegree) < nearMetres,
    );
    return isNear ? [[lon, lat]] : [];
  }

  async #load(): Promise<void> {
    const { playback, record, footage } = this;
    this.track = [];
    if (!playback || !footage?.hasTrack) return;
    const track = await readTrack(playback, record, footage.id).catch(() => []);
    if (footage.id === this.footage?.id) this.track = track;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-map': FootageMap;
  }
}

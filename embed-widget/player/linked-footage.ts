import { css, html, LitElement } from 'lit';
import { badgeTokens } from '../badge-tokens.ts';
import type { FootageViewer } from './footage-viewer.ts';
import { hubOrigin } from './hub-origin.ts';
import { languageOf } from './language.ts';

const words = {
  zh: { loading: '正在载入关联视频', failed: '播放器未能载入，请检查网络后重试', again: '重试' },
  en: {
    loading: 'Loading linked footage',
    failed: 'The player did not load: check the network and try again',
    again: 'Try again',
  },
};

/**
 * The footage of one record inside another system's page: the list of linked clips and a player that opens at the linked
 * segment. Names of methods, properties and events are those of HTMLMediaElement and speak of the clip that is open.
 *
 * @attr system - family of the business system: dispatch, case, incident, intelligence, traffic
 * @attr record - the number of the record in that system
 * @attr grant - token the business system's server was given for this person; set a new one when `grantneeded` fires
 * @attr hub - address of the hub; the origin of this script when absent
 * @attr theme - `light` (default), `dark` or `auto`
 * @fires links - the list of clips was read or changed; `detail: { count }`
 * @fires grantneeded - the right to look has ended
 * @fires play, pause, playing, waiting, timeupdate, seeking, seeked, ended, ratechange, volumechange, loadedmetadata, error
 * @cssprop --footage-accent - the accent colour
 */
export class LinkedFootage extends LitElement {
  // No decorators: their helper would cost a fiftieth of the badge's budget.
  static override properties = {
    system: {},
    record: {},
    grant: {},
    hub: {},
    phase: { state: true },
  };
  static override styles = [
    badgeTokens,
    css`
      :host {
        display: block;
        min-height: 220px;
        font: 13px / 1.55 var(--hub-font);
        contain: layout style;
      }
      :host([hidden]) {
        display: none;
      }
      .wait {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 12px;
        min-height: 220px;
        border: 1px solid var(--hub-line-strong);
        border-radius: 8px;
        color: var(--hub-text-3);
      }
      button {
        padding: 4px 14px;
        border: 1px solid var(--hub-line-strong);
        border-radius: 5px;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
    `,
  ];

  system = '';
  record = '';
  grant = '';
  hub = '';
  declare readonly paused: boolean;
  /** Seconds from the beginning of the clip that is open. */
  declare currentTime: number;
  declare readonly duration: number;
  declare readonly ended: boolean;
  /** 2 and more when the picture of the moment is there. */
  declare readonly readyState: number;
  declare playbackRate: number;
  declare volume: number;
  declare muted: boolean;
  private phase: 'waiting' | 'ready' | 'failed' = 'waiting';
  // `private`, not `#`: Chromium 86 gets those as WeakMaps, and this script has a budget.
  private seen: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void this.load();
      },
      { rootMargin: '300px' },
    );
    this.seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.seen?.disconnect();
  }

  /** Load the player now. It does so by itself when it is about to be seen. */
  async load(): Promise<void> {
    this.seen?.disconnect();
    try {
      await import('./viewer-chunk.ts');
      this.phase = 'ready';
    } catch {
      this.phase = 'failed';
    }
    await this.updateComplete;
  }

  async play(): Promise<void> {
    await this.load();
    await this.viewer?.play();
  }

  pause(): void {
    this.viewer?.pause();
  }

  protected override render(): unknown {
    if (this.phase === 'ready')
      return html`<footage-viewer .hub=${hubOrigin(this.hub)} .system=${this.system} .record=${this.record} .grant=${this.grant}
        .language=${languageOf(this)} theme=${this.getAttribute('theme') ?? 'light'}></footage-viewer>`;
    const text = words[languageOf(this)];
    return this.phase === 'failed'
      ? html`<div class="wait" role="alert">${text.failed}<button type="button" @click=${this.load}>${text.again}</button></div>`
      : html`<div class="wait" role="status">${text.loading}</div>`;
  }

  private get viewer(): FootageViewer | null {
    return this.renderRoot?.querySelector('footage-viewer') ?? null;
  }

  protected get media(): HTMLVideoElement | undefined {
    return this.viewer?.media;
  }
}

/** What mirrors HTMLMediaElement, with what it says while no clip is open. One loop costs less than a pair of accessors each. */
const mirrored = {
  paused: true,
  currentTime: 0,
  duration: Number.NaN,
  ended: false,
  readyState: 0,
  playbackRate: 1,
  volume: 1,
  muted: false,
};
for (const [name, absent] of Object.entries(mirrored)) {
  Object.defineProperty(LinkedFootage.prototype, name, {
    get(this: { media?: Record<string, unknown> }) {
      return this.media?.[name] ?? absent;
    },
    set(this: { media?: Record<string, unknown> }, value: unknown) {
      if (this.media) this.media[name] = value;
    },
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'linked-footage': LinkedFootage;
  }
}

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
 * @tag linked-footage
 * @attr {'dispatch' | 'case' | 'incident' | 'intelligence' | 'traffic'} system - family of the business system
 * @attr {string} record - the number of the record in that system
 * @attr {string} grant - token the business system's server was given for this person; set a new one when `grantneeded` fires
 * @attr {string} hub - address of the hub; the origin of this script when absent
 * @attr {'light' | 'dark' | 'auto'} theme - `light` when absent
 * @attr {string} lang - `en…` speaks English; the page's language when absent, Chinese for all else
 * @fires {CustomEvent<{ count: number }>} links - the list of clips was read or changed
 * @fires {CustomEvent} grantneeded - the right to look has ended: ask the business system's server for a new grant and set it
 * @fires {CustomEvent<{ text: string, footage: string, seconds: number }>} cite - a moment shall be cited; `text` is for the case document. Bubbles
 * @fires {Event} play - playing was asked for
 * @fires {Event} pause - it stopped
 * @fires {Event} playing - the picture moves
 * @fires {Event} waiting - it waits for bytes
 * @fires {Event} timeupdate - `currentTime` moved
 * @fires {Event} seeking - on the way to another place
 * @fires {Event} seeked - and there
 * @fires {Event} ended - the clip is at its end
 * @fires {Event} ratechange - `playbackRate` changed
 * @fires {Event} volumechange - `volume` or `muted` changed
 * @fires {Event} loadedmetadata - a clip is open; `duration` is known
 * @fires {Event} durationchange - `duration` became known more exactly
 * @fires {Event} canplay - the picture of the moment is there
 * @fires {CustomEvent<{ reason: string, detail: string }>} error - a clip cannot be played; the element says why and what to do
 * @slot - shown until the player is there, and for good where scripts are forbidden: a plain link
 * @csspart event - picture, tools, cameras, timeline and map
 * @csspart player - the large clip with its controls
 * @csspart stage - the picture alone
 * @csspart tools - snapshot, mark, link, citation
 * @csspart cameras - the other cameras
 * @csspart timeline - all cameras on one clock
 * @csspart map - where the camera was
 * @csspart clip - an entry of the list
 * @cssprop [--footage-accent=#2458d3] - the accent colour
 */
export class LinkedFootage extends LitElement {
  // No decorators: their helper would cost a fiftieth of the badge's budget.
  static override properties = {
    system: {},
    record: {},
    grant: {},
    hub: {},
    // Only to draw anew when they change.
    spoken: { attribute: 'lang' },
    theme: {},
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
  theme: 'light' | 'dark' | 'auto' = 'light';
  declare protected spoken: string;
  /** Nothing plays now. */
  declare readonly paused: boolean;
  /** Seconds from the beginning of the clip that is open. */
  declare currentTime: number;
  /** Seconds of the clip that is open; NaN before. */
  declare readonly duration: number;
  /** It is at its end. */
  declare readonly ended: boolean;
  /** 2 and more when the picture of the moment is there. */
  declare readonly readyState: number;
  /** 1 is as it was. */
  declare playbackRate: number;
  /** 0 to 1. */
  declare volume: number;
  /** Without sound. */
  declare muted: boolean;
  private phase: 'waiting' | 'ready' | 'failed' = 'waiting';
  // `private`, not `#`: Chromium 86 gets those as WeakMaps, and this script has a budget.
  private readonly seen = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void this.load();
    },
    { rootMargin: '300px' },
  );
  private wantsPlay = false;
  /** What was set while no clip was open, and holds for the next. */
  private readonly kept: Record<string, unknown> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.seen.disconnect();
  }

  /** Load the player now. It does so by itself when it is about to be seen. */
  async load(): Promise<void> {
    this.seen.disconnect();
    try {
      await import('./viewer-chunk.ts');
      this.phase = 'ready';
    } catch {
      this.phase = 'failed';
    }
    await this.updateComplete;
  }

  /** Load the player where need be, and play the clip that is open. */
  async play(): Promise<void> {
    this.wantsPlay = true;
    await this.load();
    if (this.wantsPlay) await this.viewer?.play();
    if (!this.wantsPlay) this.viewer?.pause();
  }

  /** Stop. */
  pause(): void {
    this.wantsPlay = false;
    this.viewer?.pause();
  }

  protected override render(): unknown {
    if (this.phase === 'ready')
      return html`<footage-viewer exportparts="event, player, stage, tools, cameras, timeline, map, clip" .hub=${hubOrigin(this.hub)} .system=${this.system} .record=${this.record} .grant=${this.grant}
        .language=${languageOf(this)} .kept=${this.kept} theme=${this.theme}></footage-viewer>`;
    const text = words[languageOf(this)];
    return this.phase === 'failed'
      ? html`<div class="wait" role="alert">${text.failed}<button type="button" @click=${this.load}>${text.again}</button></div>`
      : html`<div class="wait" role="status"><slot>${text.loading}</slot></div>`;
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
type Named = Record<string, unknown>;
for (const [name, absent] of Object.entries(mirrored)) {
  Object.defineProperty(LinkedFootage.prototype, name, {
    get(this: { media?: Named; kept: Named }) {
      return (this.media ?? this.kept)[name] ?? absent;
    },
    set(this: { media?: Named; kept: Named }, value: unknown) {
      (this.media ?? this.kept)[name] = value;
    },
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'linked-footage': LinkedFootage;
  }
}

import { css, html, LitElement, type PropertyValues } from 'lit';
import { badgeTokens } from '../badge-tokens.ts';
import type { BadgeCount } from '../client/embedded-badges.ts';
import { followBadge } from './badge-batch.ts';
import { hubOrigin } from './hub-origin.ts';
import { clockText, languageOf } from './language.ts';

const words = {
  zh: {
    count: (count: number) => `${count} 段`,
    none: '无关联视频',
    off: '视频不可用',
    open: (count: number, time: string) => `查看 ${count} 段关联视频，共 ${time}`,
    review: (count: number) => `${count} 段待确认`,
  },
  en: {
    count: (count: number) => `${count} ${count === 1 ? 'clip' : 'clips'}`,
    none: 'No footage',
    off: 'Footage unavailable',
    open: (count: number, time: string) => `Show ${count} linked clips, ${time} in all`,
    review: (count: number) => `${count} to review`,
  },
};

/** Its code comes when a pointer does, a fifth of a second before the click; what it shows comes with the click. */
const player = () => import('./viewer-chunk.ts');
const prepare = () => player().catch(() => undefined);

/**
 * A pill beside a business number: how many clips show it, and how long they are. Counts of all badges of a page come
 * in one request; the player is loaded when somebody clicks.
 *
 * @tag footage-badge
 * @attr {'dispatch' | 'case' | 'incident' | 'intelligence' | 'traffic'} system - family of the business system
 * @attr {string} record - the number of the record in that system
 * @attr {string} grant - token the business system's server was given for this person; badges of a page share one; set a new one when `grantneeded` fires
 * @attr {string} hub - address of the hub; the origin of this script when absent
 * @attr {'light' | 'dark' | 'auto'} theme - `light` when absent
 * @attr {string} lang - `en…` speaks English; the page's language when absent, Chinese for all else
 * @fires {CustomEvent} grantneeded - the right to look has ended: ask the business system's server for a new grant and set it on all badges. Bubbles
 * @csspart pill - the button
 * @cssprop [--footage-accent=#2458d3] - the accent colour
 */
export class FootageBadge extends LitElement {
  // No decorators: their helper would cost a fiftieth of the badge's budget.
  static override properties = {
    system: {},
    record: {},
    grant: {},
    hub: {},
    // Only to draw anew when they change.
    spoken: { attribute: 'lang' },
    count: { state: true },
    error: { state: true },
    busy: { state: true },
  };
  static override styles = [
    badgeTokens,
    css`
      :host {
        display: inline-block;
        vertical-align: middle;
        font: 500 12px / 20px var(--hub-font);
      }
      :host([hidden]) {
        display: none;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        height: 24px;
        margin: 0;
        padding: 0 9px 0 7px;
        border: 1px solid var(--hub-accent-line);
        border-radius: 12px;
        background: var(--hub-accent-soft);
        color: var(--hub-accent);
        font: inherit;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--hub-accent);
      }
      button:focus-visible {
        outline: 2px solid var(--hub-accent);
        outline-offset: 2px;
      }
      button.none,
      button.off {
        border-color: var(--hub-line-strong);
        background: none;
        color: var(--hub-text-3);
      }
      button.busy {
        opacity: 0.55;
      }
      i {
        width: 6px;
        height: 6px;
        border-radius: 50%;
        background: var(--hub-warn);
      }
      svg {
        width: 9px;
        height: 10px;
        fill: currentColor;
      }
    `,
  ];

  system = '';
  record = '';
  grant = '';
  hub = '';
  declare protected spoken: string;
  private count: BadgeCount | undefined;
  private error: unknown;
  private busy = false;
  // `private`, not `#`: Chromium 86 gets those as WeakMaps, and this script has a budget.
  private stop: () => void = () => undefined;
  private dialog: { grant: string } | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const isAnother = ['system', 'record', 'hub'].some((name) => changed.has(name));
    if (isAnother) this.count = this.error = undefined;
    if (isAnother || changed.has('grant')) this.follow();
    if (this.dialog) this.dialog.grant = this.grant;
  }

  protected override render(): unknown {
    const text = words[languageOf(this)];
    if (this.error) return this.pill('off', text.off, String((this.error as Error).message));
    if (!this.count) return this.pill('busy', '···', '');
    const { count, seconds, review } = this.count;
    if (count === 0 && review === 0) return this.pill('none', text.none, '');
    const time = clockText(seconds);
    const hint = text.open(count, time) + (review > 0 ? ` · ${text.review(review)}` : '');
    return this.pill('some', `${text.count(count)} · ${time}`, hint, review > 0);
  }

  private pill(kind: string, label: string, hint: string, dot = false): unknown {
    return html`<button part="pill" class="${kind} ${this.busy ? 'busy' : ''}" type="button" title=${hint} aria-label="${label} ${hint}"
      aria-haspopup="dialog" @pointerenter=${prepare} @focus=${prepare} @click=${this.open}>
      <svg viewBox="0 0 9 10" aria-hidden="true"><path d="M0 .8v8.4c0 .6.7 1 1.2.7l7.3-4.2c.5-.3.5-1 0-1.4L1.2.1C.7-.2 0 .2 0 .8z"/></svg>
      <span>${label}</span>${dot ? html`<i></i>` : ''}</button>`;
  }

  private follow(): void {
    this.stop();
    if (!this.isConnected || !this.record || !this.grant) return;
    this.stop = followBadge(hubOrigin(this.hub), this.grant, this.system, this.record, (count, error) => {
      this.count = count ?? (error ? this.count : { externalId: this.record, count: 0, seconds: 0, review: 0 });
      this.error = this.count ? undefined : error;
      if ((error as { status?: number } | undefined)?.status === 401)
        this.dispatchEvent(new CustomEvent('grantneeded', { bubbles: true, composed: true }));
    });
  }

  /** The host page's own row or link must not react to a click that was meant for the badge. */
  private async open(event: Event): Promise<void> {
    event.stopPropagation();
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    try {
      this.dialog = (await player()).openFootageDialog(this);
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'footage-badge': FootageBadge;
  }
}

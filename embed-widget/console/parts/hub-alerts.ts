import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type Alert, listAlerts } from '../../client/alert.ts';
import { errorSays } from '../error-says.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded } from '../loaded.ts';
import { language, onPreference } from '../preferences.ts';
import { mayOpen } from '../router.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { momentText } from './says.ts';

const text = defineTexts({
  title: ['需要处理', 'Needs attention'],
  critical: ['严重', 'Critical'],
  warning: ['注意', 'Warning'],
  more: [(count: number) => `另有 ${count} 项`, (count: number) => `${count} more`],
});

const everyMs = 15_000;
const shownAtOnce = 6;

const plain = (message: string): string => message.replaceAll(/\[[\w-]+\] */g, '');

/** Where a person does something about it. */
const hrefOf = ({ id, object }: Alert): string | undefined => {
  const [kind, name] = object.split(/:(.*)/s);
  if (id.startsWith('dead-letters/')) return `/dead-letters?source=${name}`;
  if (kind === 'volume' || kind === 'storage') return '/storage';
  if (kind === 'key') return '/keys';
  if (kind === 'source') return `/sources/${name}`;
  return kind === 'footage' ? `/footage/${name}` : undefined;
};

/** What is wrong now, worst first. Nothing at all when nothing is wrong, or when it cannot be read: the page goes on. */
@customElement('hub-alerts')
export class HubAlerts extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .row {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 36px;
        padding: 4px 14px;
        border-bottom: 1px solid var(--hub-line);
      }
      li:last-child .row {
        border-bottom: 0;
      }
      a.row:hover {
        background: var(--hub-sunken);
      }
      .row .num {
        flex: none;
        font-size: 12px;
      }
    `,
  ];

  readonly #alerts = new Loaded<readonly Alert[]>(this);
  #stop: (() => void) | undefined;

  constructor() {
    super();
    keepFresh(this, () => this.#alerts.run(listAlerts), everyMs);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onPreference(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render(): unknown {
    const alerts = this.#alerts.value ?? [];
    if (alerts.length === 0) return nothing;
    const rest = alerts.length - shownAtOnce;
    return html`<section class="panel" role="status"><h2>${text.title}</h2>
      <ul>${alerts.slice(0, shownAtOnce).map((alert) => this.#row(alert))}
        ${rest > 0 ? html`<li><span class="row muted">${text.more(rest)}</span></li>` : nothing}</ul></section>`;
  }

  /** Nothing to say takes no room on the page. */
  protected override updated(): void {
    this.hidden = (this.#alerts.value ?? []).length === 0;
  }

  #row(alert: Alert): unknown {
    const href = hrefOf(alert);
    const line = html`<span class="chip ${alert.severity === 'critical' ? 'bad' : 'warn'}">${alert.severity === 'critical' ? text.critical : text.warning}</span>
      <span class="grow cut" title=${errorSays(alert.remedy ?? '')}>${plain(alert.text[language()])}</span>
      ${alert.since ? html`<span class="muted num">${momentText(alert.since).slice(5)}</span>` : nothing}`;
    return html`<li>${href && mayOpen(href) ? html`<a class="row" href=${href}>${line}</a>` : html`<span class="row">${line}</span>`}</li>`;
  }
}

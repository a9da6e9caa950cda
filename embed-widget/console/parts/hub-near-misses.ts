import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { linkByHand, type Miss, type Misses, missesOf } from '../../client/link.ts';
import { icons } from '../icons.ts';
import { Loaded, problemOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { comparisonSays, detailSays, levelSays } from './comparison-words.ts';
import './hub-weight-waterfall.ts';
import { bitsSay, deviceSays, rangeSays } from './says.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['接近但未关联', 'Near misses'],
  none: ['没有接近的片段', 'Nothing came close'],
  link: ['人工关联', 'Link by hand'],
  why: ['没有关联的原因', 'Why there is none'],
  clip: ['查看片段', 'See the clip'],
});

/**
 * Recordings that came close to a record and what failed, with the hub's diagnosis.
 *
 * @fires decided - a pair was linked by hand
 */
@customElement('hub-near-misses')
export class NearMisses extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .diagnosis {
        display: grid;
        gap: 6px;
        padding: 10px 14px;
        border-bottom: 1px solid var(--hub-line);
        background: var(--hub-warn-soft);
      }
      .diagnosis li {
        display: flex;
        gap: 8px;
      }
      .diagnosis .icon {
        margin-top: 2px;
        color: var(--hub-warn);
      }
      details + details {
        border-top: 1px solid var(--hub-line);
      }
      summary {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 10px;
        padding: 9px 14px;
        cursor: pointer;
      }
      summary:hover {
        background: var(--hub-sunken);
      }
      summary.all {
        display: list-item;
        font-weight: 600;
      }
      .none {
        padding: 10px 14px;
      }
      .inside {
        padding: 0 14px 12px;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 8px;
      }
    `,
  ];

  @property({ type: Number }) record = 0;
  readonly #misses = new Loaded<Misses>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('record') && this.record) this.#load();
  }

  protected override render(): unknown {
    const { items, diagnosis } = this.#misses.value ?? {};
    // Whoever has the footage already seldom asks what else came near.
    if (items?.length && diagnosis?.length === 0)
      return html`<details class="panel"><summary class="all">${text.title} <span class="muted num">${items.length}</span></summary>${this.#rows()}</details>`;
    return html`<section class="panel"><h2>${text.title}</h2>${this.#rows()}</section>`;
  }

  #rows(): unknown {
    return shown(
      this.#misses,
      ({ items, diagnosis }) => html`
        ${diagnosis.length > 0 ? html`<ul class="diagnosis" aria-label=${text.why}>${diagnosis.map((reason) => this.#reason(reason))}</ul>` : nothing}
        ${items.length === 0 && diagnosis.length === 0 ? html`<p class="none muted">${text.none}</p>` : items.map((miss) => this.#miss(miss))}`,
      { again: () => this.#load(), rows: 3 },
    );
  }

  /** A reason, with the facts behind it and the clip that shows it. */
  #reason({ text: said, detail = {} }: Misses['diagnosis'][number]): unknown {
    const { footageId, ...facts } = detail;
    return html`<li>${icons.warn}<span>${said[language()]}
      <span class="muted">${detailSays(facts)}</span>
      ${typeof footageId === 'number' ? html`<a class="link" href="/footage/${footageId}">${text.clip}</a>` : nothing}</span></li>`;
  }

  #miss({ footage, failed, evidence, weight }: Miss): unknown {
    return html`<details><summary>
      <b>${footage.officerName ?? footage.deviceId ?? footage.externalId}</b><span class="muted num">${deviceSays(footage.deviceKind)} · ${rangeSays(footage.start, footage.end)}</span>
      <span class="grow"></span><span class="bad">${comparisonSays(failed.comparison)} · ${levelSays(failed.comparison, failed.level)}</span>
      <span class="muted">${detailSays(failed.detail)}</span><b class="num">${bitsSay(weight)}</b></summary>
      <div class="inside"><hub-weight-waterfall .evidence=${evidence} .failed=${failed.comparison}></hub-weight-waterfall>
        <div class="acts"><a class="button small" href="/footage/${footage.id}" aria-label="${text.clip} ${footage.externalId}" title=${footage.externalId}>${text.clip}</a>
        ${may('links.decide') ? html`<button class="button small" type="button" aria-label="${text.link} ${footage.externalId}" @click=${() => this.#link(footage.id)}>${text.link}</button>` : nothing}</div></div></details>`;
  }

  #load(): void {
    void this.#misses.run((signal) => missesOf(this.record, signal));
  }

  async #link(footageId: number): Promise<void> {
    try {
      await linkByHand(this.record, footageId);
      this.dispatchEvent(new CustomEvent('decided'));
      this.#load();
    } catch (error) {
      this.#misses.problem = problemOf(error);
      this.requestUpdate();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-near-misses': NearMisses;
  }
}

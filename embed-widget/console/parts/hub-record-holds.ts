import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Hold, holdsOf } from '../../client/storage.ts';
import { Loaded } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-holds.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['法律保全', 'Legal hold'],
  none: [
    '保全后，此记录关联的音视频（含以后关联的）都不会被删除。',
    'Once held, no footage of this record is deleted, nor any that is linked to it later.',
  ],
});

/** What holds the footage of one record. */
@customElement('hub-record-holds')
export class HubRecordHolds extends LitElement {
  static override styles = [base, layout];

  @property({ type: Number }) record = 0;
  readonly #holds = new Loaded<readonly Hold[]>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('record') && this.record) this.#load();
  }

  protected override render(): unknown {
    return html`<section class="panel" aria-label=${text.title}><h2>${text.title}</h2><div class="body">${shown(
      this.#holds,
      (holds) =>
        html`${holds.length === 0 ? html`<p class="muted" style="margin-bottom:8px">${text.none}</p>` : nothing}
          <hub-holds .what=${{ record: this.record }} .holds=${holds} @holds-changed=${() => this.#load()}></hub-holds>`,
      { again: () => this.#load(), rows: 1 },
    )}</div></section>`;
  }

  #load(): void {
    void this.#holds.run(async (signal) => (await holdsOf(this.record, signal)).items);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-record-holds': HubRecordHolds;
  }
}

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type DecisionItem, decisionsOf } from '../../client/link.ts';
import { Loaded } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { decisionSays, momentText } from './says.ts';

const text = defineTexts({
  title: ['人工决定的历史', 'Decisions of people'],
  undone: ['撤销', 'Undone'],
  nothing: ['无关联', 'no link'],
  rule: ['规则', 'the rules'],
});

/** What people decided about the clips of a record: who, when, what, and what it was before. Draws nothing where nobody did. */
@customElement('hub-decision-history')
export class DecisionHistory extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 2px 8px;
        padding: 8px 14px;
        border-bottom: 1px solid var(--hub-line);
        font-size: 12px;
      }
      li:last-child {
        border-bottom: 0;
      }
      .more {
        grid-column: 1 / -1;
      }
    `,
  ];

  @property({ type: Number }) record = 0;
  readonly #log = new Loaded<readonly DecisionItem[]>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('record') && this.record) this.reload();
  }

  /** Ask again, after somebody decided. */
  reload(): void {
    void this.#log.run(async (signal) => (await decisionsOf(this.record, signal)).items);
  }

  protected override render(): unknown {
    const entries = this.#log.value ?? [];
    this.hidden = entries.length === 0;
    if (this.hidden) return nothing;
    return html`<section class="panel"><h2>${text.title}<span class="count">${entries.length}</span></h2><ul>${entries.map((entry) => this.#entry(entry))}</ul></section>`;
  }

  #entry({ decision, user, at, footage, footageId, previous, previousBy, note }: DecisionItem): unknown {
    const tone = decision === 'confirmed' ? 'good' : decision === 'rejected' ? 'bad' : '';
    const before = previous ? decisionSays(previous) : text.nothing;
    const by = previousBy === 'rule' ? text.rule : previousBy;
    return html`<li><span class="chip ${tone}">${decision === 'undone' ? text.undone : decisionSays(decision)}</span>
      <a class="link cut" href="/footage/${footageId}">${footage}</a><b>${user}</b>
      <span class="muted more num">${momentText(at).slice(0, 16)} · ${before}${by ? ` (${by})` : ''} ${note ?? ''}</span></li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-decision-history': DecisionHistory;
  }
}

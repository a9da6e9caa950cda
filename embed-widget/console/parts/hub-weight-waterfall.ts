import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Evidence } from '../../client/link.ts';
import { base } from '../styles/base.ts';
import { defineTexts } from '../texts.ts';
import { comparisonSays, detailSays, levelSays } from './comparison-words.ts';
import { bitsSay } from './says.ts';

const text = defineTexts({
  total: ['合计', 'Sum'],
  comparison: ['比较项', 'Compared'],
  found: ['结果与依据', 'Found'],
  weight: ['权重', 'Weight'],
  unit: ['比特', 'bits'],
  bits: ['匹配权重（比特）：每 1 比特，可能性翻倍', 'Match weight in bits: each doubles the odds'],
});

/** Why a pair is linked: each comparison pushes the sum up or down, in bits; the bars stand where the sum stands. */
@customElement('hub-weight-waterfall')
export class WeightWaterfall extends LitElement {
  static override styles = [
    base,
    css`
      .row {
        display: grid;
        grid-template-columns: 68px minmax(120px, 1.1fr) minmax(110px, 1fr) 72px;
        gap: 10px;
        align-items: center;
        min-height: 27px;
        font-size: 12px;
        line-height: 17px;
        overflow-wrap: anywhere;
      }
      .row + .row {
        border-top: 1px solid var(--hub-line);
      }
      .name {
        color: var(--hub-text-3);
      }
      .bar {
        position: relative;
        height: 14px;
      }
      .bar::before {
        content: '';
        position: absolute;
        top: -6px;
        bottom: -6px;
        left: var(--zero);
        border-left: 1px dashed var(--hub-line-strong);
      }
      .bar i {
        position: absolute;
        top: 1px;
        height: 12px;
        min-width: 2px;
        border-radius: 2px;
        background: var(--hub-accent);
      }
      .bar i.down {
        background: var(--hub-text-3);
        opacity: 0.65;
      }
      .weight {
        text-align: right;
        font-variant-numeric: tabular-nums;
        font-weight: 500;
      }
      .down {
        color: var(--hub-text-3);
      }
      .sum {
        font-weight: 600;
      }
      .head {
        min-height: 22px;
        color: var(--hub-text-3);
        font-size: 11px;
      }
      .head .weight {
        font-weight: 400;
      }
      .scale {
        position: relative;
        height: 15px;
      }
      .scale i {
        position: absolute;
        transform: translateX(-50%);
        font-style: normal;
      }
      @media (max-width: 560px) {
        .row {
          grid-template-columns: 56px minmax(0, 1fr) 64px 62px;
          gap: 8px;
        }
      }
    `,
  ];

  @property({ attribute: false }) evidence: readonly Evidence[] = [];
  /** The comparison that failed, marked in a near miss. */
  @property() failed = '';

  protected override render(): unknown {
    let sum = 0;
    const rows = this.evidence.map((row) => {
      const from = sum;
      sum += row.weight;
      return { row, from, to: sum };
    });
    const low = Math.min(0, ...rows.map(({ to }) => to));
    const high = Math.max(0, ...rows.map(({ to }) => to));
    const share = (value: number): number => ((value - low) / Math.max(high - low, 0.01)) * 100;
    const stretch = (from: number, to: number) =>
      styleMap({ left: `${share(Math.min(from, to))}%`, width: `${Math.abs(share(to) - share(from))}%` });
    return html`<div role="table" title=${text.bits} style="--zero:${share(0)}%">
      <div class="row head" role="row"><span role="columnheader">${text.comparison}</span><span role="columnheader">${text.found}</span>
        <span role="columnheader" class="scale"><i style=${styleMap({ left: `${share(0)}%` })}>0</i></span><span role="columnheader" class="weight">${text.weight}</span></div>
      ${rows.map(
        ({ row, from, to }) => html`<div class="row" role="row">
          <span class="name" role="cell">${comparisonSays(row.comparison)}</span>
          <span role="cell" class=${this.failed === row.comparison ? 'bad' : ''}>${levelSays(row.comparison, row.level)}
            ${detailSays(row.detail) ? html`<span class="muted">${detailSays(row.detail)}</span>` : nothing}</span>
          <span class="bar" role="presentation"><i class=${row.weight < 0 ? 'down' : ''} style=${stretch(from, to)}></i></span>
          <span class="weight ${row.weight < 0 ? 'down' : ''}" role="cell">${bitsSay(row.weight)}</span></div>`,
      )}
      <div class="row sum" role="row"><span class="name" role="cell">${text.total}</span><span role="cell"></span>
        <span class="bar" role="presentation"><i class=${sum < 0 ? 'down' : ''} style=${stretch(0, sum)}></i></span>
        <span class="weight" role="cell">${bitsSay(sum)} ${text.unit}</span></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-weight-waterfall': WeightWaterfall;
  }
}

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Problem } from '../../client/request.ts';
import { type Shares, type TrainedLevel, type TrainedRules, trainRules } from '../../client/rule-training.ts';
import { problemOf } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { comparisonSays, levelSays } from './comparison-words.ts';
import { bitsSay, numberSays } from './says.ts';
import { skeleton } from './states.ts';

const text = defineTexts({
  title: ['由本地数据估计参数', 'Train on the data here'],
  train: ['开始估计', 'Train'],
  help: [
    '用近期记录、录像和人工决定估计各档的 m、u；不改动任何规则，采用后仍是草稿。',
    'Estimates m and u of every level from recent records, clips and people’s decisions. Changes nothing: what you accept is a draft.',
  ],
  comparison: ['比较项', 'Comparison'],
  level: ['档', 'Level'],
  pairs: ['候选对', 'Pairs'],
  expected: ['估计为真', 'Thought true'],
  before: ['生效 m / u', 'm / u in force'],
  after: ['估计 m / u', 'm / u trained'],
  weight: ['权重（比特）', 'Weight (bits)'],
  prior: ['先验', 'Prior'],
  basis: [
    (pairs: string, decisions: string) => `依据 ${pairs} 个候选对、${decisions} 个人工决定`,
    (pairs: string, decisions: string) => `From ${pairs} candidate pairs and ${decisions} decisions of people`,
  ],
  accept: ['采用为草稿', 'Accept as draft'],
  unseen: [
    (count: string) => `另有 ${count} 档在这些数据中没有出现，保持不变。`,
    (count: string) => `${count} more levels do not occur in these data and stay as they are.`,
  ],
});

const shareSays = (value: number): string => (value >= 0.001 ? value.toFixed(3) : value.toExponential(1));
const sharesSay = ({ m, u }: Shares): string => `${shareSays(m)} / ${shareSays(u)}`;

/**
 * What the hub's own data say of the rules in force, level by level, before and after.
 *
 * @fires draftaccepted - `detail` is the YAML with the trained figures
 */
@customElement('hub-rules-training')
export class RulesTraining extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 10px 14px;
      }
      .scroll {
        max-height: 460px;
        overflow: auto;
        border-top: 1px solid var(--hub-line);
      }
      tr.moved td:last-child {
        font-weight: 600;
      }
    `,
  ];

  @property({ type: Number }) days = 14;
  @state() private found: TrainedRules | undefined;
  @state() private problem: Problem | undefined;
  @state() private busy = false;

  protected override render(): unknown {
    return html`<section class="panel"><div class="head"><h2>${text.title}</h2><span class="grow"></span>
        <button class="button small" type="button" ?disabled=${this.busy} @click=${() => void this.#train()}>${text.train}</button></div>
      ${this.problem ? html`<p class="foot bad" role="alert">${[this.problem.message, this.problem.remedy].filter(Boolean).join(' ')}</p>` : nothing}
      ${this.busy ? skeleton(4) : this.found ? this.#result(this.found) : html`<p class="foot muted">${text.help}</p>`}</section>`;
  }

  #result({ training, yaml }: TrainedRules): unknown {
    const { prior, levels, pairs, decisions } = training;
    const seen = levels.filter((level) => level.pairs > 0);
    return html`<div class="foot"><span class="muted">${text.basis(numberSays(pairs), numberSays(decisions))}</span>
        <span class="num">${text.prior} ${shareSays(prior.before)} → ${shareSays(prior.after)}</span><span class="grow"></span>
        <button class="button small primary" type="button" @click=${() => this.dispatchEvent(new CustomEvent('draftaccepted', { detail: yaml }))}>${text.accept}</button></div>
      <div class="scroll"><table><thead><tr><th>${text.comparison}</th><th>${text.level}</th><th class="right">${text.pairs}</th><th class="right wide">${text.expected}</th>
        <th class="right wide">${text.before}</th><th class="right wide">${text.after}</th><th class="right">${text.weight}</th></tr></thead>
        <tbody>${seen.map((level) => this.#level(level))}</tbody></table></div>
      ${seen.length < levels.length ? html`<p class="foot muted">${text.unseen(numberSays(levels.length - seen.length))}</p>` : nothing}`;
  }

  #level({ comparison, level, before, after, pairs, expected }: TrainedLevel): unknown {
    const hasMoved = Math.abs(after.weight - before.weight) >= 0.5;
    return html`<tr class=${hasMoved ? 'moved' : ''}><td class="nowrap">${comparisonSays(comparison)}</td><td>${levelSays(comparison, level)}</td>
      <td class="right num">${numberSays(pairs)}</td><td class="right num wide">${numberSays(Math.round(expected))}</td>
      <td class="right num nowrap wide">${sharesSay(before)}</td><td class="right num nowrap wide">${sharesSay(after)}</td>
      <td class="right num nowrap">${bitsSay(before.weight)} → ${bitsSay(after.weight)}</td></tr>`;
  }

  async #train(): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      this.found = await trainRules(this.days);
    } catch (error) {
      this.problem = problemOf(error);
    }
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-rules-training': RulesTraining;
  }
}

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type ChangeKind, changeKinds, type PairChange, type PairView, type RulesTrial } from '../../client/rules.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-weight-waterfall.ts';
import { dateText, decisionSays, momentText, numberSays, percentSays, rangeSays, systemSays } from './says.ts';
import { empty, skeleton } from './states.ts';

const text = defineTexts({
  title: ['试运行结果', 'What the draft would change'],
  running: ['正在试运行，平台照常工作', 'Under way; everything else goes on'],
  failed: ['试运行未完成', 'The trial did not end well'],
  tried: [
    (records: string, clips: string, from: string, to: string) =>
      `${from} 至 ${to} 的 ${records} 条记录、${clips} 段录像`,
    (records: string, clips: string, from: string, to: string) =>
      `${records} records and ${clips} clips from ${from} to ${to}`,
  ],
  figure: ['指标', 'Figure'],
  inForce: ['生效规则', 'In force'],
  draft: ['草稿', 'Draft'],
  change: ['变化', 'Change'],
  linked: ['自动关联', 'Linked by rule'],
  review: ['待确认', 'Offered to people'],
  covered: ['有录像的记录', 'Records with footage'],
  precision: ['自动关联中经人工确认的（准确率）', 'Linked, and confirmed by people (precision)'],
  recall: ['人工确认中能自动关联的（召回率）', 'Confirmed by people, and linked (recall)'],
  none: ['尚无人工决定', 'no decisions yet'],
  added: ['新增关联', 'Links added'],
  lost: ['失去关联', 'Links lost'],
  ambiguous: ['新增待确认', 'Newly ambiguous'],
  settled: ['不再待确认', 'No longer offered'],
  nothing: ['没有这类变化', 'No such change'],
  first: [(count: string) => `只列出前 ${count} 对`, (count: string) => `The first ${count} are listed`],
  unlinked: ['不关联', 'nothing'],
  record: ['打开记录', 'Open the record'],
  clip: ['打开片段', 'Open the clip'],
  noReasons: ['这套规则不认为两者相关', 'These rules see nothing in this pair'],
});

/** Counted, not estimated: all of them is 100 %. */
const share = (part: number, whole: number): string =>
  whole === 0 ? text.none : `${((part / whole) * 100).toFixed(1)}% (${numberSays(part)}/${numberSays(whole)})`;

/** What a draft of rules would change: figures beside those of the rules in force, and the pairs behind them. */
@customElement('hub-rules-trial')
export class RulesTrialResult extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .tabs {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 14px 14px 10px;
        border-top: 1px solid var(--hub-line);
      }
      .tabs button[aria-pressed='true'] {
        border-color: var(--hub-accent);
        background: var(--hub-accent-soft);
        color: var(--hub-accent);
      }
      details {
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
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr));
        gap: 8px 24px;
        padding: 0 14px 12px;
      }
      .two > * {
        min-width: 0;
      }
      .turn {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .two h3 {
        font-size: 12px;
        font-weight: 600;
      }
      .go {
        display: flex;
        gap: 8px;
        padding: 0 14px 12px;
      }
      .note {
        padding: 8px 14px;
      }
    `,
  ];

  @property({ attribute: false }) trial: RulesTrial | undefined;
  @state() private kind: ChangeKind | undefined;

  protected override render(): unknown {
    const { trial } = this;
    if (!trial) return nothing;
    const { result } = trial;
    return html`<section class="panel" aria-live="polite"><h2>${text.title}</h2>
      ${trial.state === 'failed' ? html`<div class="state" role="alert"><b class="bad">${text.failed}</b><span>${trial.error ?? ''}</span></div>` : nothing}
      ${result ? this.#result(trial, result) : trial.state === 'failed' ? nothing : html`<p class="note muted">${text.running}</p>${skeleton(4)}`}</section>`;
  }

  #result({ from, to }: RulesTrial, result: NonNullable<RulesTrial['result']>): unknown {
    const { before, after, changes } = result;
    const row = (label: string, old: number, now: number) => {
      const by = now - old;
      return html`<tr><td>${label}</td><td class="right num">${numberSays(old)}</td><td class="right num">${numberSays(now)}</td>
        <td class="right num">${by === 0 ? '—' : `${by > 0 ? '+' : '−'}${numberSays(Math.abs(by))}`}</td></tr>`;
    };
    const shares = (label: string, old: string, now: string) =>
      html`<tr><td>${label}</td><td class="right num">${old}</td><td class="right num">${now}</td><td></td></tr>`;
    const kind = this.kind ?? changeKinds.find((one) => changes[one].total > 0) ?? 'added';
    return html`<p class="note muted">${text.tried(numberSays(result.records), numberSays(result.footage), dateText(from), dateText(to))}</p>
      <div class="scroll"><table><thead><tr><th>${text.figure}</th><th class="right">${text.inForce}</th><th class="right">${text.draft}</th><th class="right">${text.change}</th></tr></thead><tbody>
        ${row(text.linked, before.linked, after.linked)}${row(text.review, before.review, after.review)}${row(text.covered, before.covered, after.covered)}
        ${shares(text.precision, share(before.right, before.judged), share(after.right, after.judged))}
        ${shares(text.recall, share(before.found, before.confirmed), share(after.found, after.confirmed))}</tbody></table></div>
      <div class="tabs">${changeKinds.map(
        (one) =>
          html`<button class="button small" type="button" aria-pressed=${one === kind} @click=${() => {
            this.kind = one;
          }}>${text[one]} <b class="num">${numberSays(changes[one].total)}</b></button>`,
      )}</div>
      ${changes[kind].pairs.length === 0 ? empty(text.nothing) : changes[kind].pairs.map((pair) => this.#pair(pair))}
      ${changes[kind].total > changes[kind].pairs.length && changes[kind].pairs.length > 0 ? html`<p class="note muted">${text.first(numberSays(changes[kind].pairs.length))}</p>` : nothing}`;
  }

  #pair({ record, footage, before, after }: PairChange): unknown {
    return html`<details><summary><b>${record.title ?? record.externalId}</b>
      <span class="muted num">${systemSays(record.system)} · ${momentText(record.time.start).slice(5, 16)}</span><span class="grow"></span>
      <span class="num">${footage.officerName ?? footage.deviceId ?? footage.externalId} · ${rangeSays(footage.start, footage.end)}</span>
      <span class="turn">${this.#stand(before)}<span class="muted">→</span>${this.#stand(after)}</span></summary>
      <div class="two">${this.#reasons(text.inForce, before)}${this.#reasons(text.draft, after)}</div>
      <div class="go"><a class="button small" href="/records/${record.id}">${text.record}</a><a class="button small" href="/footage/${footage.id}">${text.clip}</a></div></details>`;
  }

  #stand({ stand, probability }: PairView): unknown {
    const tone = stand === 'linked' ? 'good' : stand === 'review' ? 'warn' : '';
    return html`<span class="chip ${tone}">${stand === 'none' ? text.unlinked : decisionSays(stand)} ${probability === undefined ? '' : percentSays(probability)}</span>`;
  }

  #reasons(label: string, { evidence }: PairView): unknown {
    return html`<div><h3>${label}</h3>${
      evidence
        ? html`<hub-weight-waterfall .evidence=${evidence}></hub-weight-waterfall>`
        : html`<p class="muted">${text.noReasons}</p>`
    }</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-rules-trial': RulesTrialResult;
  }
}

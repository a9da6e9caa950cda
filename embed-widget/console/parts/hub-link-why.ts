import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { decideLink, type LinkItem, type PathStep } from '../../client/link.ts';
import type { Problem } from '../../client/request.ts';
import { icons } from '../icons.ts';
import { problemOf } from '../loaded.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-weight-waterfall.ts';
import {
  clockText,
  decisionSays,
  momentText,
  percentSays,
  probabilitySays,
  spanSays,
  systemSays,
  timeText,
} from './says.ts';

const text = defineTexts({
  why: ['为何关联', 'Why it is linked'],
  confirm: ['确认', 'Confirm'],
  reject: ['否定', 'Reject'],
  undo: ['撤销人工决定', 'Undo the decision'],
  by: [(who: string) => `由 ${who} 决定`, (who: string) => `decided by ${who}`],
  via: ['经此记录关联', 'Linked through'],
  conflict: [
    (who: string, what: string, at: string) => `${who} 已于 ${at} ${what}；未覆盖，已刷新。`,
    (who: string, what: string, at: string) =>
      `${who} has it ${what.toLowerCase()} since ${at}: nothing was overwritten, it is shown anew.`,
  ],
  changed: ['刚刚有改动，已刷新。', 'It has just changed and is shown anew.'],
  hidden: ['（您无权查看的记录）', '(a record you may not see)'],
  here: ['本记录', 'This record'],
  segment: ['关联时段', 'Linked part'],
  inClip: [
    (from: string, to: string, length: string) => `片段内 ${from} – ${to}，共 ${length}`,
    (from: string, to: string, length: string) => `${from} – ${to} in the clip, ${length}`,
  ],
});

/**
 * Why a pair is linked, and what a person says about it.
 *
 * @fires decided - `detail` is the link as it is now, or undefined when it has to be read again
 */
@customElement('hub-link-why')
export class LinkWhy extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .panel {
        border: 0;
        border-radius: 0;
      }
      .head {
        flex-wrap: wrap;
      }
      .body {
        padding: 4px 14px 10px;
      }
      p {
        padding: 8px 14px 0;
      }
      .path {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 6px;
      }
    `,
  ];

  @property({ attribute: false }) link: LinkItem | undefined;
  /** Whether to offer buttons to those who may decide. */
  @property({ attribute: false }) deciding = true;
  @state() private problem: Problem | undefined;
  @state() private busy = false;

  protected override render(): unknown {
    const { link } = this;
    if (!link) return nothing;
    const byPerson = link.decision === 'confirmed' || link.decision === 'rejected';
    const tone = link.decision === 'review' ? 'warn' : link.decision === 'rejected' ? 'bad' : 'good';
    return html`<section class="panel">
      <div class="head"><h2>${text.why}</h2>
        <span class="chip ${tone}">${decisionSays(link.decision)}</span>
        <span class="soft num">${probabilitySays(link.probability)} · ${percentSays(link.probability)}</span>
        ${byPerson ? html`<span class="muted">${text.by(link.decidedBy)}</span>` : nothing}
        <span class="grow"></span>${this.deciding && may('links.decide') ? this.#buttons(link, byPerson) : nothing}</div>
      ${link.via ? html`<p class="soft path">${text.via} ${this.#path(link.via)}</p>` : nothing}
      <p class="soft num">${text.segment} ${momentText(link.segment.start).slice(5)} – ${timeText(link.segment.end)}
        <span class="muted">${text.inClip(clockText(link.segment.startSeconds), clockText(link.segment.endSeconds), spanSays(link.segment.endSeconds - link.segment.startSeconds))}</span></p>
      ${this.problem ? html`<p class="bad" role="alert">${this.#problemSays(this.problem)}</p>` : nothing}
      <div class="body"><hub-weight-waterfall .evidence=${link.evidence}></hub-weight-waterfall></div>
    </section>`;
  }

  /** From this record over those on the way to the one whose footage it is. */
  #path(via: NonNullable<LinkItem['via']>): unknown {
    const steps: readonly PathStep[] = via.path && via.path.length > 0 ? via.path : [via];
    return html`<span>${text.here}</span>${steps.map(
      ({ recordId, system, title, externalId }) =>
        html`${icons.arrow}${
          recordId === undefined
            ? html`<span class="muted">${text.hidden}</span>`
            : html`<a class="link" href="/records/${recordId}">${systemSays(system)} ${title ?? externalId}</a>`
        }`,
    )}`;
  }

  #problemSays({ status, message, remedy, current }: Problem): string {
    if (status !== 409) return [message, remedy].filter(Boolean).join(' ');
    const { decidedBy, decision, at } = current;
    if (typeof decidedBy !== 'string' || typeof decision !== 'string' || decidedBy === 'rule') return text.changed;
    return text.conflict(decidedBy, decisionSays(decision), typeof at === 'string' ? timeText(at) : '');
  }

  #buttons(link: LinkItem, byPerson: boolean): unknown {
    const button = (label: string, decision: 'confirmed' | 'rejected' | 'undone', primary = false) =>
      html`<button class="button small ${primary ? 'primary' : ''}" type="button" ?disabled=${this.busy}
        @click=${() => this.decide(decision)}>${label}</button>`;
    if (byPerson) return button(text.undo, 'undone');
    return html`${link.decision === 'review' ? button(text.confirm, 'confirmed', true) : button(text.confirm, 'confirmed')}${button(text.reject, 'rejected')}`;
  }

  /** Say what a person decided about the pair that is shown. */
  async decide(decision: 'confirmed' | 'rejected' | 'undone'): Promise<void> {
    const { link } = this;
    if (!link || this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      const decided = await decideLink(link, decision);
      this.dispatchEvent(new CustomEvent('decided', { detail: decided }));
    } catch (error) {
      this.problem = problemOf(error);
      if (this.problem.status === 409) this.dispatchEvent(new CustomEvent('decided', { detail: undefined }));
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-link-why': LinkWhy;
  }
}

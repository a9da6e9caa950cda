import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { decideLink, type LinkItem } from '../../client/link.ts';
import type { Problem } from '../../client/request.ts';
import { problemOf } from '../loaded.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-weight-waterfall.ts';
import { decisionSays, percentSays, probabilitySays, systemSays } from './says.ts';

const text = defineTexts({
  why: ['为何关联', 'Why it is linked'],
  confirm: ['确认', 'Confirm'],
  reject: ['否定', 'Reject'],
  undo: ['撤销人工决定', 'Undo the decision'],
  by: [(who: string) => `由 ${who} 决定`, (who: string) => `decided by ${who}`],
  via: ['经此记录关联', 'Linked through'],
  conflict: ['他人刚刚改动过，已刷新', 'Somebody has just changed it: shown anew'],
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
    `,
  ];

  @property({ attribute: false }) link: LinkItem | undefined;
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
        <span class="grow"></span>${may('links.decide') ? this.#buttons(link, byPerson) : nothing}</div>
      ${link.via ? html`<p class="soft">${text.via} <a class="link" href="/records/${link.via.recordId}">${systemSays(link.via.system)} ${link.via.title ?? link.via.externalId}</a></p>` : nothing}
      ${this.problem ? html`<p class="bad" role="alert">${this.problem.status === 409 ? text.conflict : this.problem.message} ${this.problem.remedy ?? ''}</p>` : nothing}
      <div class="body"><hub-weight-waterfall .evidence=${link.evidence}></hub-weight-waterfall></div>
    </section>`;
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

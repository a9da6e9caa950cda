import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  reason: ['理由', 'Reason'],
  confirm: ['确定', 'Confirm'],
  cancel: ['取消', 'Cancel'],
});

/**
 * Asks for the reason of an act that goes into the log with it. `Esc` gives it up.
 *
 * @fires reasoned - `detail` is the reason, two characters at least
 * @fires cancelled
 */
@customElement('hub-reason-form')
export class HubReasonForm extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      input {
        flex: 1 1 160px;
        min-width: 0;
      }
    `,
  ];

  /** What is to be done, e.g. 保全. */
  @property() label = '';
  /** Why it did not succeed. */
  @property() trouble = '';

  protected override render(): unknown {
    return html`<form @submit=${this.#send}><input name="reason" required minlength="2" maxlength="500" autocomplete="off"
        aria-label="${this.label} ${text.reason}" placeholder="${this.label} · ${text.reason}" /><button class="button small primary" type="submit">${text.confirm}</button>
      <button class="button small" type="button" data-escape @click=${this.#cancel}>${text.cancel}</button></form>
      ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #cancel(): void {
    this.dispatchEvent(new Event('cancelled'));
  }

  #send(event: SubmitEvent): void {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason') ?? '').trim();
    if (reason.length >= 2) this.dispatchEvent(new CustomEvent('reasoned', { detail: reason }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-reason-form': HubReasonForm;
  }
}

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Hold, placeHold, releaseHold } from '../../client/storage.ts';
import { toldOf } from '../loaded.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-reason-form.ts';
import { momentText } from './says.ts';

const text = defineTexts({
  holds: ['法律保全', 'Legal holds'],
  held: ['保全中', 'Held'],
  hold: ['保全', 'Hold'],
  release: ['解除保全', 'Release'],
  byRecord: ['随记录', 'with its record'],
});

/**
 * The legal holds of a record or a recording, placed and released with a reason by those who may.
 *
 * @fires holds-changed
 */
@customElement('hub-holds')
export class HubHolds extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      :host,
      ul {
        display: grid;
        gap: 8px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
        align-items: center;
      }
      li > .grow {
        flex: 1 1 150px;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Exactly one of the two. */
  @property({ attribute: false }) what: { readonly record: number } | { readonly footage: number } = { record: 0 };
  @property({ attribute: false }) holds: readonly Hold[] = [];
  /** Nothing is left to hold. */
  @property({ type: Boolean }) closed = false;
  /** The hold to be released, 0 for one to be placed. */
  @state() private asked: number | undefined;
  @state() private trouble = '';

  protected override render(): unknown {
    return html`${
      this.holds.length > 0
        ? html`<ul aria-label=${text.holds}>${this.holds.map((hold) => this.#item(hold))}</ul>`
        : nothing
    }${this.#placing()}`;
  }

  #item({ id, reason, heldBy, heldAt, record }: Hold): unknown {
    const isOfRecord = record !== undefined && !('record' in this.what);
    const who = [heldBy, heldAt && momentText(heldAt), isOfRecord ? text.byRecord : ''].filter(Boolean).join(' · ');
    return html`<li><span class="chip warn">${text.held}</span><span class="grow">${reason} <span class="muted num">${who}</span></span>
      ${
        may('holds.write') && this.asked !== id
          ? html`<button class="button small" type="button" @click=${() => this.#ask(id)}>${text.release}</button>`
          : nothing
      }</li>${this.asked === id ? this.#form(text.release, (reason) => releaseHold(id, reason)) : nothing}`;
  }

  #placing(): unknown {
    if (!may('holds.write') || this.closed) return nothing;
    if (this.asked === 0) return this.#form(text.hold, (reason) => placeHold({ ...this.what, reason }));
    return html`<span><button class="button small" type="button" @click=${() => this.#ask(0)}>${text.hold}</button></span>`;
  }

  #form(label: string, act: (reason: string) => Promise<unknown>): unknown {
    return html`<hub-reason-form .label=${label} .trouble=${this.trouble} @cancelled=${() => this.#ask(undefined)}
      @reasoned=${(event: CustomEvent<string>) => this.#do(act, event.detail)}></hub-reason-form>`;
  }

  #ask(asked: number | undefined): void {
    this.asked = asked;
    this.trouble = '';
  }

  async #do(act: (reason: string) => Promise<unknown>, reason: string): Promise<void> {
    try {
      await act(reason);
      this.#ask(undefined);
      this.dispatchEvent(new Event('holds-changed'));
    } catch (error) {
      this.trouble = toldOf(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-holds': HubHolds;
  }
}

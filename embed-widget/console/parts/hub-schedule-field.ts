import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { nextRuns } from '../../client/trial.ts';
import { Loaded } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { momentText } from './says.ts';

const text = defineTexts({
  label: ['采集计划', 'Schedule'],
  own: ['自定义（cron）', 'Own (cron)'],
  cron: ['cron 表达式', 'Cron expression'],
  next: ['接下来', 'Next'],
  every15s: ['每 15 秒', 'Every 15 seconds'],
  every1m: ['每分钟', 'Every minute'],
  every5m: ['每 5 分钟', 'Every 5 minutes'],
  every30m: ['每半小时', 'Every half hour'],
  hourly: ['每小时整点', 'Every hour on the hour'],
  nightly: ['每天凌晨 3 点', 'Every night at 3'],
});

const presets = {
  '*/15 * * * * *': 'every15s',
  '*/1 * * * *': 'every1m',
  '*/5 * * * *': 'every5m',
  '*/30 * * * *': 'every30m',
  '0 * * * *': 'hourly',
  '0 3 * * *': 'nightly',
} as const;

/** When a source is polled, in plain words; a plan of one's own as it is written. */
export const scheduleSays = (cron: string): string =>
  cron in presets ? text[presets[cron as keyof typeof presets]] : cron;

/** When a source is polled, in plain words, with the next runs. Fires `hub-schedule-change` with `detail: { value }`. */
@customElement('hub-schedule-field')
export class ScheduleField extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .next {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
        font-size: 12px;
      }
    `,
  ];

  @property() value = '';
  @state() private isOwn = false;
  readonly #next = new Loaded<{ readonly next: readonly string[] }>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('value') && this.value) void this.#next.run((signal) => nextRuns(this.value, signal));
  }

  protected override render(): unknown {
    const isOwn = this.isOwn || !(this.value in presets);
    return html`<div class="row"><select aria-label=${text.label} @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>
        ${Object.entries(presets).map(([cron, words]) => html`<option value=${cron} ?selected=${!isOwn && cron === this.value}>${text[words]}</option>`)}
        <option value="" ?selected=${isOwn}>${text.own}</option></select>
        ${isOwn ? html`<input aria-label=${text.cron} .value=${this.value} placeholder="*/15 * * * * *" @change=${(event: Event) => this.#say((event.target as HTMLInputElement).value.trim())} />` : nothing}</div>
      ${
        this.#next.problem
          ? html`<span class="bad" role="alert">${this.#next.problem.message} ${this.#next.problem.remedy ?? ''}</span>`
          : html`<span class="next muted">${text.next} ${this.#next.value?.next.slice(0, 3).map((at) => html`<time>${momentText(at).slice(5)}</time>`) ?? ''}</span>`
      }`;
  }

  #choose(cron: string): void {
    this.isOwn = cron === '';
    if (cron) this.#say(cron);
  }

  #say(value: string): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('hub-schedule-change', { detail: { value }, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-schedule-field': ScheduleField;
  }
}

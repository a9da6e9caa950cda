import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { type AuditEntry, listAudit, verifyAudit } from '../../client/audit.ts';
import { AddressQuery } from '../address-query.ts';
import { icons } from '../icons.ts';
import { problemOf } from '../loaded.ts';
import { definePage } from '../page.ts';
import { apiFilters } from '../parts/filters.ts';
import { Listing } from '../parts/listing.ts';
import { momentText, numberSays } from '../parts/says.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['审计', 'Audit'],
  when: ['时间', 'When'],
  who: ['何人', 'Who'],
  what: ['何事', 'What'],
  object: ['对象', 'On what'],
  detail: ['详情', 'Detail'],
  from: ['起始日期', 'From'],
  to: ['截止日期', 'To'],
  verify: ['校验哈希链', 'Verify the chain'],
  verifying: ['正在校验', 'Verifying'],
  whole: [(count: string) => `完整：${count} 条，未被改动`, (count: string) => `Whole: ${count} entries, none changed`],
  broken: [(at: number) => `第 ${at} 条起被改动`, (at: number) => `Changed from entry ${at} on`],
  none: ['没有符合条件的日志', 'No entry fits'],
});

/** Who looked at what, and whether the log is whole. */
@customElement('audit-page')
export class AuditPage extends LitElement {
  static override styles = [base, layout];

  @state() private verdict: { tone: string; words: string } | undefined;
  @state() private busy = false;
  readonly #query = new AddressQuery(this, () => void this.#list.reload());
  readonly #list = new Listing<AuditEntry>(this, (cursor, signal) =>
    listAudit({ ...apiFilters(this.#query.values), limit: 50, cursor }, signal),
  );

  protected override render(): unknown {
    const field = (name: string, label: string, type = 'search') =>
      html`<input type=${type} size="12" aria-label=${label} title=${label} placeholder=${label} .value=${this.#query.values[name] ?? ''} @change=${this.#query.on(name)}>`;
    return html`<div class="page"><header class="top"><h1>${text.title}</h1><span class="grow"></span>
        ${this.verdict ? html`<span class="chip ${this.verdict.tone}" role="status">${this.verdict.words}</span>` : nothing}
        <button class="button" type="button" ?disabled=${this.busy} @click=${this.#verify}>${icons.audit} ${this.busy ? text.verifying : text.verify}</button></header>
      <div class="filters">${field('actor', text.who)}${field('action', text.what)}${field('object', text.object)}${field('from', text.from, 'date')}${field('to', text.to, 'date')}</div>
      <section class="panel">${this.#list.draw(
        (
          items,
        ) => html`<div class="scroll" tabindex="0" role="region" aria-label=${text.title}><table><thead><tr><th>${text.when}</th><th>${text.who}</th><th>${text.what}</th><th>${text.object}</th><th class="wide">${text.detail}</th></tr></thead>
          <tbody>${items.map(
            ({
              at,
              actor,
              action,
              object,
              detail,
            }) => html`<tr><td class="nowrap soft">${momentText(at).slice(5)}</td><td class="nowrap">${actor}</td><td class="nowrap"><span class="chip">${action}</span></td>
              <td><span class="cut" style="max-width:20em">${object ?? '—'}</span></td><td class="wide"><code class="cut muted">${detail === undefined ? '' : JSON.stringify(detail)}</code></td></tr>`,
          )}</tbody></table></div>`,
        text.none,
      )}</section></div>`;
  }

  async #verify(): Promise<void> {
    this.busy = true;
    try {
      const { ok, checked, brokenAt } = await verifyAudit();
      this.verdict = ok
        ? { tone: 'good', words: text.whole(numberSays(checked)) }
        : { tone: 'bad', words: text.broken(brokenAt ?? 0) };
    } catch (error) {
      this.verdict = { tone: 'bad', words: problemOf(error).message };
    }
    this.busy = false;
  }
}

export default definePage({
  path: '/audit',
  right: 'audit.read',
  title: () => text.title,
  nav: { group: 'run', order: 3, icon: icons.audit },
  render: () => html`<audit-page></audit-page>`,
});

import { html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { categoryOf, listRecords, type RecordItem } from '../../client/record.ts';
import { AddressQuery } from '../address-query.ts';
import { icons } from '../icons.ts';
import { definePage } from '../page.ts';
import { apiFilters, commonFilters, systemFilter } from '../parts/filters.ts';
import { Listing } from '../parts/listing.ts';
import { kindSays, momentText, officersSay, systemSays } from '../parts/says.ts';
import { rowGoes } from '../router.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['业务记录', 'Records'],
  time: ['时间', 'Time'],
  what: ['事项', 'What'],
  system: ['系统', 'System'],
  officers: ['警员', 'Officers'],
  org: ['单位', 'Organisation'],
  clips: ['关联', 'Clips'],
  none: ['没有符合条件的记录', 'No record fits'],
  noneHelp: [
    '放宽筛选条件，或等待数据源送来新的记录。',
    'Widen the filters, or wait for the sources to bring new ones.',
  ],
});

/** Records of all business systems, newest first. */
@customElement('records-page')
export class RecordsPage extends LitElement {
  static override styles = [base, layout];

  readonly #query = new AddressQuery(this, () => void this.#list.reload());
  readonly #list = new Listing<RecordItem>(this, (cursor, signal) =>
    listRecords({ ...apiFilters(this.#query.values), limit: 50, cursor }, signal),
  );

  protected override render(): unknown {
    return html`<div class="page">
      <header class="top"><h1>${text.title}</h1></header>
      <div class="filters">${systemFilter(this.#query)}${commonFilters(this.#query)}</div>
      <section class="panel" aria-label=${text.title}>${this.#list.draw(
        (
          items,
        ) => html`<div class="scroll"><table><thead><tr><th>${text.time}</th><th>${text.what}</th><th class="wide">${text.system}</th>
          <th class="wide">${text.officers}</th><th class="wide">${text.org}</th><th class="right">${text.clips}</th></tr></thead>
          <tbody>${items.map((record) => this.#row(record))}</tbody></table></div>`,
        text.none,
        text.noneHelp,
      )}</section></div>`;
  }

  #row(record: RecordItem): unknown {
    const address = `/records/${record.id}`;
    return html`<tr class="go" @click=${rowGoes(address)}>
      <td class="nowrap soft">${momentText(record.time.start).slice(5, 16)}</td>
      <td><a class="cut" href=${address}>${record.title ?? categoryOf(record) ?? kindSays(record.kind)}</a>
        <span class="cut muted">${kindSays(record.kind)} ${record.externalId}</span></td>
      <td class="wide nowrap"><span class="chip">${systemSays(record.system)}</span></td>
      <td class="wide"><span class="cut" style="max-width:15em">${officersSay(record.officers) || '—'}</span></td>
      <td class="wide nowrap soft">${record.orgName ?? record.org ?? '—'}</td>
      <td class="right">${record.linkCount > 0 ? html`<span class="chip accent">${icons.play}${record.linkCount}</span>` : html`<span class="muted">—</span>`}</td>
    </tr>`;
  }
}

export default definePage({
  path: '/records',
  right: 'records.read',
  title: () => text.title,
  nav: { group: 'look', order: 3, icon: icons.records },
  render: () => html`<records-page></records-page>`,
});

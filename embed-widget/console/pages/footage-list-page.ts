import { html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type FootageItem, listFootage } from '../../client/footage.ts';
import { AddressQuery } from '../address-query.ts';
import { icons } from '../icons.ts';
import { definePage } from '../page.ts';
import { apiFilters, commonFilters, deviceFilter } from '../parts/filters.ts';
import { Listing } from '../parts/listing.ts';
import { mediaChip } from '../parts/media-chip.ts';
import { clockText, deviceSays, momentText } from '../parts/says.ts';
import { rowGoes } from '../router.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { thumbs } from '../styles/thumbs.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: ['音视频', 'Footage'],
  clip: ['片段', 'Clip'],
  time: ['拍摄时间', 'Recorded'],
  length: ['时长', 'Length'],
  device: ['设备', 'Device'],
  org: ['单位', 'Organisation'],
  state: ['状态', 'State'],
  links: ['关联', 'Links'],
  keyMark: ['重点标记', 'Marked as key'],
  none: ['没有符合条件的音视频', 'No clip fits'],
  noneHelp: ['放宽筛选条件，或等待采集站上传。', 'Widen the filters, or wait for the docking stations.'],
});

/** The catalogue of recordings, newest first. */
@customElement('footage-list-page')
export class FootageListPage extends LitElement {
  static override styles = [base, layout, thumbs];

  readonly #query = new AddressQuery(this, () => void this.#list.reload());
  readonly #list = new Listing<FootageItem>(this, (cursor, signal) =>
    listFootage({ ...apiFilters(this.#query.values), limit: 50, cursor }, signal),
  );

  protected override render(): unknown {
    return html`<div class="page">
      <header class="top"><h1>${text.title}</h1></header>
      <div class="filters">${deviceFilter(this.#query)}${commonFilters(this.#query)}</div>
      <section class="panel" aria-label=${text.title}>${this.#list.draw(
        (
          items,
        ) => html`<div class="scroll"><table><thead><tr><th>${text.clip}</th><th>${text.time}</th><th class="wide right">${text.length}</th>
          <th class="wide">${text.device}</th><th class="wide">${text.org}</th><th class="wide">${text.state}</th><th class="right">${text.links}</th></tr></thead>
          <tbody>${items.map((clip) => this.#row(clip))}</tbody></table></div>`,
        text.none,
        text.noneHelp,
      )}</section></div>`;
  }

  #row(clip: FootageItem): unknown {
    const address = `/footage/${clip.id}`;
    return html`<tr class="go" @click=${rowGoes(address)}>
      <td><span class="clip"><span class="thumb">${clip.media.poster ? html`<img alt="" loading="lazy" src=${clip.media.poster}>` : clip.mediaType === 'audio' ? icons.audio : icons.footage}</span>
        <span class="grow"><a class="cut" href=${address}>${clip.officerName ?? clip.policeId ?? clip.title ?? clip.externalId}
          ${clip.keyMark ? html`<span class="warn" title=${text.keyMark}>${icons.flag}</span>` : nothing}</a>
          <span class="cut muted">${clip.policeId ?? clip.source}</span></span></span></td>
      <td class="nowrap soft">${momentText(clip.start).slice(5)}</td>
      <td class="wide right">${clockText(clip.seconds)}</td>
      <td class="wide nowrap">${deviceSays(clip.deviceKind)} <span class="muted">${clip.deviceId ?? ''}</span></td>
      <td class="wide nowrap soft">${clip.orgName ?? clip.org ?? '—'}</td>
      <td class="wide nowrap">${mediaChip(clip.media)}</td>
      <td class="right">${clip.linkCount > 0 ? html`<span class="chip accent">${clip.linkCount}</span>` : html`<span class="muted">—</span>`}</td>
    </tr>`;
  }
}

export default definePage({
  path: '/footage',
  right: 'footage.read',
  title: () => text.title,
  nav: { group: 'look', order: 4, icon: icons.footage },
  render: () => html`<footage-list-page></footage-list-page>`,
});

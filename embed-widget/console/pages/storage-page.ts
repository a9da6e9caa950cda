import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { checkVolume, listVolumes, type VolumeItem, type Volumes } from '../../client/storage.ts';
import { icons } from '../icons.ts';
import { keepFresh } from '../keep-fresh.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-deletions.ts';
import '../parts/hub-retention.ts';
import '../parts/hub-volume-form.ts';
import { agoSays, bytesSay, deviceSays, numberSays } from '../parts/says.ts';
import { shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { may } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { storageTexts as text } from './storage-page.texts.ts';

const refreshMs = 5_000;

/** Where originals lie: volumes and their room, how long recordings are kept, and what is proposed for deletion. */
@customElement('storage-page')
export class StoragePage extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      meter {
        display: block;
        width: 100%;
        min-width: 90px;
        max-width: 190px;
        height: 8px;
      }
      td.room {
        width: 26%;
      }
      .rules span + span::before {
        content: ' · ';
      }
      .trouble {
        white-space: normal;
        max-width: 46em;
      }
      td .actions {
        display: flex;
        gap: 6px;
        justify-content: flex-end;
      }
    `,
  ];

  /** The volume whose form is open; '' for a new one. */
  @state() private edited: string | undefined;
  readonly #volumes = new Loaded<Volumes>(this);

  constructor() {
    super();
    keepFresh(this, () => this.#load(), refreshMs);
  }

  protected override render(): unknown {
    return html`<div class="page"><header class="top"><h1>${text.title}</h1><span class="muted wide">${text.about}</span><span class="grow"></span>
        ${
          may('storage.write')
            ? html`<button class="button primary" type="button" @click=${() => this.#edit('')}>${text.add}</button>`
            : nothing
        }</header>
      ${
        this.edited === undefined
          ? nothing
          : html`<hub-volume-form .volume=${this.edited} .kinds=${this.#volumes.value?.kinds ?? []} @hub-volume-saved=${() => this.#saved()}
              @hub-volume-closed=${() => this.#edit(undefined)}></hub-volume-form>`
      }
      <section class="panel" aria-label=${text.volumes}><h2>${text.volumes}<span class="grow"></span>${this.#missing()}</h2>
        ${shown(this.#volumes, ({ items }) => this.#table(items), { again: () => this.#load(), rows: 3 })}</section>
      <hub-retention></hub-retention>
      ${may('deletions.read') ? html`<hub-deletions></hub-deletions>` : nothing}</div>`;
  }

  #missing(): unknown {
    const missing = this.#volumes.value?.missing ?? 0;
    return missing > 0 ? html`<span class="chip warn">${text.missing(numberSays(missing))}</span>` : nothing;
  }

  #table(items: readonly VolumeItem[]): unknown {
    return html`<div class="scroll"><table><thead><tr><th>${text.volume}</th><th>${text.state}</th><th>${text.room}</th>
        <th class="right wide">${text.copies}</th><th class="wide">${text.takes}</th><td></td></tr></thead>
      <tbody>${items.map((item) => this.#row(item))}</tbody></table></div>`;
  }

  #row(item: VolumeItem): unknown {
    const kind = this.#volumes.value?.kinds.find(({ name }) => name === item.kind);
    const tone = !item.isUp ? 'bad' : item.state === 'open' ? 'good' : 'warn';
    const label = item.isUp
      ? { open: text.open, 'read-only': text.readOnly, draining: text.draining }[item.state]
      : text.out;
    return html`<tr><td><b>${item.name}</b><span class="cut muted">${kind?.title[language()] ?? item.kind}</span></td>
      <td><span class="nowrap"><i class="dot ${tone}"></i> ${label}</span>
        ${item.lastError ? html`<span class="cut trouble bad">${item.lastError.replace(/^(\[[\w-]+\] *)+/, '')}</span>` : html`<span class="cut muted">${agoSays(item.checkedAt)}</span>`}</td>
      <td class="room">${this.#room(item)}</td>
      <td class="right wide nowrap">${numberSays(item.copies)}${
        item.arriving + item.leaving > 0
          ? html`<span class="cut muted">${[
              item.arriving > 0 ? text.arriving(numberSays(item.arriving)) : '',
              item.leaving > 0 ? text.leaving(numberSays(item.leaving)) : '',
            ]
              .filter(Boolean)
              .join(' ')}</span>`
          : nothing
      }</td>
      <td class="wide soft rules">${this.#rules(item)}</td>
      <td>${
        may('storage.write')
          ? html`<span class="actions"><button class="button small wide" type="button" aria-label="${text.check} ${item.name}" @click=${() => this.#check(item)}>${text.check}</button>
              <button class="button small" type="button" aria-label="${text.edit} ${item.name}" @click=${() => this.#edit(item.name)}>${text.edit}</button></span>`
          : nothing
      }</td></tr>`;
  }

  #room({ usedBytes, freeBytes, capacityBytes, reserveBytes }: VolumeItem): unknown {
    const byQuota = capacityBytes === undefined ? undefined : capacityBytes - usedBytes;
    const byDisk = freeBytes === undefined ? undefined : freeBytes - reserveBytes;
    const left = [byQuota, byDisk].filter((one) => one !== undefined);
    if (left.length === 0) return html`<span class="num">${text.used(bytesSay(usedBytes))}</span>`;
    const room = Math.max(0, Math.min(...left));
    const whole = capacityBytes ?? usedBytes + room;
    const share = whole === 0 ? 1 : usedBytes / whole;
    return html`<meter min="0" max="1" high="0.9" low="0.75" optimum="0" .value=${share} aria-label=${text.room}></meter>
      <span class="muted num nowrap">${text.free(bytesSay(room))}</span>`;
  }

  #rules({ orgs, deviceKinds, fromDays, toDays }: VolumeItem): unknown {
    const rules = [
      ...(orgs.length > 0 ? [orgs.join(', ')] : []),
      ...(deviceKinds.length > 0 ? [deviceKinds.map(deviceSays).join(', ')] : []),
      ...(fromDays !== undefined || toDays !== undefined ? [text.days(fromDays ?? 0, toDays)] : []),
    ];
    return rules.length === 0 ? text.everything : rules.map((rule) => html`<span>${rule}</span>`);
  }

  #load(): void {
    if (!document.hidden) void this.#volumes.run(listVolumes);
  }

  #edit(name: string | undefined): void {
    this.edited = name;
  }

  #saved(): void {
    this.edited = undefined;
    this.#load();
  }

  async #check({ name }: VolumeItem): Promise<void> {
    await checkVolume(name).catch(() => undefined);
    this.#load();
  }
}

export default definePage({
  path: '/storage',
  right: 'storage.read',
  title: () => text.title,
  nav: { group: 'run', order: 5, icon: icons.storage },
  render: () => html`<storage-page></storage-page>`,
});

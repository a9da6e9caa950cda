import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type EvidencePackage, evidenceOf, orderEvidence } from '../../client/evidence.ts';
import type { LinkItem } from '../../client/link.ts';
import { Loaded, toldOf } from '../loaded.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { momentText, rangeSays } from './says.ts';
import { shown } from './states.ts';

const text = defineTexts({
  title: ['证据包', 'Evidence packages'],
  make: ['制作证据包', 'Make a package'],
  help: [
    '打包选中片段的原始文件、关联依据、裁定和日志，签封后可离线核验。',
    'Packs the originals of the chosen clips with the reasons, decisions and log; sealed, and checked offline.',
  ],
  reason: ['用途（写入证据包和日志）', 'What for (goes into package and log)'],
  order: ['制作', 'Make'],
  cancel: ['取消', 'Cancel'],
  fetch: ['下载', 'Download'],
  clips: ['个片段', 'clips'],
  fetched: ['已下载', 'fetched'],
  times: ['次', 'times'],
  fingerprint: ['签封指纹', 'Seal'],
  none: ['尚未制作', 'None made yet'],
});

/** The evidence packages of a record, and ordering one. */
@customElement('hub-evidence')
export class HubEvidence extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .body {
        display: grid;
        gap: 10px;
        padding: 10px 14px 14px;
      }
      label.clip {
        display: flex;
        gap: 8px;
        align-items: baseline;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 10px;
        align-items: center;
        padding: 9px 14px;
        border-top: 1px solid var(--hub-line);
      }
      .row {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  @property({ type: Number }) record = 0;
  @property({ attribute: false }) links: readonly LinkItem[] = [];
  @state() private isOpen = false;
  @state() private left: ReadonlySet<number> = new Set();
  @state() private reason = '';
  @state() private isBusy = false;
  @state() private trouble = '';
  readonly #packages = new Loaded<readonly EvidencePackage[]>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('record') && this.record) this.#load();
  }

  protected override render(): unknown {
    return html`<section class="panel"><h2>${text.title}<span class="grow"></span>
        ${
          this.isOpen || this.#offered().length === 0
            ? nothing
            : html`<button class="button small" type="button" @click=${() => this.#open(true)}>${text.make}</button>`
        }</h2>
      ${this.isOpen ? this.#form() : nothing}
      ${shown(
        this.#packages,
        (packages) =>
          packages.length === 0
            ? html`<p class="body muted">${text.none}</p>`
            : html`<ul>${packages.map((one) => this.#package(one))}</ul>`,
        { again: () => this.#load(), rows: 1 },
      )}</section>`;
  }

  #form(): unknown {
    return html`<form class="body" @submit=${this.#order}>
      <p class="muted">${text.help}</p>
      ${this.#offered().map(
        ({ footage }) => html`<label class="clip"><input type="checkbox" .checked=${!this.left.has(footage.id)}
            @change=${() => this.#toggle(footage.id)} />
          <span>${footage.officerName ?? footage.deviceId ?? footage.externalId} <span class="muted num">${rangeSays(footage.start, footage.end)}</span></span></label>`,
      )}
      <label>${text.reason}<input class="input" autofocus required minlength="2" maxlength="500" .value=${this.reason}
          @input=${(event: Event) => this.#say(event)} /></label>
      ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}
      <div class="row"><button class="button primary" type="submit" ?disabled=${this.isBusy || this.#chosen().length === 0}>${text.order}</button>
        <button class="button" type="button" data-escape @click=${() => this.#open(false)}>${text.cancel}</button></div></form>`;
  }

  #package(one: EvidencePackage): unknown {
    return html`<li><b class="grow">${one.reason}</b><a class="button small" href=${one.url} download>${text.fetch}</a>
      <span class="muted num">${momentText(one.createdAt)} · ${one.createdBy} · ${one.footageIds.length} ${text.clips} · ${text.fetched} ${one.fetched} ${text.times}</span>
      <span class="muted">${text.fingerprint} <code>${one.fingerprint}</code></span></li>`;
  }

  /** What the rules or a person linked; pairs that wait for a decision are no evidence. */
  #offered(): readonly LinkItem[] {
    return this.links.filter(({ decision }) => decision === 'linked' || decision === 'confirmed');
  }

  #chosen(): number[] {
    return this.#offered().flatMap(({ footage }) => (this.left.has(footage.id) ? [] : [footage.id]));
  }

  #toggle(id: number): void {
    const left = new Set(this.left);
    if (!left.delete(id)) left.add(id);
    this.left = left;
  }

  #say(event: Event): void {
    this.reason = (event.target as HTMLInputElement).value;
  }

  #open(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.trouble = '';
  }

  #load(): void {
    void this.#packages.run(async (signal) => (await evidenceOf(this.record, signal)).items);
  }

  async #order(event: Event): Promise<void> {
    event.preventDefault();
    this.isBusy = true;
    try {
      await orderEvidence(this.record, this.#chosen(), this.reason.trim());
      this.#open(false);
      this.reason = '';
      this.#load();
    } catch (error) {
      this.trouble = toldOf(error);
    }
    this.isBusy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-evidence': HubEvidence;
  }
}

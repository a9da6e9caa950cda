import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldProblem } from '../../client/request.ts';
import { readVolume, removeVolume, saveVolume, type VolumeDetail, type VolumeKind } from '../../client/storage.ts';
import { Loaded, problemOf, toldOf } from '../loaded.ts';
import { language } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { fieldForm } from '../styles/field-form.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-settings-form.ts';
import { deviceSays } from './says.ts';

const text = defineTexts({
  add: ['增加存储卷', 'A new volume'],
  edit: ['修改存储卷', 'Edit volume'],
  name: ['名称', 'Name'],
  nameHelp: ['小写字母、数字和连字符', 'Lower-case letters, digits and hyphens'],
  kind: ['类型', 'Kind'],
  rules: ['存放规则', 'What belongs here'],
  orgs: ['单位代码（逗号分隔，空为全部）', 'Organisation codes (by commas, all when empty)'],
  devices: ['设备类型（不选为全部）', 'Kinds of devices (all when none is chosen)'],
  fromDays: ['录制满几天起', 'From age in days'],
  toDays: ['录制满几天迁出', 'Until age in days'],
  distance: ['远近（小者优先）', 'Distance (lower is nearer)'],
  capacity: ['可用上限 GB（空为不限）', 'Quota in GB (none when empty)'],
  state: ['状态', 'State'],
  open: ['使用', 'In use'],
  readOnly: ['只读', 'Read-only'],
  draining: ['迁出', 'Empty it'],
  save: ['检测并保存', 'Check and save'],
  busy: ['正在检测…', 'Checking…'],
  cancel: ['取消', 'Cancel'],
  remove: ['移除', 'Remove'],
});

const devices = ['body-camera', 'interview-room', 'collection-room', 'camcorder', 'voice-recorder', 'vehicle'];
const gigabyte = 1e9;
const homeName = 'main';

/** Add a volume or change it. Fires `hub-volume-saved` and `hub-volume-closed`. */
@customElement('hub-volume-form')
export class HubVolumeForm extends LitElement {
  static override styles = [
    base,
    layout,
    fieldForm,
    css`
      fieldset {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      fieldset label {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        font-weight: 400;
      }
      fieldset input {
        height: 16px;
      }
      legend {
        padding: 0 0 4px;
        font-weight: 500;
      }
    `,
  ];

  /** '' for a new one. */
  @property() volume = '';
  @property({ attribute: false }) kinds: readonly VolumeKind[] = [];
  @state() private kind = '';
  @state() private settings: Readonly<Record<string, unknown>> = {};
  @state() private problems: readonly FieldProblem[] = [];
  @state() private trouble = '';
  @state() private busy = false;
  readonly #stored = new Loaded<VolumeDetail>(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('volume')) return;
    this.trouble = '';
    this.problems = [];
    this.settings = {};
    this.#stored.value = undefined;
    if (this.volume !== '') void this.#load(this.volume);
  }

  protected override render(): unknown {
    const stored = this.#stored.value;
    if (this.volume !== '' && !stored) return nothing;
    const kind = this.kinds.find(({ name }) => name === (stored?.kind ?? this.kind)) ?? this.kinds[0];
    return html`<section class="panel"><h2>${stored ? `${text.edit} ${stored.name}` : text.add}</h2>
      <form @submit=${this.#save}>
        ${stored ? nothing : html`<div class="fields">${this.#name()}${this.#kind(kind)}</div>`}
        ${
          stored?.name === homeName
            ? nothing
            : html`<hub-settings-form .fields=${kind?.fields ?? []} .values=${this.settings} .problems=${this.problems}
                @hub-settings-change=${(event: CustomEvent<{ values: Readonly<Record<string, unknown>> }>) => {
                  this.settings = event.detail.values;
                }}></hub-settings-form>`
        }
        <div class="fields" role="group" aria-label=${text.rules}>${this.#rules(stored)}</div>
        ${this.trouble ? html`<p class="bad" role="alert">${this.trouble}</p>` : nothing}
        <div class="row"><button class="button primary" type="submit" ?disabled=${this.busy}>${this.busy ? text.busy : text.save}</button>
          <button class="button" type="button" data-escape @click=${() => this.#tell('hub-volume-closed')}>${text.cancel}</button><span class="grow"></span>
          ${
            stored && stored.name !== homeName && stored.copies === 0
              ? html`<button class="button" type="button" @click=${() => this.#remove(stored.name)}>${text.remove}</button>`
              : nothing
          }</div></form></section>`;
  }

  #name(): unknown {
    return html`<label>${text.name}<input name="name" required pattern="[a-z0-9][a-z0-9-]*" maxlength="40" autocomplete="off" spellcheck="false"
        placeholder="archive-1" title=${text.nameHelp} /></label>`;
  }

  #kind(chosen: VolumeKind | undefined): unknown {
    return html`<label>${text.kind}<select @change=${(event: Event) => {
      this.kind = (event.target as HTMLSelectElement).value;
      this.settings = {};
    }}>${this.kinds.map(({ name, title }) => html`<option value=${name} ?selected=${name === chosen?.name}>${title[language()]}</option>`)}</select></label>`;
  }

  #rules(stored: VolumeDetail | undefined): unknown {
    const number = (name: string, label: string, value: number | undefined) =>
      html`<label>${label}<input name=${name} type="number" min="0" inputmode="numeric" .value=${value === undefined ? '' : String(value)} /></label>`;
    const capacity = stored?.capacityBytes === undefined ? undefined : stored.capacityBytes / gigabyte;
    const states = { open: text.open, 'read-only': text.readOnly, draining: text.draining };
    return html`<label>${text.orgs}<input name="orgs" spellcheck="false" .value=${stored?.orgs.join(', ') ?? ''} /></label>
      ${number('fromDays', text.fromDays, stored?.fromDays)}${number('toDays', text.toDays, stored?.toDays)}
      ${number('distance', text.distance, stored?.distance ?? 100)}${number('capacity', text.capacity, capacity)}
      <label>${text.state}<select name="state">${Object.entries(states).map(
        ([name, label]) =>
          html`<option value=${name} ?selected=${name === (stored?.state ?? 'open')}>${label}</option>`,
      )}</select></label>
      <fieldset><legend>${text.devices}</legend>${devices.map(
        (device) =>
          html`<label><input type="checkbox" name="devices" value=${device} .checked=${stored?.deviceKinds.includes(device) ?? false} />${deviceSays(device)}</label>`,
      )}</fieldset>`;
  }

  async #load(name: string): Promise<void> {
    await this.#stored.run((signal) => readVolume(name, signal));
    this.settings = this.#stored.value?.settings ?? {};
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const stored = this.#stored.value;
    const form = new FormData(event.target as HTMLFormElement);
    const said = (name: string): string => String(form.get(name) ?? '').trim();
    const number = (name: string): number | null => (said(name) === '' ? null : Number(said(name)));
    const capacity = number('capacity');
    this.busy = true;
    this.trouble = '';
    try {
      await saveVolume(stored?.name ?? said('name'), {
        kind: stored?.kind ?? (this.kind || (this.kinds[0]?.name ?? '')),
        settings: stored?.name === homeName ? {} : this.settings,
        orgs: said('orgs')
          .split(/[,，\s]+/)
          .filter(Boolean),
        deviceKinds: form.getAll('devices').map(String),
        fromDays: number('fromDays'),
        toDays: number('toDays'),
        distance: number('distance') ?? 100,
        capacityBytes: capacity === null ? null : Math.round(capacity * gigabyte),
        state: said('state') as VolumeDetail['state'],
        ...(stored ? { reserveBytes: stored.reserveBytes, version: stored.version } : {}),
      });
      this.#tell('hub-volume-saved');
    } catch (error) {
      this.problems = problemOf(error).problems;
      this.trouble = toldOf(error);
    }
    this.busy = false;
  }

  async #remove(name: string): Promise<void> {
    try {
      await removeVolume(name);
      this.#tell('hub-volume-saved');
    } catch (error) {
      this.trouble = toldOf(error);
    }
  }

  #tell(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-volume-form': HubVolumeForm;
  }
}

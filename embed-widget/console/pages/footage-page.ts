import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type FootageDetail, type FootageLink, readFootage } from '../../client/footage.ts';
import { listenLive } from '../../client/live.ts';
import type { Clip } from '../../player/clip.ts';
import type { FootagePlayer } from '../../player/footage-player.ts';
import { icons } from '../icons.ts';
import { Loaded } from '../loaded.ts';
import { definePage } from '../page.ts';
import '../parts/hub-clock-history.ts';
import '../parts/hub-json-fold.ts';
import '../parts/hub-keeping.ts';
import '../parts/hub-track-map.ts';
import { linkTo } from '../parts/link-to.ts';
import { mediaChip } from '../parts/media-chip.ts';
import { loadPlayer } from '../parts/player.ts';
import {
  bytesSay,
  clockText,
  decisionSays,
  deviceSays,
  percentSays,
  rangeSays,
  spanSays,
  systemSays,
  timeText,
} from '../parts/says.ts';
import { empty, shown } from '../parts/states.ts';
import { language } from '../preferences.ts';
import { may, watermarkPerson } from '../signed-in.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import { recordPageStyles } from './record-page.styles.ts';

const text = defineTexts({
  title: ['音视频', 'Clip'],
  links: ['关联的记录', 'Linked records'],
  none: ['没有关联的记录', 'No linked record'],
  noneHelp: ['记录到达或更新后会自动关联。', 'Records are linked as they arrive or change.'],
  track: ['相机轨迹', 'Track'],
  noTrack: ['没有定位数据', 'No positions recorded'],
  message: ['原始报文', 'Raw message'],
  show: ['查看', 'Show'],
  facts: ['文件信息', 'Facts'],
  time: ['拍摄时间', 'Recorded'],
  length: ['时长', 'Length'],
  device: ['设备', 'Device'],
  officer: ['佩戴人', 'Worn by'],
  org: ['单位', 'Organisation'],
  source: ['数据源', 'Source'],
  state: ['状态', 'State'],
  size: ['大小', 'Size'],
  digest: ['SHA-256', 'SHA-256'],
  sm3: ['SM3', 'SM3'],
  clock: ['时钟误差', 'Clock error'],
  fast: [(span: string) => `快 ${span}`, (span: string) => `${span} fast`],
  slow: [(span: string) => `慢 ${span}`, (span: string) => `${span} slow`],
  keyMark: ['重点标记', 'Marked as key'],
  json: ['标准目录 JSON', 'Canonical entry'],
  download: ['下载原始文件', 'Download the original'],
});

/** One recording: the picture, where the camera went, and which records it shows. */
@customElement('footage-page')
export class FootagePage extends LitElement {
  static override styles = [base, layout, recordPageStyles];

  @property({ type: Number }) footage = 0;
  @state() private chosen = 0;
  @state() private at: number | undefined;
  readonly #footage = new Loaded<FootageDetail>(this);
  #clip: { key: string; clip: Clip } | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void loadPlayer().then(() => this.requestUpdate());
    this.#load();
    this.#stop = listenLive((topic, data) => {
      if (topic === 'footage' && data.id === this.footage) this.#load();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render(): unknown {
    return html`<div class="page">${shown(this.#footage, (footage) => this.#page(footage), { again: () => this.#load(), rows: 12 })}</div>`;
  }

  #page(footage: FootageDetail): unknown {
    const link = footage.links.find(({ linkId }) => linkId === this.chosen);
    const places = footage.links.flatMap(({ record }) =>
      record.place?.lon !== undefined && record.place.lat !== undefined
        ? [{ lon: record.place.lon, lat: record.place.lat, label: record.title ?? record.externalId }]
        : [],
    );
    return html`
      <header class="top"><h1>${footage.officerName ?? footage.policeId ?? footage.title ?? footage.externalId}</h1>
        <span class="chip accent">${deviceSays(footage.deviceKind)}</span>
        ${footage.keyMark ? html`<span class="chip warn">${icons.flag} ${text.keyMark}</span>` : nothing}
        <span class="soft num">${rangeSays(footage.start, footage.end)}</span><span class="grow"></span>
        ${footage.media.state === 'stored' && footage.media.original ? html`<a class="button" download href=${footage.media.original}>${text.download}</a>` : nothing}</header>
      <div class="columns"><div class="column">
        <section class="panel player"><footage-player .clip=${this.#clipOf(footage, link)} .milestones=${[]} .person=${watermarkPerson()}
          .language=${language()} @timeupdate=${this.#onTime}></footage-player></section>
        <section class="panel"><h2>${text.track}</h2>${
          footage.track.length > 0
            ? html`<hub-track-map .track=${footage.track} .places=${places} .at=${this.at}></hub-track-map>`
            : empty(text.noTrack)
        }</section>
      </div><div class="column">
        <section class="panel"><h2>${text.links}<span class="grow"></span><span class="count">${footage.links.length || ''}</span></h2>
          ${footage.links.length > 0 ? html`<ul class="related">${footage.links.map((one) => this.#link(one))}</ul>` : empty(text.none, text.noneHelp)}</section>
        ${this.#facts(footage)}
        ${footage.clocks.length > 0 ? html`<hub-clock-history .pieces=${footage.clocks} .start=${footage.start}></hub-clock-history>` : nothing}
        ${footage.media.state === 'stored' || footage.media.state === 'deleted' ? html`<hub-keeping .footage=${footage.id}></hub-keeping>` : nothing}
        <section class="panel"><hub-json-fold .label=${text.json} .value=${footage.footage}></hub-json-fold></section>
      </div></div>`;
  }

  #link({ linkId, decision, probability, segment, record }: FootageLink): unknown {
    return html`<li class="two"><a class="link grow cut" href="/records/${record.id}">${record.title ?? record.externalId}</a>
      <span class="${decision === 'review' ? 'warn' : 'good'} num" title=${percentSays(probability)}>${decisionSays(decision)}</span>
      <span class="muted cut grow">${systemSays(record.system)} ${record.externalId}</span>
      <button class="button small" type="button" aria-pressed=${linkId === this.chosen} @click=${() => this.#choose(linkId)}>${icons.play}
        ${timeText(segment.start)} – ${timeText(segment.end)}</button></li>`;
  }

  #facts(footage: FootageDetail): unknown {
    const fact = (label: string, value: unknown) =>
      value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : nothing;
    const error = footage.clockErrorMs;
    const span = error === undefined ? '' : spanSays(error / 1000);
    return html`<section class="panel"><h2>${text.facts}</h2><dl class="facts body">
      ${fact(text.length, clockText(footage.seconds))} ${fact(text.state, mediaChip(footage.media))}
      ${fact(text.device, footage.deviceId)} ${fact(text.officer, [footage.officerName, footage.policeId].filter(Boolean).join(' '))}
      ${fact(text.org, footage.orgName ?? footage.org)} ${fact(text.source, linkTo(`/sources/${footage.source}`, footage.source))}
      ${fact(text.size, footage.media.bytes === undefined ? '' : bytesSay(footage.media.bytes))}
      ${fact(text.message, may('messages.read') ? html`<a class="link" href="/messages?number=${encodeURIComponent(footage.externalId)}">${text.show}</a>` : '')}
      ${fact(text.clock, error ? (error > 0 ? text.fast(span) : text.slow(span)) : '')}
      ${footage.media.sha256 ? html`<div style="grid-column:1/-1"><dt>${text.digest}</dt><dd><code>${footage.media.sha256}</code></dd></div>` : nothing}
      ${footage.media.sm3 ? html`<div style="grid-column:1/-1"><dt>${text.sm3}</dt><dd><code>${footage.media.sm3}</code></dd></div>` : nothing}</dl></section>`;
  }

  #load(): void {
    void this.#footage.run((signal) => readFootage(this.footage, signal));
  }

  #clipOf(footage: FootageDetail, link: FootageLink | undefined): Clip {
    const key = `${footage.id} ${footage.media.state} ${footage.media.rendition} ${link?.linkId ?? ''}`;
    const segment = link && { from: link.segment.startSeconds, to: link.segment.endSeconds };
    if (this.#clip?.key !== key) this.#clip = { key, clip: { footage, ...(segment ? { segment } : {}) } };
    return this.#clip.clip;
  }

  async #choose(id: number): Promise<void> {
    this.chosen = id;
    await this.updateComplete;
    await this.renderRoot
      .querySelector('footage-player')
      ?.play()
      .catch(() => undefined);
  }

  #onTime(event: Event): void {
    const { clip, media } = event.target as FootagePlayer;
    if (clip && media) this.at = Date.parse(clip.footage.start) + media.currentTime * 1000;
  }
}

export default definePage({
  path: '/footage/:id',
  right: 'footage.read',
  title: () => text.title,
  render: ({ id }) => html`<footage-page .footage=${Number(id)}></footage-page>`,
});

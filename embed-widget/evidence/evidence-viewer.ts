import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { checkFile, type FileState, type ListedFile, type Opened, readManifest } from './check-package.ts';
import { viewerStyles } from './evidence-viewer.styles.ts';
import { openPackage, type PackageFiles } from './package-files.ts';

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;

/**
 * Shows an evidence package and checks it, without any network: the page lies in the package itself, and any hub has it
 * at `/evidence/index.html`. Chinese first, English beside.
 */
@customElement('evidence-viewer')
export class EvidenceViewer extends LitElement {
  static override styles = viewerStyles;

  @state() private opened: Opened | undefined;
  @state() private states: Readonly<Record<string, FileState>> = {};
  @state() private share = 0;
  @state() private trouble = '';
  @state() private playing: { path: string; url: string } | undefined;

  private files: PackageFiles = new Map();

  override render() {
    return html`<header>
        <h1>证据包核验 <small>Evidence package</small></h1>
        <p>
          选择证据包（ZIP）或解压后的文件夹，本页在本机核验，不连接任何网络。
          <small>Choose the package (ZIP) or the folder it was unpacked to. It is checked on this machine; nothing is sent.</small>
        </p>
        <div class="choose">
          <label class="button">选择 ZIP <small>Choose ZIP</small>
            <input type="file" accept=".zip" @change=${this.choose} /></label>
          <label class="button">选择文件夹 <small>Choose folder</small>
            <input type="file" webkitdirectory @change=${this.choose} /></label>
        </div>
      </header>
      ${this.trouble ? html`<p class="verdict bad" role="alert">✕ ${this.trouble}</p>` : nothing}
      ${this.opened ? this.renderPackage(this.opened) : nothing}`;
  }

  private renderPackage(opened: Opened) {
    const { manifest, fingerprint } = opened;
    return html`${this.renderVerdict(opened)}
      <section>
        <h2>${textOf(manifest.record.title) || textOf(manifest.record.externalId)}</h2>
        <dl>
          <dt>编号 <small>Number</small></dt><dd>${textOf(manifest.record.externalId)}</dd>
          <dt>事由 <small>Reason</small></dt><dd>${manifest.reason}</dd>
          <dt>制作 <small>Ordered</small></dt><dd>${manifest.createdBy} · ${manifest.createdAt}</dd>
          <dt>来源 <small>From</small></dt><dd>${manifest.hub.name} · ${manifest.hub.url}</dd>
          <dt>密钥指纹 <small>Fingerprint of the seal</small></dt>
          <dd><code>${fingerprint}</code> <small>请与发出单位公布的指纹比对 compare it with the one the sender made known</small></dd>
        </dl>
      </section>
      ${this.playing ? this.renderPlayer(this.playing) : nothing}
      <section>
        <h2>文件 <small>Files</small></h2>
        <ul class="files">${manifest.files.map((file) => this.renderFile(file))}</ul>
      </section>
      ${this.renderTable('关联 Links', manifest.links, ['footage', 'segment', 'decision', 'probability', 'decidedBy', 'evidence'])}
      ${this.renderTable('人工裁定 Decisions', manifest.decisions, ['at', 'user', 'decision', 'note', 'footage'])}
      ${this.renderTable('日志 Log', manifest.log, ['seq', 'at', 'actor', 'action', 'object', 'hash'])}`;
  }

  private renderVerdict({ isSealed, strangers, manifest, fingerprint }: Opened) {
    const all = manifest.files.map(({ path }) => this.states[path] ?? 'waiting');
    const bad = all.filter((one) => typeof one === 'object').length + strangers.length + (isSealed ? 0 : 1);
    if (bad > 0) {
      return html`<p class="verdict bad" role="alert">
        ✕ 证据包已被改动：${bad} 处不符 <small>The package is not as it was sealed: ${bad} things differ</small>
        ${isSealed ? nothing : html`<br />签名不符 <small>the signature does not fit the manifest</small>`}
        ${strangers.map((path) => html`<br />${path} 不在清单中 <small>nobody sealed this file</small>`)}
      </p>`;
    }
    if (all.includes('waiting')) {
      return html`<p class="verdict" role="status">正在核验… <small>Checking</small> <progress value=${this.share}></progress></p>`;
    }
    return html`<p class="verdict good" role="status">
      ✓ 全部 ${all.length} 个文件与签封一致 <small>All ${all.length} files are as they were sealed</small>
      <br />签封 ${fingerprint}：请与平台公布的核对，任何人都能签封
      <small>compare the seal with the one the hub has published: anybody can seal</small>
    </p>`;
  }

  private renderFile(file: ListedFile) {
    const found = this.states[file.path] ?? 'waiting';
    const isBad = typeof found === 'object';
    const plays = file.role !== 'viewer' && /^(video|audio|image)\//.test(file.type);
    return html`<li class=${isBad ? 'bad' : found}>
      <span class="mark" aria-label=${isBad ? '不符 differs' : found === 'good' ? '一致 as sealed' : '等待 waiting'}
        >${isBad ? '✕' : found === 'good' ? '✓' : '…'}</span>
      <span class="name">
        ${file.path}${isBad ? html` <b>${found.bad}</b>` : nothing}
        <small>${megabytes(file.bytes)} · SHA-256 <code>${file.sha256}</code> · SM3 <code>${file.sm3}</code></small>
      </span>
      ${plays ? html`<button type="button" @click=${() => this.play(file)}>播放 <small>Play</small></button>` : nothing}
    </li>`;
  }

  private renderPlayer({ path, url }: { path: string; url: string }) {
    const type = this.opened?.manifest.files.find((file) => file.path === path)?.type ?? '';
    return html`<section class="player">
      <h2>${path}</h2>
      ${type.startsWith('image/') ? html`<img src=${url} alt=${path} />` : html`<video src=${url} controls autoplay playsinline></video>`}
    </section>`;
  }

  private renderTable(title: string, rows: readonly Record<string, unknown>[], columns: readonly string[]) {
    if (rows.length === 0) return nothing;
    return html`<details>
      <summary>${title} (${rows.length})</summary>
      <div class="scroll">
        <table>
          <thead><tr>${columns.map((column) => html`<th>${column}</th>`)}</tr></thead>
          <tbody>
            ${rows.map((row) => html`<tr>${columns.map((column) => html`<td>${textOf(row[column])}</td>`)}</tr>`)}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  private play({ path, type }: ListedFile): void {
    const file = this.files.get(path);
    if (file === undefined) return;
    if (this.playing) URL.revokeObjectURL(this.playing.url);
    this.playing = { path, url: URL.createObjectURL(new Blob([file], { type })) };
  }

  private async choose(event: Event): Promise<void> {
    const input = event.currentTarget as HTMLInputElement;
    this.trouble = '';
    this.opened = undefined;
    this.states = {};
    this.playing = undefined;
    try {
      this.files = await openPackage([...(input.files ?? [])]);
      const opened = await readManifest(this.files);
      this.opened = opened;
      for (const file of opened.manifest.files) {
        const found = await checkFile(this.files, file, (share) => {
          this.share = share;
        });
        this.states = { ...this.states, [file.path]: found };
      }
    } catch (error) {
      this.trouble = `无法核验 cannot be checked: ${error instanceof Error ? error.message : String(error)}`;
    }
    input.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'evidence-viewer': EvidenceViewer;
  }
}

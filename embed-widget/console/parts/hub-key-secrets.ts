import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { KeySecrets } from '../../client/key.ts';
import { copyText } from '../../player/frame-picture.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  title: [(name: string) => `${name}：只显示这一次`, (name: string) => `${name}: shown this once`],
  help: [
    '请立即通过安全途径交给对方；平台只保存密文，无法再次显示。丢失时停用此密钥另建，或关闭调阅告知后重新开启。',
    'Hand it over by a safe way now; the hub cannot show it again. When it is lost, disable the key and make another, or turn telling views off and on.',
  ],
  key: ['接口密钥', 'API key'],
  views: ['调阅告知签名密钥', 'Secret that signs views'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
});

/** What is shown once after a key was made or changed, to be copied. */
@customElement('hub-key-secrets')
export class HubKeySecrets extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      .body {
        display: grid;
        gap: 10px;
      }
      .secret {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
      }
      code {
        padding: 4px 8px;
        border-radius: 5px;
        background: var(--hub-sunken);
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  @property({ attribute: false }) secrets: KeySecrets = { name: '' };
  @state() private copied = '';

  protected override render(): unknown {
    const { name, key, viewsSecret } = this.secrets;
    return html`<section class="panel" role="status"><h2>${text.title(name)}</h2><div class="body">
      ${this.#secret(text.key, key)}${this.#secret(text.views, viewsSecret)}<p class="muted">${text.help}</p></div></section>`;
  }

  #secret(label: string, value: string | undefined): unknown {
    if (!value) return nothing;
    return html`<div class="secret"><b>${label}</b><code>${value}</code><button class="button small" type="button" aria-label="${text.copy} ${label}"
      @click=${() => this.#copy(value)}>${this.copied === value ? text.copied : text.copy}</button></div>`;
  }

  async #copy(value: string): Promise<void> {
    // Where the browser refuses, the text can still be marked: one click marks all of it.
    this.copied = await copyText(value, this).then(
      () => value,
      () => '',
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-key-secrets': HubKeySecrets;
  }
}

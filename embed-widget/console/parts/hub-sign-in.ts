import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Problem } from '../../client/request.ts';
import { signIn } from '../../client/session.ts';
import { icons } from '../icons.ts';
import { problemOf } from '../loaded.ts';
import { onPreference } from '../preferences.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';
import './hub-preference-switches.ts';

const text = defineTexts({
  product: ['执法音视频关联平台', 'Footage Link Hub'],
  about: ['业务记录与执法音视频，互相找得到。', 'Records and footage that find each other.'],
  user: ['账号', 'Account'],
  password: ['密码', 'Password'],
  enter: ['登录', 'Sign in'],
  entering: ['正在登录', 'Signing in'],
  watched: ['登录及调阅行为均记入审计日志。', 'Signing in and every look are written to the audit log.'],
  refused: ['账号或密码不正确', 'Account or password is wrong'],
  refusedHelp: ['请核对后重试，注意大小写。', 'Check both; capitals count.'],
  often: ['尝试次数过多，请稍后再试', 'Too many tries: wait a while'],
  offline: ['与平台的连接中断，请检查网络', 'The line to the hub is down: check the network'],
});

/**
 * The sign-in.
 *
 * @fires signedin - `detail` is the person
 */
@customElement('hub-sign-in')
export class SignIn extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100vh;
        padding: 24px;
      }
      main {
        width: 100%;
        max-width: 340px;
      }
      .logo {
        width: 40px;
        height: 40px;
      }
      h1 {
        margin: 14px 0 2px;
        font-size: 20px;
      }
      form {
        display: grid;
        gap: 14px;
        margin: 24px 0 20px;
        padding: 20px;
        border: 1px solid var(--hub-line);
        border-radius: 10px;
        background: var(--hub-surface);
        box-shadow: var(--hub-shadow);
      }
      label {
        display: grid;
        gap: 4px;
        color: var(--hub-text-2);
        font-size: 12px;
      }
      input,
      .button {
        height: 36px;
        font-size: 14px;
      }
      footer {
        display: grid;
        gap: 14px;
        font-size: 12px;
      }
      hub-preference-switches {
        padding: 0;
      }
    `,
  ];

  @state() private problem: Problem | undefined;
  @state() private busy = false;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onPreference(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render(): unknown {
    document.title = text.product;
    return html`<main>
      ${icons.logo}
      <h1>${text.product}</h1>
      <p class="muted">${text.about}</p>
      <form @submit=${this.#onSubmit}>
        <label>${text.user}<input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
        <label>${text.password}<input name="password" type="password" autocomplete="current-password" required></label>
        ${this.problem ? html`<p class="bad" role="alert">${this.#words(this.problem)}</p>` : nothing}
        <button class="button primary" type="submit" ?disabled=${this.busy}>${this.busy ? text.entering : text.enter}</button>
      </form>
      <footer><hub-preference-switches></hub-preference-switches><span class="muted">${text.watched}</span></footer>
    </main>`;
  }

  #words({ status, message }: Problem): unknown {
    if (status === 401) return html`${text.refused}<br><span class="soft">${text.refusedHelp}</span>`;
    if (status === 429) return text.often;
    return status === 0 ? text.offline : message;
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const entered = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    try {
      const me = await signIn(String(entered.get('user')), String(entered.get('password')));
      this.problem = undefined;
      this.dispatchEvent(new CustomEvent('signedin', { detail: me }));
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  }
}

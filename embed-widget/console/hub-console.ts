import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { type Me, signOut, whoAmI } from '../client/session.ts';
import { keepFocus } from './focus-keeper.ts';
import { hubConsoleStyles } from './hub-console.styles.ts';
import { icons } from './icons.ts';
import { Loaded, signedOutEvent } from './loaded.ts';
import type { Page } from './page.ts';
import { skeleton, trouble } from './parts/states.ts';
import './parts/hub-preference-switches.ts';
import './parts/hub-sign-in.ts';
import { language, onPreference, shortcuts } from './preferences.ts';
import { go, mayOpen, pages, routeOf } from './router.ts';
import { setSignedIn } from './signed-in.ts';
import { base } from './styles/base.ts';
import { layout } from './styles/layout.ts';
import { defineTexts } from './texts.ts';

const text = defineTexts({
  product: ['音视频关联平台', 'Footage Link Hub'],
  look: ['调阅', 'Look'],
  run: ['运行', 'Run'],
  menu: ['菜单', 'Menu'],
  navigation: ['主导航', 'Main'],
  skip: ['跳到内容', 'Skip to content'],
  signOut: ['退出登录', 'Sign out'],
  closed: ['您的角色不能查看此页面', 'Your role may not see this page'],
  closedHelp: ['需要时请管理员调整角色或范围。', 'Ask the administrator for another role if you need it.'],
  lost: ['没有这个页面', 'There is no such page'],
  home: ['回到总览', 'Back to the overview'],
});

/** The shell: who is signed in, the navigation, and the page of the address. */
@customElement('hub-console')
export class HubConsole extends LitElement {
  static override styles = [base, layout, hubConsoleStyles];

  @state() private signedOut = false;
  @state() private menuOpen = false;
  readonly #me = new Loaded<Me>(this);
  readonly #listening = new AbortController();
  #stop: (() => void) | undefined;
  #endKeeping: (() => void) | undefined;
  /** The path whose page is shown. */
  #shown = location.pathname;

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = this.#listening;
    window.addEventListener('hub-moved', () => this.#onMoved(), { signal });
    window.addEventListener(
      signedOutEvent,
      () => {
        this.signedOut = true;
      },
      { signal },
    );
    document.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#stop = onPreference(() => this.requestUpdate());
    this.#endKeeping = keepFocus();
    void this.#me.run(whoAmI);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
    this.#stop?.();
    this.#endKeeping?.();
  }

  protected override render(): unknown {
    if (this.signedOut || this.#me.problem?.status === 401)
      return html`<hub-sign-in @signedin=${this.#onSignedIn}></hub-sign-in>`;
    const { value: me, problem } = this.#me;
    if (!me)
      return html`<main class="alone">${problem ? trouble(problem, () => void this.#me.run(whoAmI)) : skeleton(8)}</main>`;
    setSignedIn(me);
    const route = routeOf(location.pathname);
    document.title = [route?.page.title(), text.product].filter(Boolean).join(' · ');
    return html`
      <a class="skip" href="#content" @click=${this.#skip}>${text.skip}</a>
      <header class="bar">
        <button class="button plain" type="button" aria-label=${text.menu} aria-expanded=${this.menuOpen} @click=${this.#toggleMenu}>
          ${this.menuOpen ? icons.close : icons.menu}</button>
        <a href="/" class="brand">${icons.logo}<b>${text.product}</b></a>
        <span class="grow"></span>
        <a class="button plain" href="/search" aria-label=${routeOf('/search')?.page.title() ?? ''}>${icons.search}</a>
      </header>
      <aside aria-label=${text.menu} class=${this.menuOpen ? 'open' : ''}><div>
        <a href="/" class="brand wide">${icons.logo}<b>${text.product}</b></a>
        <nav aria-label=${text.navigation}>${this.#group('look', text.look)}${this.#group('run', text.run)}</nav>
        <span class="grow"></span>
        <hub-preference-switches></hub-preference-switches>
        <div class="person"><span class="grow"><b class="cut">${me.name}</b>
          <span class="muted cut">${[me.policeId, me.orgs[0]?.name].filter(Boolean).join(' · ')}</span></span>
          <button class="button plain small" type="button" title=${text.signOut} aria-label=${text.signOut} @click=${this.#signOut}>${icons.out}</button>
        </div></div>
      </aside>
      ${this.menuOpen ? html`<div class="veil" @click=${this.#toggleMenu}></div>` : nothing}
      <main id="content" tabindex="-1" aria-label=${route?.page.title() ?? text.lost} @focusin=${this.#closeMenu}>${
        route && !mayOpen(location.pathname)
          ? html`<div class="state"><b>${text.closed}</b><span class="soft">${text.closedHelp}</span><a class="button" href="/">${text.home}</a></div>`
          : route
            ? keyed(
                `${language()} ${shortcuts()} ${route.page.path} ${JSON.stringify(route.parameters)}`,
                route.page.render(route.parameters),
              )
            : html`<div class="state"><b>${text.lost}</b><a class="button" href="/">${text.home}</a></div>`
      }</main>`;
  }

  #group(group: 'look' | 'run', title: string): unknown {
    const entries = pages
      .filter((page): page is Page & { nav: NonNullable<Page['nav']> } => page.nav?.group === group)
      .filter(({ path }) => mayOpen(path))
      .sort((a, b) => a.nav.order - b.nav.order);
    if (entries.length === 0) return nothing;
    const here = (path: string): boolean =>
      path === '/' ? location.pathname === '/' : location.pathname.startsWith(path);
    return html`<h2>${title}</h2><ul>${entries.map(
      ({ path, title, nav }) =>
        html`<li><a href=${path} aria-current=${here(path) ? 'page' : 'false'}>${nav.icon}<span>${title()}</span></a></li>`,
    )}</ul>`;
  }

  #onMoved(): void {
    this.menuOpen = false;
    this.requestUpdate();
    if (location.pathname === this.#shown) return;
    this.#shown = location.pathname;
    requestAnimationFrame(() => this.#enterPage());
  }

  /** A new page is begun at its beginning, unless it has put the focus where its work begins. */
  #enterPage(): void {
    const main = this.renderRoot.querySelector('main');
    if (main && !main.contains((this.renderRoot as ShadowRoot).activeElement)) main.focus({ preventScroll: true });
  }

  #closeMenu(): void {
    this.menuOpen = false;
  }

  /** `/` goes to the search from anywhere, as in every console people know. */
  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented) this.#giveUp(event.composedPath());
    const target = event.composedPath()[0];
    const typing =
      target instanceof HTMLElement && (target.matches('input, select, textarea') || target.isContentEditable);
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || this.signedOut || !shortcuts()) return;
    event.preventDefault();
    go('/search');
  }

  /** `Esc` presses the button that gives up what is open around the focus: a form, a question, the menu. */
  #giveUp(around: readonly EventTarget[]): void {
    if (this.menuOpen) {
      this.menuOpen = false;
      this.renderRoot.querySelector<HTMLElement>('.bar button')?.focus();
      return;
    }
    for (const place of around) {
      if (!(place instanceof Element || place instanceof ShadowRoot)) continue;
      const button = place.querySelector<HTMLElement>('[data-escape]');
      if (!button) continue;
      button.click();
      return;
    }
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector('main')?.focus();
  }

  #toggleMenu(): void {
    this.menuOpen = !this.menuOpen;
  }

  #onSignedIn(event: CustomEvent<Me>): void {
    this.#me.value = event.detail;
    this.#me.problem = undefined;
    this.signedOut = false;
    this.requestUpdate();
    requestAnimationFrame(() => this.#enterPage());
  }

  async #signOut(): Promise<void> {
    await signOut().catch(() => undefined);
    this.#me.value = undefined;
    this.signedOut = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hub-console': HubConsole;
  }
}

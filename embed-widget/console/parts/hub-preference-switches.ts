import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { icons } from '../icons.ts';
import {
  language,
  onPreference,
  setLanguage,
  setShortcuts,
  setTheme,
  shortcuts,
  type Theme,
  theme,
} from '../preferences.ts';
import { base } from '../styles/base.ts';
import { layout } from '../styles/layout.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  language: ['界面语言', 'Language'],
  theme: ['配色', 'Colours'],
  light: ['浅色', 'Light'],
  dark: ['深色', 'Dark'],
  system: ['跟随系统', 'As the system'],
  shortcuts: ['单键快捷键', 'Single-key shortcuts'],
});

/** Language, colours and whether single keys act, kept in the browser. */
@customElement('hub-preference-switches')
export class PreferenceSwitches extends LitElement {
  static override styles = [
    base,
    layout,
    css`
      :host {
        display: flex;
        gap: 4px;
        padding: 0 0 8px;
      }
      .segments button {
        height: 24px;
        padding: 0 6px;
        font-size: 12px;
      }
      .segments .icon {
        width: 14px;
        height: 14px;
        vertical-align: -2px;
      }
    `,
  ];
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
    const themes: [Theme, string, unknown][] = [
      ['light', text.light, icons.sun],
      ['dark', text.dark, icons.moon],
      ['system', text.system, icons.screen],
    ];
    return html`
      <span class="segments" role="group" aria-label=${text.language}>
        <button type="button" lang="zh" aria-pressed=${language() === 'zh'} @click=${() => setLanguage('zh')}>中</button>
        <button type="button" lang="en" aria-pressed=${language() === 'en'} @click=${() => setLanguage('en')}>EN</button>
      </span>
      <span class="segments" role="group" aria-label=${text.theme}>${themes.map(
        ([name, label, icon]) =>
          html`<button type="button" title=${label} aria-label=${label} aria-pressed=${theme() === name} @click=${() => setTheme(name)}>${icon}</button>`,
      )}</span>
      <span class="segments"><button type="button" title=${text.shortcuts} aria-label=${text.shortcuts} aria-pressed=${shortcuts()}
        @click=${() => setShortcuts(!shortcuts())}>${icons.keys}</button></span>`;
  }
}

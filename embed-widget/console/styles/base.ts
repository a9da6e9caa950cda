import { css } from 'lit';

/** Type, links, buttons, chips: what every element of the console starts from. */
export const base = css`
  :host {
    display: block;
    color: var(--hub-text);
    font: 13px / 1.55 var(--hub-font);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  * {
    box-sizing: border-box;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  a.link,
  p a {
    color: var(--hub-accent);
  }
  /* Within a line of text its colour alone does not make a link. */
  a.link:hover,
  p a,
  li > span > a.link {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  .icon {
    flex: none;
    vertical-align: -3px;
  }
  .num,
  time,
  code,
  td {
    font-variant-numeric: tabular-nums;
  }
  code,
  pre {
    font-family: var(--hub-mono);
    font-size: 12px;
  }
  .muted {
    color: var(--hub-text-3);
  }
  .soft {
    color: var(--hub-text-2);
  }
  .good {
    color: var(--hub-good);
  }
  .warn {
    color: var(--hub-warn);
  }
  .bad {
    color: var(--hub-bad);
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--hub-accent);
    outline-offset: 1px;
    border-radius: 4px;
  }
  /* Rows that fill a panel: what stands out of it would be cut off. */
  li > a:focus-visible,
  li > button:focus-visible,
  .row:focus-visible,
  summary:focus-visible {
    outline-offset: -2px;
  }
  .button.primary:focus-visible {
    outline-offset: 2px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    height: 30px;
    padding: 0 12px;
    border: 1px solid var(--hub-line-strong);
    border-radius: 6px;
    background: var(--hub-surface);
    color: var(--hub-text);
    font: 500 13px / 1 var(--hub-font);
    white-space: nowrap;
    cursor: pointer;
  }
  .button:hover {
    background: var(--hub-sunken);
  }
  .button.primary {
    border-color: var(--hub-accent);
    background: var(--hub-accent);
    color: var(--hub-on-accent);
  }
  .button.primary:hover {
    filter: brightness(1.08);
  }
  .button.plain {
    border-color: transparent;
    background: none;
    color: var(--hub-text-2);
  }
  .button.plain:hover {
    background: var(--hub-sunken);
    color: var(--hub-text);
  }
  .button.small {
    height: 26px;
    padding: 0 9px;
    font-size: 12px;
  }
  .button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  kbd {
    padding: 0 5px;
    border: 1px solid currentColor;
    border-radius: 4px;
    font: 11px / 16px var(--hub-mono);
    opacity: 0.65;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 0 7px;
    border-radius: 5px;
    background: var(--hub-sunken);
    color: var(--hub-text-2);
    font-size: 12px;
    line-height: 20px;
    white-space: nowrap;
  }
  .chip.accent {
    background: var(--hub-accent-soft);
    color: var(--hub-accent);
  }
  .chip.good {
    background: var(--hub-good-soft);
    color: var(--hub-good);
  }
  .chip.warn {
    background: var(--hub-warn-soft);
    color: var(--hub-warn);
  }
  .chip.bad {
    background: var(--hub-bad-soft);
    color: var(--hub-bad);
  }
  .dot {
    display: inline-block;
    flex: none;
    margin-right: 4px;
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--hub-text-3);
  }
  .dot.good {
    background: var(--hub-good);
  }
  .dot.warn {
    background: var(--hub-warn);
  }
  .dot.bad {
    background: var(--hub-bad);
  }
  .dot.accent {
    background: var(--hub-accent);
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

import { css } from 'lit';

/** The shell: navigation beside the page, or behind a button where there is little room. */
export const hubConsoleStyles = css`
  :host {
    display: grid;
    grid-template-columns: 212px minmax(0, 1fr);
    min-height: 100vh;
  }
  aside {
    border-right: 1px solid var(--hub-line);
    background: var(--hub-surface);
  }
  aside > div {
    position: sticky;
    top: 0;
    display: flex;
    flex-direction: column;
    gap: 4px;
    height: 100vh;
    padding: 14px 10px 10px;
    overflow-y: auto;
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 9px;
    padding: 0 6px 8px;
    font-size: 14px;
    white-space: nowrap;
  }
  .brand b {
    font-weight: 600;
  }
  nav h2 {
    padding: 12px 8px 4px;
    color: var(--hub-text-3);
    font-size: 11px;
    font-weight: 500;
    letter-spacing: 0.04em;
  }
  nav a {
    display: flex;
    align-items: center;
    gap: 10px;
    height: 32px;
    padding: 0 8px;
    border-radius: 6px;
    color: var(--hub-text-2);
  }
  nav a:hover {
    background: var(--hub-sunken);
    color: var(--hub-text);
  }
  nav a[aria-current='page'] {
    background: var(--hub-accent-soft);
    color: var(--hub-accent);
    font-weight: 500;
  }
  .person {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 8px 0 0 8px;
    border-top: 1px solid var(--hub-line);
  }
  .person .cut {
    display: block;
    font-size: 12px;
    line-height: 17px;
  }
  .person b {
    font-weight: 500;
    font-size: 13px;
  }
  /* Where reading begins, nothing that is pressed. */
  main,
  main:focus-visible {
    min-width: 0;
    outline: none;
  }
  main.alone {
    grid-column: 1 / -1;
    padding: 40px;
  }
  hub-sign-in {
    grid-column: 1 / -1;
  }
  .bar,
  .veil {
    display: none;
  }
  .skip {
    position: absolute;
    left: -999px;
    z-index: 9;
    padding: 6px 12px;
    border-radius: 6px;
    background: var(--hub-accent);
    color: var(--hub-on-accent);
  }
  .skip:focus {
    left: 10px;
    top: 10px;
  }
  @media (max-width: 720px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto 1fr;
    }
    .bar {
      position: sticky;
      top: 0;
      z-index: 5;
      display: flex;
      align-items: center;
      gap: 6px;
      height: 48px;
      padding: 0 8px;
      border-bottom: 1px solid var(--hub-line);
      background: var(--hub-surface);
    }
    .bar .button {
      width: 36px;
      height: 36px;
      padding: 0;
    }
    .bar .brand {
      padding: 0;
    }
    aside {
      position: fixed;
      z-index: 8;
      top: 48px;
      bottom: 0;
      left: 0;
      width: 250px;
      transform: translateX(-102%);
      visibility: hidden;
      transition:
        transform 0.16s ease-out,
        visibility 0.16s;
    }
    aside > div {
      height: 100%;
    }
    aside.open {
      transform: none;
      visibility: visible;
    }
    nav a {
      height: 40px;
    }
    .veil {
      position: fixed;
      top: 48px;
      right: 0;
      bottom: 0;
      left: 0;
      z-index: 7;
      display: block;
      background: #0007;
    }
  }
`;

import { css } from 'lit';

/** Styles of `<footage-viewer>`: one column, or player and list side by side where there is room. */
export const viewerStyles = css`
  :host {
    display: block;
    overflow: hidden;
    border: 1px solid var(--hub-line);
    border-radius: var(--hub-radius);
    background: var(--hub-surface);
    color: var(--hub-text);
    font: 13px / 1.55 var(--hub-font);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 10px;
    padding: 10px 14px;
    border-bottom: 1px solid var(--hub-line);
  }
  header b {
    font-size: 14px;
    font-weight: 600;
  }
  .tag {
    align-self: center;
    padding: 0 7px;
    border-radius: 4px;
    background: var(--hub-accent-soft);
    color: var(--hub-accent);
    font-size: 11px;
    line-height: 18px;
    white-space: nowrap;
  }
  .muted {
    color: var(--hub-text-3);
    font-variant-numeric: tabular-nums;
  }
  .side {
    min-width: 0;
    border-top: 1px solid var(--hub-line);
  }
  .title {
    display: flex;
    justify-content: space-between;
    margin: 0;
    padding: 8px 12px;
    border-bottom: 1px solid var(--hub-line);
    color: var(--hub-text-2);
    font-size: 12px;
    font-weight: 600;
    line-height: 18px;
  }
  .title span {
    color: var(--hub-text-3);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  :host([wide]) .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 320px;
    align-items: start;
  }
  :host([wide]) .side {
    position: relative;
    align-self: stretch;
    border-top: 0;
    border-left: 1px solid var(--hub-line);
  }
  :host([wide]) footage-clips {
    position: absolute;
    top: 35px;
    bottom: 0;
    left: 0;
    right: 0;
    overflow: auto;
  }
  footer {
    padding: 5px 14px;
    border-top: 1px solid var(--hub-line);
    color: var(--hub-text-3);
    font-size: 11px;
    line-height: 16px;
  }
  .banner {
    margin: 0;
    padding: 5px 14px;
    background: var(--hub-warn-soft);
    color: var(--hub-warn);
    font-size: 12px;
  }
  .message {
    display: grid;
    justify-items: center;
    gap: 4px;
    padding: 56px 24px;
    color: var(--hub-text-2);
    text-align: center;
  }
  .message b {
    color: var(--hub-text);
    font-size: 14px;
    font-weight: 600;
  }
  .message.bad b {
    color: var(--hub-bad);
  }
  .message button {
    margin-top: 10px;
    padding: 5px 16px;
    border: 1px solid var(--hub-line-strong);
    border-radius: var(--hub-radius-small);
    background: var(--hub-surface);
    color: var(--hub-text);
    font: inherit;
    cursor: pointer;
  }
  .message button:focus-visible {
    outline: 2px solid var(--hub-accent);
    outline-offset: 2px;
  }
  .bone {
    height: 48px;
    margin: 12px;
    border-radius: 5px;
    background: var(--hub-sunken);
    animation: breathe 1.4s ease-in-out infinite alternate;
  }
  .bone.screen {
    height: 0;
    padding-top: 56%;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bone {
      animation: none;
    }
  }
`;

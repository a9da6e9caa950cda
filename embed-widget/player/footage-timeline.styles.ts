import { css } from 'lit';

/** Styles of `<footage-timeline>`: names at the left, lanes on one scale, milestones as lines through all of them. */
export const timelineStyles = css`
  :host {
    display: block;
    padding: 6px 10px 8px;
    border-top: 1px solid var(--hub-line);
    color: var(--hub-text-3);
    font-size: 11px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
  }
  .row {
    display: grid;
    grid-template-columns: 76px minmax(0, 1fr);
    gap: 8px;
    align-items: center;
  }
  .row > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row.main > span {
    color: var(--hub-text);
    font-weight: 600;
  }
  .scale {
    position: relative;
    height: 24px;
  }
  .scale button {
    position: absolute;
    top: 0;
    min-width: 24px;
    max-width: 9em;
    height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--hub-text-2);
    font: inherit;
    white-space: nowrap;
    transform: translateX(-50%);
    cursor: pointer;
  }
  .scale button.start {
    transform: none;
  }
  .scale button.end {
    transform: translateX(-100%);
  }
  .scale button:hover {
    color: var(--hub-accent);
  }
  button:focus-visible,
  .lane:focus-visible {
    outline: 2px solid var(--hub-accent);
    outline-offset: -2px;
  }
  .lane {
    position: relative;
    height: 24px;
    overflow: hidden;
    border-radius: 3px;
    background: var(--hub-sunken);
    cursor: pointer;
  }
  .lane + .lane {
    margin-top: 3px;
  }
  .lane > * {
    position: absolute;
    top: 0;
    bottom: 0;
    pointer-events: none;
  }
  .clip {
    top: 9px;
    bottom: 9px;
    border-radius: 2px;
    background: var(--hub-field-line);
  }
  .linked {
    top: 6px;
    bottom: 6px;
    min-width: 2px;
    border-radius: 2px;
    background: var(--hub-accent);
    opacity: 0.55;
  }
  .main .linked {
    opacity: 1;
  }
  .tick {
    width: 1px;
    background: var(--hub-text-3);
    opacity: 0.5;
  }
  .mark {
    width: 3px;
    margin-left: -1px;
    background: var(--hub-warn);
  }
  .now {
    width: 2px;
    margin-left: -1px;
    background: var(--hub-bad);
  }
  .flag {
    color: var(--hub-warn);
    font-size: 12px;
    line-height: 24px;
  }
`;

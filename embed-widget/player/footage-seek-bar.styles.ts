import { css } from 'lit';

/** Styles of `<footage-seek-bar>`. */
export const seekBarStyles = css`
  :host {
    display: block;
    position: relative;
    padding: 20px 12px 0;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
  }
  :host([bare]) {
    padding-top: 6px;
  }
  .bar {
    position: relative;
    height: 20px;
    cursor: pointer;
    outline: none;
    border-radius: 4px;
  }
  .bar:focus-visible {
    box-shadow: 0 0 0 2px var(--hub-accent);
  }
  .bar > * {
    position: absolute;
    pointer-events: none;
  }
  .rail,
  .buffered,
  .progress {
    top: 8px;
    height: 4px;
    border-radius: 2px;
  }
  .rail {
    left: 0;
    width: 100%;
    background: var(--hub-line-strong);
    opacity: 0.7;
  }
  .buffered {
    background: var(--hub-text-3);
    opacity: 0.35;
  }
  .progress {
    left: 0;
    background: var(--hub-text-2);
  }
  .segment {
    top: 5px;
    height: 10px;
    box-sizing: border-box;
    min-width: 3px;
    border: 1px solid var(--hub-accent);
    border-radius: 3px;
    background: var(--hub-accent-line);
  }
  .done {
    top: 5px;
    height: 10px;
    border-radius: 3px;
    background: var(--hub-accent);
  }
  .tick {
    top: 1px;
    width: 0;
    height: 18px;
    border-left: 1.5px solid var(--hub-text);
    opacity: 0.75;
  }
  .handle {
    top: 3px;
    width: 14px;
    height: 14px;
    margin-left: -7px;
    box-sizing: border-box;
    border: 2px solid var(--hub-surface);
    border-radius: 50%;
    background: var(--hub-accent);
    box-shadow: 0 0 0 1px var(--hub-accent);
  }
  .labels {
    position: absolute;
    top: 3px;
    left: 12px;
    right: 12px;
    height: 16px;
    font-size: 11px;
    line-height: 16px;
    color: var(--hub-text-2);
  }
  .labels button {
    position: absolute;
    margin: 0 0 0 -2px;
    padding: 0 2px;
    border: 0;
    border-radius: 3px;
    background: none;
    color: inherit;
    font: inherit;
    white-space: nowrap;
    cursor: pointer;
  }
  .labels button.end {
    transform: translateX(-100%);
    margin-left: 3px;
  }
  .labels button:hover {
    color: var(--hub-accent);
  }
  .labels button:focus-visible {
    outline: 2px solid var(--hub-accent);
  }
  .preview {
    bottom: 22px;
    transform: translateX(-50%);
    padding: 2px 7px;
    border-radius: 4px;
    background: var(--hub-text);
    color: var(--hub-surface);
    font-size: 11px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    z-index: 1;
  }
  .preview i {
    display: block;
    margin: 0 -5px 2px;
    border-radius: 3px;
  }
`;

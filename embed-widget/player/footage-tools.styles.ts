import { css } from 'lit';

/** Styles of `<footage-tools>`: a quiet row of words below the controls. */
export const toolsStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    padding: 0 8px 8px;
    color: var(--hub-text-3);
    font-size: 12px;
    line-height: 18px;
  }
  button {
    padding: 2px 9px;
    border: 1px solid var(--hub-line);
    border-radius: var(--hub-radius-small);
    background: none;
    color: var(--hub-text-2);
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    border-color: var(--hub-line-strong);
    color: var(--hub-text);
  }
  button:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--hub-accent);
    outline-offset: -1px;
  }
  form {
    display: flex;
    flex: 1 1 200px;
    gap: 4px;
  }
  input {
    flex: 1;
    min-width: 0;
    padding: 2px 8px;
    border: 1px solid var(--hub-field-line);
    border-radius: var(--hub-radius-small);
    background: var(--hub-surface);
    color: var(--hub-text);
    font: inherit;
  }
  textarea {
    position: fixed;
    opacity: 0;
  }
  .said {
    min-width: 0;
    padding: 0 4px;
    overflow: hidden;
    text-overflow: ellipsis;
    overflow-wrap: anywhere;
  }
  .said.bad {
    color: var(--hub-bad);
  }
  ul {
    display: flex;
    flex: 1 0 100%;
    flex-wrap: wrap;
    gap: 4px;
    margin: 2px 0 0;
    padding: 0;
    list-style: none;
  }
  li button {
    border-color: transparent;
    background: var(--hub-warn-soft);
    color: var(--hub-text);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
    text-align: left;
  }
`;

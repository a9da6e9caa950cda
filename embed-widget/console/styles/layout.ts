import { css } from 'lit';

/** Page header, panels, tables, forms and states, shared by the pages. */
export const layout = css`
  .page {
    display: grid;
    gap: 16px;
    padding: 20px 24px 40px;
    min-width: 0;
  }
  .page > * {
    min-width: 0;
  }
  header.top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    min-height: 32px;
  }
  h1 {
    font-size: 18px;
    font-weight: 600;
    line-height: 26px;
    letter-spacing: -0.01em;
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 13px;
    font-weight: 600;
    line-height: 20px;
    white-space: nowrap;
  }
  h2 .count {
    color: var(--hub-text-3);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .panel {
    border: 1px solid var(--hub-line);
    border-radius: var(--hub-radius);
    background: var(--hub-surface);
    overflow: hidden;
  }
  .panel > h2,
  .panel > .head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 40px;
    padding: 6px 14px;
    border-bottom: 1px solid var(--hub-line);
  }
  .panel > .body {
    padding: 14px;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 13px;
    line-height: 20px;
  }
  th {
    padding: 7px 10px;
    border-bottom: 1px solid var(--hub-line);
    color: var(--hub-text-3);
    font-size: 12px;
    font-weight: 500;
    text-align: left;
    white-space: nowrap;
  }
  td {
    padding: 8px 10px;
    border-bottom: 1px solid var(--hub-line);
    vertical-align: middle;
  }
  thead td {
    padding: 0;
  }
  th:first-child,
  td:first-child {
    padding-left: 14px;
  }
  th:last-child,
  td:last-child {
    padding-right: 14px;
  }
  tbody tr:last-child td {
    border-bottom: 0;
  }
  tbody tr.go {
    cursor: pointer;
  }
  tbody tr.go:hover,
  tbody tr[aria-selected='true'] {
    background: var(--hub-sunken);
  }
  th.right,
  td.right {
    text-align: right;
  }
  .nowrap {
    white-space: nowrap;
  }
  td .cut {
    display: block;
    max-width: 34em;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  input,
  select,
  textarea {
    height: 30px;
    padding: 0 9px;
    border: 1px solid var(--hub-field-line);
    border-radius: 6px;
    background: var(--hub-surface);
    color: var(--hub-text);
    font: 13px / 1.4 var(--hub-font);
  }
  input::placeholder {
    color: var(--hub-text-3);
  }
  input:focus-visible,
  select:focus-visible {
    outline: 2px solid var(--hub-accent);
    outline-offset: -1px;
    border-radius: 6px;
  }
  .segments {
    display: inline-flex;
    padding: 2px;
    border-radius: 7px;
    background: var(--hub-sunken);
  }
  .segments button {
    height: 26px;
    padding: 0 11px;
    border: 0;
    border-radius: 5px;
    background: none;
    color: var(--hub-text-2);
    font: 13px / 1 var(--hub-font);
    white-space: nowrap;
    cursor: pointer;
  }
  .segments button[aria-pressed='true'] {
    background: var(--hub-surface);
    color: var(--hub-text);
    box-shadow: 0 0 0 1px var(--hub-line-strong);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(170px, 1fr));
    gap: 12px 18px;
  }
  .facts dt {
    color: var(--hub-text-3);
    font-size: 12px;
    line-height: 18px;
  }
  .facts dd {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .state {
    display: grid;
    justify-items: center;
    gap: 4px;
    padding: 48px 24px;
    color: var(--hub-text-2);
    text-align: center;
  }
  .state b {
    color: var(--hub-text);
    font-weight: 600;
  }
  .state .button {
    margin-top: 10px;
  }
  .bones {
    display: grid;
    gap: 12px;
    padding: 16px 14px;
  }
  .bone {
    height: 14px;
    border-radius: 4px;
    background: var(--hub-sunken);
    animation: breathe 1.3s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
  .more {
    display: flex;
    justify-content: center;
    padding: 10px;
    border-top: 1px solid var(--hub-line);
  }
  mark {
    border-radius: 2px;
    background: var(--hub-mark);
    color: var(--hub-text);
  }
  @media (max-width: 720px) {
    .page {
      gap: 12px;
      padding: 14px 12px 32px;
    }
    .wide {
      display: none !important;
    }
    .filters > * {
      flex: 1 1 auto;
    }
    td .cut {
      max-width: 44vw;
    }
    /* What a row is about is told whole; the line below it is on the page it leads to as well. */
    td a.cut {
      max-width: none;
      white-space: normal;
    }
  }
`;

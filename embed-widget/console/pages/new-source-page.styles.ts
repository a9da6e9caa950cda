import { css } from 'lit';

export const newSourcePageStyles = css`
  ol.way {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ol.way button {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    height: 30px;
    padding: 0 11px 0 6px;
    border: 0;
    border-radius: 15px;
    background: none;
    color: var(--hub-text-3);
    font: 13px / 1 var(--hub-font);
    cursor: pointer;
  }
  ol.way button[disabled] {
    cursor: default;
  }
  ol.way b {
    display: inline-grid;
    place-items: center;
    width: 20px;
    height: 20px;
    border-radius: 50%;
    background: var(--hub-sunken);
    font-size: 12px;
  }
  ol.way button:not([disabled]) {
    color: var(--hub-text-2);
  }
  ol.way .done b {
    background: var(--hub-good-soft);
    color: var(--hub-good);
  }
  ol.way [aria-current='step'] {
    background: var(--hub-accent-soft);
    color: var(--hub-accent);
    font-weight: 600;
  }
  ol.way [aria-current='step'] b {
    background: var(--hub-accent);
    color: var(--hub-on-accent);
  }
  .step {
    display: grid;
    gap: 16px;
    padding: 16px;
    min-width: 0;
  }
  .step > h2 {
    margin: 4px 0 -8px;
    font-size: 14px;
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(270px, 100%), 1fr));
    gap: 10px;
  }
  .card {
    display: grid;
    align-content: start;
    gap: 6px;
    padding: 12px 14px;
    border: 1px solid var(--hub-line);
    border-radius: var(--hub-radius);
    background: var(--hub-surface);
    color: var(--hub-text);
    font: 13px / 1.5 var(--hub-font);
    text-align: left;
    cursor: pointer;
  }
  .card:hover,
  .card[aria-pressed='true'] {
    border-color: var(--hub-accent);
  }
  .card[aria-pressed='true'] {
    box-shadow: 0 0 0 1px var(--hub-accent);
  }
  .card span.about {
    display: -webkit-box;
    overflow: hidden;
    color: var(--hub-text-2);
    font-size: 12px;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 10px 14px;
  }
  .row label {
    display: grid;
    gap: 4px;
    min-width: 0;
    font-weight: 500;
  }
  .row label input {
    width: 240px;
    max-width: 100%;
  }
  .step > .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding-top: 14px;
    border-top: 1px solid var(--hub-line);
  }
  p[role='alert'] b {
    display: block;
  }
  input[aria-invalid='true'] {
    border-color: var(--hub-bad);
  }
  summary {
    cursor: pointer;
  }
  details li {
    padding: 3px 14px;
    overflow-wrap: anywhere;
  }
  dl.facts dd {
    font-weight: 500;
  }
  @media (max-width: 720px) {
    ol.way button span {
      display: none;
    }
    ol.way button {
      padding: 0 5px;
    }
    ol.way [aria-current='step'] span {
      display: inline;
    }
    .step {
      padding: 12px;
    }
  }
`;

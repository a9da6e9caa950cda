import { css } from 'lit';

export const viewerStyles = css`
  :host {
    display: block;
    max-width: 68rem;
    margin: 0 auto;
    padding: 1.25rem 1rem 4rem;
    font: 15px/1.55 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
    color: var(--hub-text);
  }
  h1 { font-size: 1.5rem; margin: 0 0 0.25rem; }
  h2 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; overflow-wrap: anywhere; }
  small { color: var(--hub-text-2); font-weight: normal; font-size: 0.86em; }
  .choose { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; }
  .button, button {
    display: inline-block;
    padding: 0.5rem 0.9rem;
    border: 1px solid var(--hub-line);
    border-radius: var(--hub-radius);
    background: var(--hub-raised);
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .button:focus-within, button:focus-visible { outline: 2px solid var(--hub-accent); outline-offset: 2px; }
  .button input { position: absolute; width: 1px; height: 1px; opacity: 0; }
  .verdict {
    padding: 0.9rem 1rem;
    border-radius: var(--hub-radius);
    background: var(--hub-sunken);
    font-size: 1.05rem;
    font-weight: 600;
  }
  .verdict.good { background: var(--hub-good-soft); color: var(--hub-good); }
  .verdict.bad { background: var(--hub-bad-soft); color: var(--hub-bad); }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.25rem; margin: 0; }
  dt { color: var(--hub-text-2); }
  dd { margin: 0; overflow-wrap: anywhere; }
  code { font-family: var(--hub-mono); font-size: 0.88em; overflow-wrap: anywhere; }
  .files { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--hub-line); }
  .files li { display: flex; gap: 0.75rem; align-items: center; padding: 0.6rem 0; border-bottom: 1px solid var(--hub-line); }
  .files .name { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  .files .name small { display: block; }
  .files .name b { color: var(--hub-bad); }
  .mark { width: 1.5em; text-align: center; font-weight: 700; color: var(--hub-text-2); }
  .good .mark { color: var(--hub-good); }
  .bad .mark { color: var(--hub-bad); }
  .player video, .player img { width: 100%; max-height: 70vh; background: #000; border-radius: var(--hub-radius); }
  details { margin-top: 1.5rem; }
  summary { cursor: pointer; font-weight: 600; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; font-size: 0.85rem; }
  th, td { text-align: start; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--hub-line); }
  td { max-width: 28rem; overflow-wrap: anywhere; }
  @media (max-width: 600px) {
    dl { grid-template-columns: 1fr; gap: 0 0; }
    dd { margin-bottom: 0.5rem; }
    .files li { flex-wrap: wrap; }
  }
`;

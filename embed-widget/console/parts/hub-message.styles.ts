import { css } from 'lit';

export const messageStyles = css`
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
    padding: 8px 14px;
    border-bottom: 1px solid var(--hub-line);
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .why {
    display: grid;
    gap: 2px;
    padding: 10px 14px;
    border-bottom: 1px solid var(--hub-line);
    background: var(--hub-bad-soft);
    overflow-wrap: anywhere;
  }
  .panes {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 1px;
    background: var(--hub-line);
  }
  .pane {
    display: flex;
    flex-direction: column;
    min-width: 0;
    background: var(--hub-surface);
  }
  h3 {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
    padding: 4px 14px;
    font-size: 12px;
    font-weight: 600;
    white-space: nowrap;
  }
  .pane .note {
    padding: 0 14px 8px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  pre {
    flex: 1;
    margin: 0;
    padding: 4px 14px 12px;
    max-height: 460px;
    overflow: auto;
    white-space: pre-wrap;
    word-break: break-all;
    line-height: 1.6;
  }
  mark.misfit {
    background: var(--hub-bad-soft);
    color: var(--hub-bad);
    font-weight: 600;
  }
  .rows {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 400;
  }
  .rows input {
    width: 5em;
    height: 26px;
  }
  textarea {
    display: block;
    width: calc(100% - 28px);
    height: 300px;
    margin: 4px 14px 10px;
    padding: 8px;
    resize: vertical;
    font: 12px / 1.6 var(--hub-mono);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 10px 14px;
  }
  .panel > h2 {
    flex-wrap: wrap;
  }
  @media (max-width: 1180px) {
    .panes {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media (max-width: 720px) {
    .panes {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

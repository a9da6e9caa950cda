import { css } from 'lit';

export const hubMappingBenchStyles = css`
  :host {
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .chip {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  button.chip {
    border: 0;
    font-family: inherit;
    cursor: pointer;
  }
  .sides {
    display: grid;
    gap: 12px;
    height: 520px;
    min-width: 0;
  }
  .sides.both {
    grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
  }
  .sides > * {
    --yaml-editor-height: 520px;
    min-width: 0;
    min-height: 0;
  }
  hub-field-table {
    border: 1px solid var(--hub-line-strong);
    border-radius: var(--hub-radius-small);
  }
  .problems {
    display: grid;
    gap: 2px;
  }
  .problems li {
    display: flex;
    align-items: baseline;
    gap: 8px;
  }
  .problems span {
    overflow-wrap: anywhere;
    min-width: 0;
  }
  .problems b,
  p b {
    margin-left: 8px;
    color: var(--hub-text);
  }
  .sample {
    display: grid;
    gap: 8px;
    min-width: 0;
  }
  pre {
    margin: 0;
    padding: 10px 12px;
    max-height: 380px;
    overflow: auto;
    border: 1px solid var(--hub-line);
    border-radius: var(--hub-radius-small);
    background: var(--hub-bg);
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  @media (max-width: 899px) {
    .sides.both {
      grid-template-columns: minmax(0, 1fr);
      height: auto;
    }
    .sides.both > * {
      --yaml-editor-height: 380px;
      max-height: 420px;
    }
  }
`;

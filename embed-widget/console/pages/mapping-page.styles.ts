import { css } from 'lit';

export const mappingPageStyles = css`
  .body {
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .body > * {
    min-width: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .row input {
    flex: 1 1 220px;
    min-width: 0;
    max-width: 420px;
  }
  li.version {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    padding: 8px 14px;
    border-bottom: 1px solid var(--hub-line);
  }
  li.version:last-child {
    border-bottom: 0;
  }
  li.version .grow {
    flex-basis: 180px;
    overflow-wrap: anywhere;
  }
`;

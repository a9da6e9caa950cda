import { css } from 'lit';

export const deadLettersPageStyles = css`
  .columns {
    display: grid;
    gap: 16px;
    align-items: start;
  }
  .detail {
    display: grid;
    gap: 16px;
    min-width: 0;
    order: -1;
  }
  button.plain {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: left;
    cursor: pointer;
  }
  tr[aria-selected='true'] td:first-child {
    box-shadow: inset 3px 0 0 var(--hub-accent);
  }
`;

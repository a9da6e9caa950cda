import { css } from 'lit';

export const deadLettersPageStyles = css`
  .columns {
    display: grid;
    gap: 16px;
    align-items: start;
  }
  .columns.split {
    grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr);
  }
  .split .wide {
    display: none;
  }
  .detail {
    display: grid;
    gap: 16px;
    min-width: 0;
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
  @media (max-width: 1080px) {
    .columns.split {
      grid-template-columns: minmax(0, 1fr);
    }
    .detail {
      order: -1;
    }
  }
`;

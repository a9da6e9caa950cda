import { css } from 'lit';

export const mappingChoiceStyles = css`
      :host {
        display: grid;
        gap: 14px;
        min-width: 0;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 10px 14px;
      }
      label {
        display: grid;
        gap: 4px;
        min-width: 0;
        font-weight: 500;
      }
      select,
      input {
        max-width: 100%;
      }
    `;

import { css } from 'lit';

/** A form of labelled fields side by side, as many as there is room for, and a row of buttons under them. */
export const fieldForm = css`
  form {
    display: grid;
    gap: 14px;
    padding: 14px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr));
    gap: 14px 20px;
  }
  .fields > label {
    display: grid;
    align-content: start;
    gap: 4px;
    font-weight: 500;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
`;

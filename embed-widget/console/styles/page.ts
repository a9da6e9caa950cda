import { css } from 'lit';

/** The document itself. */
export const page = css`
  html,
  body {
    margin: 0;
    min-height: 100%;
    background: var(--hub-bg);
    color: var(--hub-text);
    -webkit-font-smoothing: antialiased;
    text-rendering: optimizeLegibility;
  }
`;

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
  /* What has the focus is not hidden under the bars of a telephone. */
  @media (max-width: 720px) {
    html {
      scroll-padding: 56px 0 72px;
    }
  }
`;

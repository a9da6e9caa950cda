import { css } from 'lit';

/** The editor with its foot, and what is said about it. */
export const rulesPageStyles = css`
  hub-yaml-editor {
    --yaml-editor-height: min(56vh, 620px);
    border: 0;
    border-radius: 0;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 10px 14px;
    border-top: 1px solid var(--hub-line);
  }
  .foot input {
    flex: 1 1 160px;
    min-width: 0;
  }
  .problems {
    padding: 8px 14px;
    border-top: 1px solid var(--hub-line);
    background: var(--hub-bad-soft);
  }
  .notice {
    padding: 9px 14px;
    border-radius: var(--hub-radius-small);
    background: var(--hub-good-soft);
  }
  .notice.bad {
    background: var(--hub-bad-soft);
  }
  .sure {
    background: var(--hub-warn-soft);
  }
`;

import { css } from 'lit';

export const uploadPageStyles = css`
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(210px, 100%), 1fr));
    gap: 12px 16px;
    align-items: end;
  }
  .fields label {
    display: grid;
    gap: 4px;
    color: var(--hub-text-2);
  }
  .fields label.check {
    display: flex;
    gap: 8px;
    align-items: center;
    height: 30px;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    gap: 4px 12px;
    align-items: center;
    padding: 10px 14px;
    border-top: 1px solid var(--hub-line);
  }
  li:first-child {
    border-top: 0;
  }
  li > .times,
  li > progress,
  li > p {
    grid-column: 1 / -1;
  }
  .times {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
  }
  .times label {
    color: var(--hub-text-2);
  }
  .acts {
    display: flex;
    gap: 6px;
  }
  progress {
    width: 100%;
    height: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--hub-sunken);
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: var(--hub-sunken);
  }
  progress::-webkit-progress-value {
    background: var(--hub-accent);
  }
  progress.done::-webkit-progress-value {
    background: var(--hub-good);
  }
  input[type='file'] {
    position: absolute;
    width: 1px;
    height: 1px;
    padding: 0;
    border: 0;
    opacity: 0;
  }
  input[type='file']:focus-visible + .button {
    outline: 2px solid var(--hub-accent);
  }
`;

import { css } from 'lit';

export const reviewPageStyles = css`
  .columns {
    display: grid;
    grid-template-columns: 240px minmax(0, 1fr);
    gap: 16px;
    align-items: start;
  }
  .actions {
    display: flex;
    gap: 8px;
  }
  .notice {
    padding: 8px 14px;
    border-radius: var(--hub-radius-small);
    background: var(--hub-warn-soft);
  }
  .notice.bad {
    background: var(--hub-bad-soft);
  }
  .mine {
    display: grid;
    gap: 16px;
    min-width: 0;
  }
  .queue {
    max-height: calc(100vh - 110px);
    overflow: auto;
  }
  .decided li {
    display: flex;
    gap: 8px;
    padding: 5px 12px;
    font-size: 12px;
  }
  .queue button {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 8px;
    width: 100%;
    padding: 8px 12px;
    border: 0;
    border-bottom: 1px solid var(--hub-line);
    background: none;
    color: inherit;
    font: 12px / 18px var(--hub-font);
    text-align: left;
    cursor: pointer;
  }
  .queue b {
    font-size: 13px;
    font-weight: 500;
  }
  .queue button:hover {
    background: var(--hub-sunken);
  }
  .queue button[aria-current='true'] {
    background: var(--hub-accent-soft);
    box-shadow: inset 3px 0 0 var(--hub-accent);
  }
  .pair,
  .sides {
    display: grid;
    gap: 16px;
    min-width: 0;
  }
  .sides {
    grid-template-columns: minmax(0, 0.8fr) minmax(0, 1.2fr);
    align-items: start;
  }
  .sides .facts {
    grid-template-columns: 1fr 1fr;
    margin-top: 10px;
  }
  .sides dl.body {
    margin-top: 0;
  }
  footage-player {
    border: 0;
    border-radius: 0;
    border-bottom: 1px solid var(--hub-line);
  }
  .milestones {
    margin: 14px 0 0;
    padding: 0 0 0 14px;
    list-style: none;
    border-left: 2px solid var(--hub-line);
  }
  .milestones li {
    position: relative;
    display: flex;
    justify-content: space-between;
    padding: 3px 0;
    color: var(--hub-text-2);
    font-size: 12px;
  }
  .milestones li::before {
    content: '';
    position: absolute;
    top: 10px;
    left: -18px;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--hub-accent);
  }
  @media (max-width: 1080px) {
    .columns,
    .sides {
      grid-template-columns: minmax(0, 1fr);
    }
    .queue {
      max-height: 190px;
    }
  }
  @media (max-width: 720px) {
    .actions {
      position: fixed;
      z-index: 5;
      right: 0;
      bottom: 0;
      left: 0;
      padding: 10px 12px calc(10px + env(safe-area-inset-bottom));
      border-top: 1px solid var(--hub-line);
      background: var(--hub-surface);
    }
    .actions .button {
      flex: 1;
      height: 40px;
      padding: 0 6px;
    }
    .actions kbd {
      display: none;
    }
    .page {
      padding-bottom: 84px;
    }
    .mine {
      order: 2;
    }
  }
`;

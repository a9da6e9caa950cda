import { css } from 'lit';

/** Two columns of a page about one thing: the picture, and what is known beside it. */
export const recordPageStyles = css`
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 340px;
    gap: 16px;
    align-items: start;
  }
  .column {
    display: grid;
    gap: 16px;
    min-width: 0;
  }
  .column > * {
    min-width: 0;
  }
  .player footage-player {
    border: 0;
    border-bottom: 1px solid var(--hub-line);
    border-radius: 0;
  }
  .player footage-event {
    border-bottom: 1px solid var(--hub-line);
  }
  footage-clips {
    max-height: 420px;
    overflow: auto;
  }
  .facts.body {
    grid-template-columns: 1fr 1fr;
  }
  .related {
    display: grid;
    gap: 8px;
    padding: 12px 14px;
  }
  .related li {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: 12px;
    white-space: nowrap;
  }
  .related li.two {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 4px 8px;
    font-size: 13px;
  }
  .related li.two > :nth-child(even) {
    justify-self: end;
  }
  .related li.two + li.two {
    padding-top: 8px;
    border-top: 1px solid var(--hub-line);
  }
  @media (max-width: 1080px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

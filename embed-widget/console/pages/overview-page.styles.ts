import { css } from 'lit';

export const overviewStyles = css`
  .figures {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: 12px;
  }
  .figure {
    display: grid;
    gap: 2px;
    padding: 12px 14px;
    font-size: 12px;
  }
  a.figure:hover {
    border-color: var(--hub-line-strong);
  }
  .figure b {
    font-size: 24px;
    font-weight: 600;
    line-height: 32px;
    letter-spacing: -0.02em;
  }
  .figure > :last-child {
    min-height: 19px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .rail {
    display: block;
    height: 6px;
    align-self: center;
    border-radius: 3px;
    background: var(--hub-sunken);
    overflow: hidden;
  }
  .figure .rail {
    margin-top: 7px;
  }
  .rail i {
    display: block;
    height: 100%;
    border-radius: 3px;
    background: var(--hub-accent);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1.9fr) minmax(0, 1fr);
    gap: 16px;
    align-items: start;
  }
  .columns.single {
    grid-template-columns: minmax(0, 1fr);
  }
  .column {
    display: grid;
    gap: 16px;
    min-width: 0;
  }
  .rates {
    padding: 8px 6px;
  }
  .rates a {
    display: grid;
    grid-template-columns: 118px minmax(40px, 1fr) 40px 92px;
    gap: 8px;
    align-items: center;
    padding: 5px 8px;
    border-radius: 6px;
    font-size: 12px;
  }
  .rates a:hover {
    background: var(--hub-sunken);
  }
  .rates b,
  .rates .muted {
    text-align: right;
    white-space: nowrap;
  }
  .rows a {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 36px;
    padding: 4px 14px;
    border-bottom: 1px solid var(--hub-line);
  }
  .rows li:last-child a {
    border-bottom: 0;
  }
  .rows a:hover {
    background: var(--hub-sunken);
  }
  .rows .num,
  .rows .soft {
    flex: none;
  }
  .rows .muted,
  .rows .soft {
    font-size: 12px;
    white-space: nowrap;
  }
  .fresh a {
    animation: arrive 2.4s ease-out;
  }
  @keyframes arrive {
    from {
      background: var(--hub-accent-soft);
      box-shadow: inset 3px 0 0 var(--hub-accent);
    }
  }
  header .dot {
    margin-right: 4px;
  }
  .pulse {
    animation: pulse 2s ease-out infinite;
  }
  @keyframes pulse {
    from {
      box-shadow: 0 0 0 0 var(--hub-good);
    }
    to {
      box-shadow: 0 0 0 6px transparent;
    }
  }
  @media (max-width: 1080px) {
    .figures {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .figures a:nth-child(5) {
      grid-column: 1 / -1;
    }
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

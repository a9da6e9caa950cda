import { css } from 'lit';

export const searchPageStyles = css`
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 230px;
    gap: 16px;
    align-items: start;
  }
  .results li + li {
    border-top: 1px solid var(--hub-line);
  }
  .hit {
    display: grid;
    gap: 3px;
    padding: 11px 14px;
  }
  .hit:hover {
    background: var(--hub-sunken);
  }
  .hit .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .hit .name {
    font-weight: 600;
  }
  .hit .line > .muted,
  .hit .line > .soft {
    flex: none;
    font-size: 12px;
  }
  .hit .line > .cut {
    flex: 0 1 auto;
    min-width: 0;
  }
  .hit .passage {
    color: var(--hub-text-2);
    font-size: 12px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .related {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 3px;
  }
  .related a:hover {
    color: var(--hub-accent);
  }
  .problem {
    padding: 8px 14px;
    border-bottom: 1px solid var(--hub-line);
    background: var(--hub-warn-soft);
  }
  .facets {
    display: grid;
    gap: 12px;
  }
  .facets ul {
    padding: 5px;
  }
  .facets button {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    width: 100%;
    padding: 4px 9px;
    border: 0;
    border-radius: 5px;
    background: none;
    color: inherit;
    font: inherit;
    text-align: left;
    cursor: pointer;
  }
  .facets button:hover {
    background: var(--hub-sunken);
  }
  .facets button[aria-pressed='true'] {
    background: var(--hub-accent-soft);
    color: var(--hub-accent);
  }
  @media (max-width: 900px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .facets {
      order: -1;
      display: flex;
      overflow-x: auto;
      gap: 8px;
    }
    .facets .panel {
      flex: none;
      min-width: 150px;
    }
  }
`;

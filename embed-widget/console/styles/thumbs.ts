import { css } from 'lit';

/** A small picture beside a name. */
export const thumbs = css`
  .clip {
    display: flex;
    align-items: center;
    gap: 10px;
    min-width: 0;
  }
  .thumb {
    display: grid;
    flex: none;
    place-items: center;
    width: 64px;
    height: 36px;
    overflow: hidden;
    border-radius: 4px;
    background: #10151d;
    color: #8592a5;
  }
  .thumb img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
`;

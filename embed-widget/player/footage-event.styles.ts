import { css } from 'lit';

/** Styles of `<footage-event>`: its parts under each other, without a frame of its own. */
export const eventStyles = css`
  :host {
    display: block;
    min-width: 0;
    color: var(--hub-text);
    font: 13px / 1.55 var(--hub-font);
  }
  footage-document + footage-tools,
  footage-picture + footage-tools {
    padding-top: 8px;
  }
  footage-player {
    min-width: 0;
    border: 0;
    border-radius: 0;
  }
`;

import { css } from 'lit';

/** Styles of `<footage-camera>`: a small picture with who carries it, and a button for its sound. */
export const cameraStyles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
    overflow: hidden;
    border-radius: var(--hub-radius-small);
    background: #05070a;
    color: #e7ebf1;
    font-size: 11px;
    line-height: 16px;
  }
  .picture {
    position: relative;
    display: block;
    width: 100%;
    padding: 56.25% 0 0;
    border: 0;
    background: none;
    color: #abb5c4;
    font: inherit;
    cursor: pointer;
  }
  .picture:focus-visible,
  .sound:focus-visible {
    outline: 2px solid var(--hub-accent);
    outline-offset: -2px;
  }
  video,
  .cover {
    position: absolute;
    top: 0;
    left: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .cover {
    display: grid;
    place-content: center;
    justify-items: center;
    box-sizing: border-box;
    padding: 4px 8px 20px;
    overflow: hidden;
    text-align: center;
  }
  img.cover {
    padding: 0;
  }
  .says {
    position: absolute;
    top: 0;
    left: 0;
    right: 0;
    box-sizing: border-box;
    padding: 2px 7px;
    background: #0b0e13b8;
    color: #e7ebf1;
    text-align: left;
  }
  .cover.says {
    padding: 4px 8px 20px;
    background: #1b222d;
    color: #b9c2cf;
    text-align: center;
  }
  .gap {
    background: repeating-linear-gradient(135deg, #0d1117 0 8px, #151b24 8px 16px);
  }
  /* Read aloud before what stands over the picture. */
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .name {
    position: absolute;
    left: 0;
    right: 0;
    bottom: 0;
    padding: 2px 30px 2px 7px;
    background: #0b0e13b8;
    line-height: 20px;
    overflow: hidden;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
    pointer-events: none;
  }
  .sound {
    position: absolute;
    right: 0;
    bottom: 0;
    display: grid;
    place-items: center;
    width: 28px;
    height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: #e7ebf1;
    cursor: pointer;
  }
  .sound svg {
    width: 14px;
    height: 14px;
  }
  .sound[aria-pressed='true'] {
    background: var(--hub-accent);
    color: var(--hub-on-accent);
  }
`;

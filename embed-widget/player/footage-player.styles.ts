import { css } from 'lit';

/** Styles of `<footage-player>`: the picture keeps 16:9, or fills the screen. */
export const playerStyles = css`
  :host {
    position: relative;
    display: block;
    overflow: hidden;
    border-radius: var(--hub-radius);
    border: 1px solid var(--hub-line);
    background: var(--hub-surface);
    outline: none;
  }
  /* Inside and above all: what surrounds a player often cuts off what stands out. */
  :host(:focus-visible)::after {
    content: '';
    position: absolute;
    top: 0;
    right: 0;
    bottom: 0;
    left: 0;
    z-index: 2;
    border: 2px solid var(--hub-accent);
    border-radius: inherit;
    pointer-events: none;
  }
  :host(:fullscreen) {
    display: flex;
    flex-direction: column;
    border: 0;
    border-radius: 0;
  }
  .stage {
    position: relative;
    overflow: hidden;
    background: #05070a;
  }
  .stage::before {
    content: '';
    display: block;
    padding-top: 56.25%;
  }
  .stage.audio::before {
    padding-top: 24%;
  }
  :host(:fullscreen) .stage {
    flex: 1;
  }
  :host(:fullscreen) .stage::before {
    content: none;
  }
  video,
  .sound,
  .stage img {
    position: absolute;
    top: 0;
    left: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .sound {
    display: grid;
    place-content: center;
    color: #abb5c4;
  }
  .sound svg {
    width: 56px;
    height: 56px;
  }
  .start {
    position: absolute;
    top: 50%;
    left: 50%;
    display: grid;
    place-items: center;
    width: 60px;
    height: 60px;
    margin: -30px 0 0 -30px;
    border: 0;
    border-radius: 50%;
    background: #0b0e13b8;
    color: #fff;
    cursor: pointer;
  }
  .start:hover {
    background: var(--hub-accent);
    color: var(--hub-on-accent);
  }
  .start svg {
    width: 26px;
    height: 26px;
  }
`;

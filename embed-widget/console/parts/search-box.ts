import { css, html } from 'lit';
import { icons } from '../icons.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  box: [
    '检索记录与音视频：案件编号、警号、姓名、地址、车牌、关键词……',
    'Records and footage: case number, officer, name, address, plate, words …',
  ],
});

export const searchBoxStyles = css`
  .box {
    display: flex;
    align-items: center;
    gap: 10px;
    height: 44px;
    padding: 0 14px;
    border: 1px solid var(--hub-field-line);
    border-radius: 9px;
    background: var(--hub-surface);
    color: var(--hub-text-3);
  }
  .box:focus-within {
    border-color: var(--hub-accent);
    box-shadow: 0 0 0 3px var(--hub-accent-soft);
  }
  .box input {
    flex: 1;
    min-width: 0;
    height: 100%;
    padding: 0;
    border: 0;
    background: none;
    font-size: 15px;
    outline: none;
  }
`;

/** The one box for records and footage. `onAsk` gets what was written, trimmed. */
export const searchBox = (value: string, onAsk: (asked: string) => void): unknown => {
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    onAsk(String(new FormData(event.target as HTMLFormElement).get('q')).trim());
  };
  return html`<form class="box" role="search" @submit=${onSubmit}>
    ${icons.search}<input type="search" name="q" aria-label=${text.box} placeholder=${text.box} .value=${value} autocomplete="off" spellcheck="false">
    <kbd class="wide">↵</kbd></form>`;
};

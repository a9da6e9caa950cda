import { css } from 'lit';

export const fieldTableStyles = css`
      :host {
        overflow: auto;
        container-type: inline-size;
      }
      td {
        padding-block: 3px;
        vertical-align: top;
      }
      td.name {
        padding-top: 7px;
        white-space: nowrap;
      }
      td.name small {
        display: block;
        color: var(--hub-text-3);
        font: 11px / 1.3 var(--hub-mono);
      }
      td.name i {
        color: var(--hub-bad);
        font-style: normal;
      }
      tr.list th {
        padding-top: 12px;
        color: var(--hub-text-2);
      }
      input {
        width: 100%;
        min-width: 76px;
        height: 26px;
        padding: 0 6px;
        font: 12px var(--hub-mono);
      }
      .how {
        display: flex;
        gap: 2px;
      }
      .how input {
        flex: 1;
      }
      .how select {
        width: 26px;
        height: 26px;
        padding: 0 2px;
        color: var(--hub-text-3);
      }
      td.value {
        max-width: 190px;
        padding-top: 6px;
        font-size: 12px;
        overflow-wrap: anywhere;
      }
      [aria-invalid='true'] {
        border-color: var(--hub-bad);
      }
      td.value span {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
      @container (max-width: 460px) {
        thead {
          display: none;
        }
        tbody tr:not(.list) {
          display: grid;
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          padding: 6px 0;
          border-bottom: 1px solid var(--hub-line);
        }
        td {
          border: 0;
        }
        td.value {
          max-width: none;
        }
        td:first-child,
        td:last-child {
          padding-inline: 10px;
        }
      }
    `;

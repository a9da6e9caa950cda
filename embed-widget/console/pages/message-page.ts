import { html } from 'lit';
import { definePage } from '../page.ts';
import '../parts/hub-message.ts';
import { readQuery } from '../router.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({ title: ['报文', 'Message'] });

/** One raw message; `?row=` or `?number=` opens it at a row, by itself it opens at the first that does not fit. */
export default definePage({
  path: '/messages/:id',
  right: 'messages.read',
  title: () => text.title,
  render: ({ id }) =>
    html`<div class="page"><header class="top"><h1>${text.title} ${id}</h1></header>
      <hub-message .message=${Number(id)} .row=${Number(readQuery().row ?? -1)} .number=${readQuery().number ?? ''}></hub-message></div>`,
});

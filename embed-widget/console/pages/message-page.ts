import { html } from 'lit';
import { definePage } from '../page.ts';
import '../parts/hub-message.ts';
import { readQuery } from '../router.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({ title: ['报文', 'Message'] });

/** One raw message; `?row=` or `?number=` opens it at a row, by itself it opens at the first that does not fit. */
export default definePage({
  path: '/messages/:id',
  title: () => text.title,
  render: ({ id }) =>
    html`<hub-message style="padding:20px clamp(12px,2vw,24px) 40px" .message=${Number(id)} .row=${Number(readQuery().row ?? -1)} .number=${readQuery().number ?? ''}></hub-message>`,
});

import { html, type TemplateResult } from 'lit';
import { mayOpen } from '../router.ts';

/** What leads to an address of the console; the plain words for those who may not see what is there. */
export const linkTo = (address: string, words: unknown): TemplateResult =>
  mayOpen(address) ? html`<a class="link" href=${address}>${words}</a>` : html`${words}`;

import { html, nothing, type TemplateResult } from 'lit';
import type { Highlight, Hit } from '../../client/search.ts';
import { icons } from '../icons.ts';
import { clockText, deviceSays, kindSays, momentText, officersSay, systemSays } from './says.ts';

/** A text with the found places marked. */
const marked = ({ text, ranges }: Highlight): unknown[] => {
  const parts: unknown[] = [];
  let done = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(done, from), html`<mark>${text.slice(from, to)}</mark>`);
    done = to;
  }
  parts.push(text.slice(done));
  return parts;
};

const addressOf = (type: 'record' | 'footage', id: number | undefined): string =>
  `/${type === 'record' ? 'records' : 'footage'}/${id ?? ''}`;

/** One thing found: what it is, where it matched, and what it is linked to. */
export const searchHit = (hit: Hit): TemplateResult => {
  const title = hit.highlights.find(({ field }) => field === 'title');
  const passages = hit.highlights.filter(({ field }) => field !== 'title');
  const id = hit.type === 'record' ? hit.recordId : hit.footageId;
  return html`<div class="hit">
    <div class="line"><span class="muted">${hit.type === 'record' ? icons.records : icons.footage}</span>
      <a class="name cut" href=${addressOf(hit.type, id)}>${title ? marked(title) : (hit.title ?? hit.externalId)}</a>
      <span class="chip">${hit.type === 'record' ? `${systemSays(hit.system)} · ${kindSays(hit.kind)}` : deviceSays(hit.deviceKind)}</span>
      <span class="grow"></span><span class="muted num wide">${momentText(hit.at).slice(0, 16)}</span></div>
    <div class="line"><span class="soft num">${hit.externalId}</span><span class="muted cut">${[hit.orgName, officersSay(hit.officers)].filter(Boolean).join(' · ')}</span></div>
    ${
      passages.length > 0
        ? html`<p class="passage">${passages.map((passage, i) => html`${i > 0 ? ' … ' : ''}${marked(passage)}`)}</p>`
        : hit.summary
          ? html`<p class="passage">${hit.summary}</p>`
          : nothing
    }
    ${
      hit.related && hit.related.length > 0
        ? html`<div class="related">${hit.related.slice(0, 5).map(
            ({
              type,
              id: relatedId,
              title: name,
              segment,
            }) => html`<a class="chip" href=${addressOf(type, relatedId)}>${type === 'footage' ? icons.play : icons.records}
              ${name ?? relatedId} ${segment?.startSeconds === undefined ? '' : clockText(segment.startSeconds)}</a>`,
          )}</div>`
        : nothing
    }</div>`;
};

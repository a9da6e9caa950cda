import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const icon = (path: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`;

export const icons = {
  overview: icon(
    svg`<rect x="3" y="3" width="6" height="7" rx="1.5"/><rect x="11" y="3" width="6" height="4" rx="1.5"/><rect x="11" y="9.5" width="6" height="7.5" rx="1.5"/><rect x="3" y="12.5" width="6" height="4.5" rx="1.5"/>`,
  ),
  search: icon(svg`<circle cx="9" cy="9" r="5.5"/><path d="M13.2 13.2 17 17"/>`),
  records: icon(svg`<path d="M5 2.8h7l3.5 3.5v11H5zM12 2.8v3.7h3.5M7.5 10h5M7.5 13h5"/>`),
  footage: icon(svg`<rect x="2.5" y="5" width="10.5" height="10" rx="2"/><path d="m13 8.5 4.5-2.3v7.6L13 11.5"/>`),
  upload: icon(svg`<path d="M10 13V3.5M6 7l4-3.7L14 7M3.5 13v3.5h13V13"/>`),
  review: icon(svg`<path d="M3 5h8M3 10h6M3 15h4M12 13.5l2 2 4-4.5"/>`),
  rules: icon(
    svg`<path d="M3 5h7M14 5h3M3 10h3M10 10h7M3 15h9M16 15h1"/><circle cx="12" cy="5" r="1.8"/><circle cx="8" cy="10" r="1.8"/><circle cx="14" cy="15" r="1.8"/>`,
  ),
  sources: icon(
    svg`<ellipse cx="10" cy="5" rx="6.5" ry="2.5"/><path d="M3.5 5v5c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5V5M3.5 10v5c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5v-5"/>`,
  ),
  storage: icon(
    svg`<rect x="3" y="3.5" width="14" height="5.5" rx="1.5"/><rect x="3" y="11" width="14" height="5.5" rx="1.5"/><path d="M6 6.2h.1M6 13.7h.1M9.5 6.2H14M9.5 13.7H14"/>`,
  ),
  mapping: icon(svg`<path d="M3 5h5M3 10h5M3 15h5M12 5h5M12 10h5M12 15h5M8 5c2 0 2 5 4 5M8 15c2 0 2-10 4-10"/>`),
  messages: icon(svg`<path d="M3 4h14v9H9l-3.5 3.5V13H3zM6 7.2h8M6 9.8h5"/>`),
  dead: icon(svg`<path d="M3 5.5h14v9.5H3zM3 6l7 5 7-5"/>`),
  audit: icon(svg`<path d="M10 2.5 4 5v4.5c0 3.7 2.5 6.7 6 8 3.5-1.3 6-4.3 6-8V5zM7.5 10l1.8 1.8L12.8 8"/>`),
  menu: icon(svg`<path d="M3 5.5h14M3 10h14M3 14.5h14"/>`),
  close: icon(svg`<path d="M5 5l10 10M15 5 5 15"/>`),
  sun: icon(
    svg`<circle cx="10" cy="10" r="3.2"/><path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M15.3 4.7l-1.1 1.1M5.8 14.2l-1.1 1.1"/>`,
  ),
  moon: icon(svg`<path d="M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3z"/>`),
  screen: icon(svg`<rect x="2.5" y="3.5" width="15" height="10" rx="1.5"/><path d="M7.5 17h5M10 13.5V17"/>`),
  out: icon(svg`<path d="M12.5 6V3.5h-9v13h9V14M8.5 10h9M14.5 7l3 3-3 3"/>`),
  arrow: icon(svg`<path d="m7.5 4.5 5.5 5.5-5.5 5.5"/>`),
  check: icon(svg`<path d="m4 10.5 4 4 8-9"/>`),
  play: icon(svg`<path d="M6 4v12l10-6z" fill="currentColor"/>`),
  flag: icon(svg`<path d="M5.5 17V3.5M5.5 4h8.5l-2 3.5 2 3.5H5.5"/>`),
  warn: icon(svg`<path d="M10 3.5 2.5 16.5h15zM10 8.5v3.5M10 14.3v.1"/>`),
  audio: icon(svg`<path d="M3 8.5v3M6 6v8M9 3.5v13M12 6.5v7M15 8v4"/>`),
  keys: icon(
    svg`<rect x="2.5" y="5" width="15" height="10" rx="1.5"/><path d="M5.5 8.2h.1M8.5 8.2h.1M11.5 8.2h.1M14.5 8.2h.1M7 11.8h6"/>`,
  ),
  key: icon(svg`<circle cx="6.5" cy="13.5" r="3.5"/><path d="m9 11 7.5-7.5M13 7l2.5 2.5"/>`),
  logo: html`<svg class="logo" viewBox="0 0 28 28" width="26" height="26" aria-hidden="true"><rect width="28" height="28" rx="7" fill="var(--hub-accent)"/><path d="M7 10.5a3.5 3.5 0 0 1 3.5-3.5h2M21 17.5a3.5 3.5 0 0 1-3.5 3.5h-2" fill="none" stroke="var(--hub-on-accent)" stroke-width="2" stroke-linecap="round"/><path d="M11 10.2v7.6l6.5-3.8z" fill="var(--hub-on-accent)"/></svg>`,
} as const;

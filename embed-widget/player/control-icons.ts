import { type SVGTemplateResult, svg } from 'lit';

const icon = (path: SVGTemplateResult): SVGTemplateResult =>
  svg`<svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`;

export const playIcon = icon(
  svg`<path d="M6 3.8v12.4c0 .5.6.8 1 .5l9-6.2a.6.6 0 0 0 0-1L7 3.3c-.4-.3-1 0-1 .5z" fill="currentColor" stroke="none"/>`,
);
export const pauseIcon = icon(svg`<path d="M5.5 3.5h3v13h-3zM11.5 3.5h3v13h-3z" fill="currentColor" stroke="none"/>`);
export const volumeIcon = icon(
  svg`<path d="M3 8v4h2.5L9 15V5L5.5 8zM12 7.5a3.5 3.5 0 0 1 0 5M14.2 5.2a6.7 6.7 0 0 1 0 9.6"/>`,
);
export const mutedIcon = icon(svg`<path d="M3 8v4h2.5L9 15V5L5.5 8zM12.5 8l4 4M16.5 8l-4 4"/>`);
export const fullscreenIcon = icon(svg`<path d="M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4"/>`);
export const windowIcon = icon(svg`<path d="M7.5 3.5v4h-4M16.5 7.5h-4v-4M12.5 16.5v-4h4M3.5 12.5h4v4"/>`);
export const keysIcon = icon(
  svg`<rect x="2" y="5" width="16" height="10.5" rx="2"/><path d="M5 8.3h.01M8 8.3h.01M11 8.3h.01M14.5 8.3h.01M6.5 12.2h7"/>`,
);
export const audioIcon = icon(svg`<path d="M3 8.5v3M6 6v8M9 3.5v13M12 6.5v7M15 8v4M17.5 9.3v1.4"/>`);
export const closeIcon = icon(svg`<path d="M5 5l10 10M15 5L5 15"/>`);
export const captionsIcon = icon(
  svg`<rect x="2" y="4" width="16" height="12" rx="2"/><path d="M8.6 8.6a2 2 0 1 0 0 2.8M14.4 8.6a2 2 0 1 0 0 2.8"/>`,
);
export const photoIcon = icon(
  svg`<path d="M2.5 4h15v12h-15zM3 14l4.5-4.5 3.5 3.5 2.5-2.5 3.5 3.5"/><circle cx="13" cy="7.5" r="1.2"/>`,
);
export const documentIcon = icon(svg`<path d="M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4M7.5 10h5.5M7.5 13h5.5"/>`);
export const flagIcon = icon(svg`<path d="M5.5 17V3.5M5.5 4h8.5l-2 3.5 2 3.5H5.5"/>`);

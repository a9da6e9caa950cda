export type Language = 'zh' | 'en';

/** The language of an element: its own `lang`, else the page's; Chinese unless it says English. */
export const languageOf = (element: HTMLElement): Language => {
  const named = element.lang || document.documentElement.lang;
  return named.toLowerCase().startsWith('en') ? 'en' : 'zh';
};

/** `754` → `12:34`, `4100` → `1:08:20`. */
export const clockText = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const pad = (part: number): string => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
};

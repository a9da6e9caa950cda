import type { Language } from '../player/language.ts';

export type Theme = 'light' | 'dark' | 'system';

const keys = { language: 'hub-language', theme: 'hub-theme', shortcuts: 'hub-shortcuts' } as const;
const listeners = new Set<() => void>();

const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

let current: Language = stored(keys.language) === 'en' ? 'en' : 'zh';
const named = stored(keys.theme);
let chosen: Theme = named === 'light' || named === 'dark' ? named : 'system';
let singleKeys = stored(keys.shortcuts) !== 'off';

const night = window.matchMedia('(prefers-color-scheme: dark)');

/** Write what was chosen to the document and, where the browser allows it, to its memory. */
const apply = (): void => {
  document.documentElement.lang = current === 'en' ? 'en' : 'zh-CN';
  document.documentElement.dataset.theme = chosen === 'system' ? (night.matches ? 'dark' : 'light') : chosen;
};

const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept for this visit only.
  }
  apply();
  for (const listener of listeners) listener();
};

night.addEventListener('change', apply);
apply();

export const language = (): Language => current;
export const theme = (): Theme => chosen;
/** Whether a single letter does something anywhere on a page. Who dictates, or shakes, switches it off. */
export const shortcuts = (): boolean => singleKeys;

export const setLanguage = (next: Language): void => {
  current = next;
  keep(keys.language, next);
};

export const setTheme = (next: Theme): void => {
  chosen = next;
  keep(keys.theme, next);
};

export const setShortcuts = (next: boolean): void => {
  singleKeys = next;
  keep(keys.shortcuts, next ? 'on' : 'off');
};

/** Hear of a change. @returns a function that stops it */
export const onPreference = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/// <reference types="vite/client" />
import type { Page } from './page.ts';
import { may } from './signed-in.ts';

const found = import.meta.glob<{ default: Page }>('./pages/*-page.ts', { eager: true });

/** All pages, fixed paths before those with parameters. */
export const pages: readonly Page[] = Object.values(found)
  .map((module) => module.default)
  .sort((a, b) => Number(a.path.includes(':')) - Number(b.path.includes(':')));

export interface Route {
  readonly page: Page;
  readonly parameters: Readonly<Record<string, string>>;
}

const parametersOf = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.replace(/\/+$/, '').split('/');
  if (pattern === '/') return path === '/' ? {} : undefined;
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    if (part.startsWith(':')) parameters[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return parameters;
};

/** The page of a path, if there is one. */
export const routeOf = (path: string): Route | undefined => {
  for (const page of pages) {
    const parameters = parametersOf(page.path, path);
    if (parameters) return { page, parameters };
  }
  return undefined;
};

/** Whether an address leads to a page that the person may see. */
export const mayOpen = (address: string): boolean => {
  const page = routeOf(address.replace(/[?#].*$/, ''))?.page;
  return page !== undefined && (page.right === undefined || may(page.right));
};

const moved = (): void => {
  window.dispatchEvent(new Event('hub-moved'));
};

/** Go to an address of the console. @param replace for a changed filter, which is no step to go back to */
export const go = (address: string, replace = false): void => {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  moved();
};

/** For the row of a table that leads somewhere: all of it, but what can be pressed in it acts by itself. */
export const rowGoes =
  (address: string) =>
  (event: Event): void => {
    const isOwn = (node: EventTarget): boolean =>
      node instanceof Element && node.matches('a[href], button, input, .pick');
    if (!event.composedPath().some(isOwn)) go(address);
  };

/** Set or clear filters in the address. */
export const setQuery = (changes: Readonly<Record<string, string | undefined>>): void => {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  go(location.pathname + (text ? `?${text}` : ''), true);
};

export const readQuery = (): Record<string, string> => Object.fromEntries(new URLSearchParams(location.search));

/** Follow links of the console without loading the page anew; all others stay the browser's. */
export const interceptLinks = (): void => {
  window.addEventListener('popstate', moved);
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event
      .composedPath()
      .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (!routeOf(link.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
};

/** A place in a clip, as an address carries it: `#footage=12&t=34.2`. */
export interface Timecode {
  readonly footageId: number;
  readonly seconds: number;
}

/** Read the place a page's address points at, if it does. */
export const readTimecode = (hash: string): Timecode | undefined => {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const footageId = Number(query.get('footage'));
  const seconds = Number(query.get('t'));
  return Number.isInteger(footageId) && footageId > 0 && Number.isFinite(seconds) && seconds >= 0
    ? { footageId, seconds }
    : undefined;
};

/** The address of this page at a place in a clip. Other parts of its hash are left as they are. */
export const withTimecode = (href: string, { footageId, seconds }: Timecode): string => {
  const url = new URL(href);
  const query = new URLSearchParams(url.hash.slice(1));
  query.set('footage', String(footageId));
  query.set('t', seconds.toFixed(2));
  url.hash = query.toString();
  return url.href;
};

/** Where the hub is when an element does not say: where this script came from. */
const scriptOrigin = new URL(import.meta.url).origin;

/** The origin to talk to, without a trailing slash. An unreadable `hub` attribute counts as absent. */
export const hubOrigin = (hub: string | undefined): string => {
  if (!hub) return scriptOrigin;
  try {
    return new URL(hub, location.href).href.replace(/\/$/, '');
  } catch {
    return scriptOrigin;
  }
};

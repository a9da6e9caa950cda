const offsetMinutes = (iso: string): number => {
  const match = /([+-])(\d{2}):?(\d{2})$/.exec(iso);
  if (!match) return iso.endsWith('Z') ? 0 : -new Date(iso).getTimezoneOffset();
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
};

/** Seconds from one ISO moment to another; NaN when either cannot be read. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

const shifted = (iso: string, seconds: number): string => {
  const at = Date.parse(iso) + seconds * 1000 + offsetMinutes(iso) * 60_000;
  return Number.isFinite(at) ? new Date(at).toISOString() : '';
};

/** Date of the wall clock where the moment was written, e.g. `2026-03-02`. */
export const dateText = (iso: string, seconds = 0): string => shifted(iso, seconds).slice(0, 10);
/** Time of that wall clock, e.g. `08:48:09`. The viewer's own time zone never enters: an officer reads local time. */
export const timeText = (iso: string, seconds = 0): string => shifted(iso, seconds).slice(11, 19);
/** `2026-03-02 08:48:09` */
export const momentText = (iso: string, seconds = 0): string => `${dateText(iso, seconds)} ${timeText(iso, seconds)}`;
/** `03-02 08:48`, for dense lists. */
export const shortMoment = (iso: string): string => shifted(iso, 0).slice(5, 16).replace('T', ' ');

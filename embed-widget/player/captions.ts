/** What was said during a stretch of a clip. */
export interface Caption {
  /** Seconds from the beginning of the clip. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

const timing = /^(?:(\d+):)?(\d{1,2}):(\d{2}[.,]\d{1,3})\s+-->\s+(?:(\d+):)?(\d{1,2}):(\d{2}[.,]\d{1,3})/;

const secondsOf = (hours: string | undefined, minutes = '0', seconds = '0'): number =>
  Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'));

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '' };

/** Words without the marks of WebVTT; nothing of it is ever read as HTML. */
const plainLine = (line: string): string =>
  line.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);

/** Read WebVTT (or SRT, which differs by a comma). Blocks without a time are notes and styles, and are left out. */
export const readCaptions = (text: string): Caption[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .flatMap((block): Caption[] => {
      const lines = block.split('\n');
      const at = lines.findIndex((line) => timing.test(line));
      const [, h1, m1, s1, h2, m2, s2] = timing.exec(lines[at] ?? '') ?? [];
      const words = lines
        .slice(at + 1)
        .map(plainLine)
        .filter(Boolean);
      return at < 0 || words.length === 0
        ? []
        : [{ from: secondsOf(h1, m1, s1), to: secondsOf(h2, m2, s2), lines: words }];
    });

/** The lines to show at a second, those of several speakers under each other. */
export const linesAt = (captions: readonly Caption[], seconds: number): string[] =>
  captions.filter(({ from, to }) => seconds >= from && seconds < to).flatMap(({ lines }) => lines);

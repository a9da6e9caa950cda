/** One small picture: on a sheet, or all of a file where there is no box. */
export interface Still {
  readonly from: number;
  readonly to: number;
  readonly sheet: string;
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const secondsOf = (clock: string): number => clock.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);

const cue = /^([\d:.]+) --> ([\d:.]+)[^\n]*\n([^\s#]+)(?:#xywh=(\d+),(\d+),(\d+),(\d+))?$/gm;

/** Read the WebVTT of a storyboard. Sheets are named beside it. */
export const readStoryboard = (text: string, url: string): Still[] =>
  [...text.replaceAll('\r\n', '\n').matchAll(cue)].map(([, from = '', to = '', sheet = '', ...places]) => {
    const [x = 0, y = 0, width = 0, height = 0] = places.map(Number);
    const still = { from: secondsOf(from), to: secondsOf(to), sheet: new URL(sheet, url).href };
    return width > 0 ? { ...still, box: { x, y, width, height } } : still;
  });

/** The picture of a second: the last one that has begun. */
export const stillAt = (stills: readonly Still[], seconds: number): Still | undefined =>
  stills.find(({ from, to }) => seconds >= from && seconds < to) ?? (seconds < 0 ? stills[0] : stills.at(-1));

const loaded = new Map<string, Promise<readonly Still[]>>();

/** Load a storyboard, once for a page. One that does not come counts as empty, and is asked for again next time. */
export const loadStoryboard = (url: string): Promise<readonly Still[]> => {
  let stills = loaded.get(url);
  if (!stills) {
    stills = fetch(url)
      .then(async (answer) => (answer.ok ? readStoryboard(await answer.text(), url) : Promise.reject(answer.status)))
      .catch(() => {
        loaded.delete(url);
        return [];
      });
    loaded.set(url, stills);
  }
  return stills;
};

/** How a still is drawn as the background of a box of some width, as style text. */
export const stillStyle = ({ sheet, box }: Still, boxWidth: number, columns = 5): string => {
  if (!box)
    return `background:url("${sheet}") center / contain no-repeat;width:${boxWidth}px;height:${(boxWidth * 9) / 16}px`;
  const scale = boxWidth / box.width;
  return `background:url("${sheet}") ${-box.x * scale}px ${-box.y * scale}px / ${columns * boxWidth}px auto no-repeat;width:${boxWidth}px;height:${box.height * scale}px`;
};

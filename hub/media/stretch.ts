/** A part of a clip, seconds from its beginning. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Seconds before and after a linked part that belong to it: what led to it, and room for the player to seek. */
export const marginSeconds = 10;

/** What may be seen of a clip of which only these parts are linked: each with its margins, in order, joined where they meet. */
export const stretchesOf = (linked: readonly Stretch[], clipSeconds: number): Stretch[] => {
  const stretches: Stretch[] = [];
  for (const { from, to } of [...linked].sort((a, b) => a.from - b.from)) {
    const wide = { from: Math.max(0, from - marginSeconds), to: Math.min(clipSeconds, to + marginSeconds) };
    const last = stretches.at(-1);
    if (last && wide.from <= last.to)
      stretches[stretches.length - 1] = { from: last.from, to: Math.max(last.to, wide.to) };
    else stretches.push(wide);
  }
  return stretches;
};

/** Whether any of it lies inside. */
export const touches = (stretches: readonly Stretch[], { from, to }: Stretch): boolean =>
  stretches.some((stretch) => from < stretch.to && to > stretch.from);

/** Whether a moment lies inside, both ends included. */
export const holds = (stretches: readonly Stretch[], seconds: number): boolean =>
  stretches.some(({ from, to }) => seconds >= from && seconds <= to);

/** The segments of an HLS media playlist by name, with their places in the clip. */
export const segmentsOf = (playlist: string): Map<string, Stretch> => {
  const segments = new Map<string, Stretch>();
  let at = 0;
  let length = 0;
  for (const line of playlist.split(/\r?\n/)) {
    const seconds = /^#EXTINF:([\d.]+)/.exec(line)?.[1];
    if (seconds !== undefined) length = Number(seconds);
    else if (line !== '' && !line.startsWith('#')) {
      segments.set(line, { from: at, to: at + length });
      at += length;
    }
  }
  return segments;
};

/**
 * An HLS media playlist in which all segments outside are declared as gaps (RFC 8216bis, EXT-X-GAP): the clip keeps its
 * length and its times, and players do not ask for what they would not get.
 */
export const cutPlaylist = (playlist: string, stretches: readonly Stretch[]): string => {
  const segments = segmentsOf(playlist);
  const lines = playlist.split(/\r?\n/).flatMap((line) => {
    const place = segments.get(line);
    return place && !touches(stretches, place) ? ['#EXT-X-GAP', line] : [line];
  });
  return lines.join('\n').replace(/^#EXT-X-VERSION:\d+/m, '#EXT-X-VERSION:8');
};

const secondsOf = (clock: string): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** WebVTT without what is said outside. */
export const cutCaptions = (text: string, stretches: readonly Stretch[]): string => {
  const [head = 'WEBVTT', ...blocks] = text.replace(/\r\n?/g, '\n').split(/\n{2,}/);
  const kept = blocks.filter((block) => {
    const [, from = '', to = ''] = /([\d:.]+) --> ([\d:.]+)/.exec(block) ?? [];
    return from !== '' && touches(stretches, { from: secondsOf(from), to: secondsOf(to) });
  });
  return `${[head, ...kept].join('\n\n')}\n`;
};

/** A waveform that is flat outside. */
export const cutWaveform = (
  { every, peaks }: { every: number; peaks: readonly number[] },
  stretches: readonly Stretch[],
): { every: number; peaks: number[] } => ({
  every,
  peaks: peaks.map((peak, at) => (touches(stretches, { from: at * every, to: (at + 1) * every }) ? peak : 0)),
});

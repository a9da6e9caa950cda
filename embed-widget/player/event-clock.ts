import type { FootageItem } from '../client/footage.ts';
import type { LinkItem } from '../client/link.ts';
import type { Milestone } from '../client/record.ts';
import type { Span } from './player-state.ts';

/**
 * The one clock all cameras of an event are laid on: true time, epoch milliseconds. A camera whose clock is `clockErrorMs`
 * fast wrote down a later time than it was; that is taken off here, for showing, and nowhere else.
 */
export const momentAt = (footage: Pick<FootageItem, 'start' | 'clockErrorMs'>, seconds: number): number =>
  Date.parse(footage.start) - (footage.clockErrorMs ?? 0) + seconds * 1000;

/** Seconds from the beginning of a clip at a moment; negative before it, beyond its length after it. */
export const secondsAt = (footage: Pick<FootageItem, 'start' | 'clockErrorMs'>, moment: number): number =>
  (moment - momentAt(footage, 0)) / 1000;

/** The parts of a clip that may be played: all of it, unless the hub says otherwise. */
export const partsOf = ({ media, seconds }: FootageItem): readonly Span[] =>
  media.stretches ?? [{ from: 0, to: seconds }];

/** Whether a clip shows a moment, to whoever is looking. */
export const shows = (footage: FootageItem, moment: number): boolean => {
  const seconds = secondsAt(footage, moment);
  return partsOf(footage).some(({ from, to }) => seconds >= from && seconds < to);
};

/** One clip of a lane, or a part of it that may be played, with the links that speak of it. Moments are true time. */
export interface LaneClip {
  readonly footage: FootageItem;
  readonly links: readonly LinkItem[];
  readonly from: number;
  readonly to: number;
  /** The linked parts. */
  readonly linked: readonly Span[];
}

/** One camera or recorder of the event, with its clips in the order they were taken. */
export interface Lane {
  readonly key: string;
  readonly clips: readonly LaneClip[];
}

/** Whether it stands on the clock: pictures and documents have no course of time. */
export const hasCourse = ({ mediaType }: FootageItem): boolean => mediaType === 'video' || mediaType === 'audio';

/** The linked clips as one lane for each device, the surest link first. */
export const lanesOf = (links: readonly LinkItem[]): Lane[] => {
  const lanes = new Map<string, Map<number, LinkItem[]>>();
  for (const link of links.filter(({ footage }) => hasCourse(footage))) {
    const { footage } = link;
    const key = `${footage.deviceId ?? `footage ${footage.id}`} ${footage.mediaType}`;
    const clips = lanes.get(key) ?? new Map<number, LinkItem[]>();
    lanes.set(key, clips.set(footage.id, [...(clips.get(footage.id) ?? []), link]));
  }
  return [...lanes].map(([key, clips]) => ({
    key,
    clips: [...clips.values()].flatMap(clipsOf).sort((a, b) => a.from - b.from),
  }));
};

const clipsOf = (all: readonly LinkItem[]): LaneClip[] => {
  const footage = all[0]?.footage;
  if (!footage) return [];
  return partsOf(footage).flatMap(({ from, to }) => {
    const links = all.filter(({ segment }) => segment.startSeconds <= to && segment.endSeconds >= from);
    const linked = links.map(({ segment }) => ({
      from: momentAt(footage, segment.startSeconds),
      to: momentAt(footage, segment.endSeconds),
    }));
    return links.length > 0
      ? [{ footage, links, linked, from: momentAt(footage, from), to: momentAt(footage, to) }]
      : [];
  });
};

/** The clip of a lane that shows a moment. */
export const clipAt = ({ clips }: Lane, moment: number): LaneClip | undefined =>
  clips.find(({ from, to }) => moment >= from && moment < to);

/** Milestones farther away would press what was recorded into a corner: a case is closed months later. */
const nearMs = 30 * 60_000;
const marginShare = 0.04;

/** The stretch of time worth showing: all linked parts, and the milestones near them. */
export const windowOf = (lanes: readonly Lane[], milestones: readonly Milestone[]): Span => {
  const linked = lanes.flatMap(({ clips }) => clips.flatMap((clip) => clip.linked));
  const first = Math.min(...linked.map(({ from }) => from));
  const last = Math.max(...linked.map(({ to }) => to));
  const near = milestones.map(({ at }) => Date.parse(at)).filter((at) => at > first - nearMs && at < last + nearMs);
  const from = Math.min(first, ...near);
  const to = Math.max(last, ...near);
  const margin = Math.max(2_000, (to - from) * marginShare);
  return { from: from - margin, to: to + margin };
};

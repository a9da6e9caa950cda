import type { CityDay, Shows } from './model.ts';

/** What a clip truly shows. Times are true, epoch ms; what the camera says is `clockErrorMs` later. */
export interface ClipTruth {
  /** The clip's id as the hub sees it. */
  clip: string;
  via: 'docking-station' | 'interview-room';
  device: string;
  officer: string;
  from: number;
  to: number;
  clockErrorMs: number;
  shows: Shows[];
}

/** An event that no clip shows. */
export interface UnfilmedTruth {
  event: string;
  clips: [];
}

export type Truth = ClipTruth | UnfilmedTruth;

/** Every event of a day by name, with the moment from which some system knows of it. */
const eventsOf = (day: CityDay): { event: string; at: number }[] => [
  ...day.calls.map(({ number, answeredAt: at }) => ({ event: `call/${number}`, at })),
  ...day.cases.map(({ number, filedAt: at }) => ({ event: `case/${number}`, at })),
  ...day.incidents.map(({ number, finishedAt: at }) => ({ event: `incident/${number}`, at })),
  ...day.traffic.map(({ number, handledAt: at }) => ({ event: `traffic/${number}`, at })),
  ...day.warnings.map(({ number, issuedAt: at }) => ({ event: `warning/${number}`, at })),
];

/** The truth about a day as far as it has come by `now`: uploaded clips, and events that nobody filmed. */
export const truthOf = (day: CityDay, now: number): Truth[] => {
  const filmed = new Set(day.clips.flatMap(({ shows }) => shows.map(({ event }) => event)));
  const clips = day.clips
    .filter(({ uploadedAt }) => uploadedAt <= now)
    .map(
      ({ id: clip, via, device, officer, from, to, clockErrorMs, shows }): ClipTruth => ({
        clip,
        via,
        device,
        officer,
        from,
        to,
        clockErrorMs,
        shows,
      }),
    );
  const unfilmed = eventsOf(day)
    .filter(({ event, at }) => at <= now && !filmed.has(event))
    .map(({ event }): UnfilmedTruth => ({ event, clips: [] }));
  return [...clips, ...unfilmed];
};

export const truthKey = (truth: Truth): string => ('clip' in truth ? truth.clip : truth.event);

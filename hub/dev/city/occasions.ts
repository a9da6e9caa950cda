import type { Call, CaseFile, CityDay, IncidentEntry, Shows } from './model.ts';
import type { Place } from './place.ts';
import { minute } from './time.ts';
import { stopLasts } from './traffic.ts';

/** Something a unit does at a place that its cameras may record. */
export interface Occasion {
  place: Place;
  org: string;
  officers: string[];
  from: number;
  to: number;
  /** What a clip of that time shows, whole; the clip's own share is cut out of it. */
  shows: Shows[];
  /** The unit goes straight on to another call, so a camera left on records both. */
  next?: Occasion;
}

type Business = Omit<CityDay, 'date' | 'clips'>;

/** The other records of a call: whoever films the call films what they tell of. */
const recordsOf = (call: Call, { calls, cases, incidents }: Business): string[] => [
  ...calls.filter(({ duplicateOf }) => duplicateOf === call.number).map(({ number }) => `call/${number}`),
  ...cases.filter(({ callNumber }: CaseFile) => callNumber === call.number).map(({ number }) => `case/${number}`),
  ...incidents
    .filter(({ callNumber }: IncidentEntry) => callNumber === call.number)
    .map(({ number }) => `incident/${number}`),
];

const atCalls = (business: Business): Occasion[] => {
  const occasions = business.calls.flatMap((call) => {
    const event = `call/${call.number}`;
    const others = recordsOf(call, business);
    return call.units.map((unit): Occasion => {
      const span = { from: unit.arrivedAt, to: unit.clearedAt };
      return {
        place: call,
        org: unit.org,
        officers: unit.officers,
        ...span,
        shows: [{ event, ...span }, ...others.map((other) => ({ event: other, ...span, through: event }))],
      };
    });
  });
  for (const first of occasions) {
    const next = occasions.find(
      ({ officers, from }) => officers === first.officers && from > first.to && from < first.to + minute + 1,
    );
    if (next) first.next = next;
  }
  return occasions;
};

const atCounters = ({ incidents }: Business, place: (org: string) => Place): Occasion[] =>
  incidents
    .filter(({ callNumber }) => !callNumber)
    .map(({ number, org, officers, receivedAt: from, finishedAt: to }) => ({
      place: place(org),
      org,
      officers,
      from,
      to,
      shows: [{ event: `incident/${number}`, from, to }],
    }));

const atRoadside = ({ traffic }: Business): Occasion[] =>
  traffic
    .filter(({ kind }) => kind === 'stop')
    .map((stop) => {
      const span = { from: stop.at - stopLasts.beforeMs, to: stop.at + stopLasts.afterMs };
      const shows = [{ event: `traffic/${stop.number}`, ...span }];
      return { place: stop, org: stop.org, officers: [stop.officer], ...span, shows };
    });

const atWarnings = ({ warnings }: Business): Occasion[] =>
  warnings.map((warning) => {
    const span = { from: warning.checkedAt, to: warning.checkedUntil };
    const shows = [{ event: `warning/${warning.number}`, ...span }];
    return { place: warning, org: warning.org, officers: warning.officers, ...span, shows };
  });

/** Everything of the day that body cameras may have recorded. Captures are a fixed camera's business, so not here. */
export const occasionsOf = (business: Business, place: (org: string) => Place): Occasion[] => [
  ...atCalls(business),
  ...atCounters(business, place),
  ...atRoadside(business),
  ...atWarnings(business),
];

import type { Preset } from './presets.ts';
import type { Chance } from './random.ts';
import { minute, second } from './ways.ts';
import type { Attendance, Officer, Unit } from './world.ts';

/** What an officer of a unit recorded, on a perfect clock. */
export interface Clip {
  readonly officer: Officer;
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
}

interface Span {
  from: number;
  to: number;
}

const pauseMs = 5 * second;

/** From when to when somebody films an event who films it. */
const filming = (chance: Chance, { arrivedAt, clearedAt, dispatchedAt }: Attendance): Span => {
  const draw = chance.next();
  const from =
    draw < 0.45
      ? arrivedAt - chance.between(0, 60) * second
      : draw < 0.7
        ? chance.between(Math.max(dispatchedAt, arrivedAt - 10 * minute), arrivedAt)
        : draw < 0.75
          ? // The camera keeps what it saw before the button was pressed, and some press it before they are told to go.
            Math.min(dispatchedAt, arrivedAt) - chance.between(10, 150) * second
          : arrivedAt + Math.min((clearedAt - arrivedAt) * 0.7, chance.waiting(5 * minute));
  const to = chance.happens(0.6)
    ? clearedAt + chance.between(-60, 90) * second
    : from + (clearedAt - from) * chance.between(0.3, 1);
  return { from, to: Math.max(to, from + 40 * second) };
};

/** Switched off and on again. */
const inPieces = (chance: Chance, span: Span): Span[] => {
  const pieces: Span[] = [];
  let { from } = span;
  while (span.to - from > 2 * minute) {
    const to = Math.min(span.to, from + chance.between(0.7, 5) * minute);
    pieces.push({ from, to });
    from = to + chance.between(0.2, 3) * minute;
  }
  return pieces.length === 0 ? [span] : pieces;
};

const isFree = (spans: readonly Span[], span: Span): boolean =>
  spans.every((other) => span.to + pauseMs < other.from || span.from > other.to + pauseMs);

const spansOf = (
  chance: Chance,
  preset: Preset,
  unit: Unit,
  seat: number,
  groupStarts: ReadonlyMap<number, number>,
) => {
  const spans: Span[] = [];
  for (const [index, { happening, attendance }] of unit.attended.entries()) {
    const before = spans.at(-1);
    const previous = unit.attended[index - 1]?.attendance;
    const runsOn =
      before !== undefined &&
      previous !== undefined &&
      attendance.arrivedAt - previous.clearedAt < 12 * minute &&
      before.to > previous.clearedAt - minute;
    if (runsOn && chance.happens(preset.leftRunning)) {
      before.to = attendance.arrivedAt + (attendance.clearedAt - attendance.arrivedAt) * chance.between(0.3, 1);
      continue;
    }
    const isFirst = happening.attendances[0]?.unit === unit;
    const share = seat > 0 ? preset.partnerFilms : isFirst ? preset.primaryFilms : preset.helperFilms;
    if (!chance.happens(share)) continue;
    const span = filming(chance, attendance);
    const groupStart = groupStarts.get(happening.number);
    if (groupStart !== undefined && groupStart < attendance.clearedAt) span.from = groupStart;
    span.to = Math.max(span.to, span.from + 40 * second);
    for (const piece of chance.happens(preset.inPieces) ? inPieces(chance, span) : [span])
      if (isFree(spans, piece)) spans.push(piece);
    spans.sort((left, right) => left.from - right.from);
  }
  return spans;
};

/** Of nothing in particular: on the road, at the station, right after an event, a button pressed by mistake. */
const withoutEvent = (chance: Chance, preset: Preset, unit: Unit, spans: Span[]): void => {
  const wanted = Math.round(Math.max(1, spans.length) * preset.clipsWithoutEvent + chance.next() - 0.5);
  for (let count = 0; count < wanted; count += 1) {
    const after = unit.attended.length > 0 && chance.happens(0.1) ? chance.pick([...unit.attended]) : undefined;
    const from =
      after === undefined
        ? chance.between(unit.from, unit.to - 10 * minute)
        : after.attendance.clearedAt + chance.between(1, 8) * minute;
    const span = { from, to: from + chance.between(0.5, 9) * minute };
    const isOnCall = unit.attended.some(
      ({ attendance }) => span.to > attendance.setOutAt - minute && span.from < attendance.clearedAt,
    );
    if (!isOnCall && isFree(spans, span)) spans.push(span);
  }
};

/** Clips of all cameras of a unit. */
export const clipsOfUnit = (chance: Chance, preset: Preset, unit: Unit): Clip[] => {
  // A door or a holster switches on all cameras of a car at once.
  const groupStarts = new Map(
    unit.attended
      .filter(() => chance.happens(preset.sameStart))
      .map(({ happening, attendance }) => [happening.number, attendance.arrivedAt - chance.between(0, 30) * second]),
  );
  return unit.officers.flatMap((officer, seat) => {
    if (officer.camera === '') return [];
    const spans = spansOf(chance, preset, unit, seat, groupStarts);
    withoutEvent(chance, preset, unit, spans);
    return spans.map((span): Clip => ({ officer, unit, ...span }));
  });
};

/**
 * What a made-up city is like and how badly it is written down. Shares follow public dispatch, camera and GPS sets; the
 * presets differ in what is hard about them, so that a rule that suits one of them only shows.
 */
export interface Preset {
  /** Stations stand on a square grid. */
  readonly stationsPerSide: number;
  readonly stationSpacingM: number;
  readonly unitsPerShift: number;
  readonly beatRadiusM: number;
  /** Mean time between two events of a unit, minutes. */
  readonly idleMin: number;
  /** Mean time on the scene of a call beyond six minutes, minutes. */
  readonly sceneMin: number;
  readonly severalUnits: number;
  /** The next call is handed to a unit that has not finished the one before. */
  readonly stacked: number;
  /** Officers come upon it: the call is opened and dispatched only once they are there. */
  readonly onView: number;
  /** Share of events and stops at one of the few places of a beat where everybody stops. */
  readonly hotSpots: number;

  readonly officersBlank: number;
  readonly officersSwapped: number;
  /** The list names a unit that never went, or lost one that did. */
  readonly unitListEdited: number;
  readonly arrivalBlank: number;
  readonly clearedBlank: number;
  /** Written off hours later, at the end of the shift. */
  readonly clearedLate: number;
  readonly hourOnly: number;
  readonly placeRounded: number;
  /** Free text only, no coordinates. */
  readonly placeMissing: number;
  readonly placeSigmaM: readonly [low: number, high: number];

  readonly primaryFilms: number;
  readonly partnerFilms: number;
  /** Units beyond the first of an event mostly do not switch on. */
  readonly helperFilms: number;
  /** A filmed event is several short clips. */
  readonly inPieces: number;
  readonly leftRunning: number;
  /** Clips of nothing in particular, for each clip of an event. */
  readonly clipsWithoutEvent: number;
  /** Cameras of one event that a car or a holster switched on in the same second. */
  readonly sameStart: number;

  /** An officer takes a colleague's camera for the shift. */
  readonly borrowed: number;
  readonly nobodySignedIn: number;
  readonly withoutGps: number;
  /** Cameras whose track goes on for a quarter of an hour before and after the clip. */
  readonly longTrack: number;
  readonly wholeZone: number;
  readonly clockSigmaS: readonly [low: number, high: number];
  /** How much a clock goes wrong in a day until a station sets it again, seconds. */
  readonly clockDriftS: number;
  readonly fixEveryS: readonly [low: number, high: number];
}

const mixed: Preset = {
  stationsPerSide: 4,
  stationSpacingM: 4_000,
  unitsPerShift: 4,
  beatRadiusM: 2_200,
  idleMin: 40,
  sceneMin: 14,
  severalUnits: 0.5,
  stacked: 0.2,
  onView: 0.04,
  hotSpots: 0.25,
  officersBlank: 0.127,
  officersSwapped: 0.03,
  unitListEdited: 0.12,
  arrivalBlank: 0.2,
  clearedBlank: 0.06,
  clearedLate: 0.3,
  hourOnly: 0.03,
  placeRounded: 0.5,
  placeMissing: 0.04,
  placeSigmaM: [50, 250],
  primaryFilms: 0.52,
  partnerFilms: 0.12,
  helperFilms: 0.08,
  inPieces: 0.15,
  leftRunning: 0.3,
  clipsWithoutEvent: 0.25,
  sameStart: 0.1,
  borrowed: 0.03,
  nobodySignedIn: 0.05,
  withoutGps: 0.1,
  longTrack: 0.2,
  wholeZone: 0.02,
  clockSigmaS: [30, 120],
  clockDriftS: 3,
  fixEveryS: [5, 30],
};

export const presets = {
  mixed,
  /** An inner city at night: short ways, much at one place, many units at one call. */
  dense: {
    ...mixed,
    stationsPerSide: 3,
    stationSpacingM: 1_500,
    unitsPerShift: 8,
    beatRadiusM: 1_200,
    idleMin: 12,
    severalUnits: 0.7,
    hotSpots: 0.55,
    placeSigmaM: [30, 120],
  },
  /** Little happens, little is filmed, and half of the paperwork is missing. */
  sparse: {
    ...mixed,
    unitsPerShift: 2,
    idleMin: 90,
    severalUnits: 0.25,
    officersBlank: 0.3,
    arrivalBlank: 0.5,
    clearedBlank: 0.3,
    hourOnly: 0.1,
    placeMissing: 0.25,
    primaryFilms: 0.4,
    clipsWithoutEvent: 1,
  },
  /** Long ways, places known to the village, few fixes. */
  rural: {
    ...mixed,
    stationsPerSide: 3,
    stationSpacingM: 15_000,
    unitsPerShift: 2,
    beatRadiusM: 9_000,
    idleMin: 60,
    severalUnits: 0.25,
    placeSigmaM: [200, 800],
    withoutGps: 0.6,
    fixEveryS: [20, 60],
  },
  /** No camera knows where it is. */
  blind: { ...mixed, withoutGps: 1 },
  /** Cameras that nobody sets: minutes wrong, and going wrong. */
  drifting: { ...mixed, clockSigmaS: [120, 600], clockDriftS: 30, wholeZone: 0.06 },
} as const satisfies { readonly [name: string]: Preset };

export type PresetName = keyof typeof presets;

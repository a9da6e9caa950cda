/**
 * How wrong the city's data is, as shares of one and as times. The figures follow public dispatch, body camera and GPS
 * data sets; a test checks that the generated city comes near them.
 */
export const faults = {
  /** Dispatched units whose officers the dispatch system never learns. */
  unitWithoutOfficers: 0.127,
  /** Dispatched units whose officers are corrected after the first message. */
  unitEdited: 0.2,
  /** Dispatched units whose time of arrival stays blank. */
  arrivalBlank: 0.2,
  /** Calls that are a second caller reporting the same thing. */
  duplicateCall: 0.04,
  /** Calls that arise where a unit already stands, so that one clip may run over both. */
  followOnCall: 0.04,
  /** The grid, in metres, to which dispatch rounds coordinates. */
  dispatchGridM: 100,

  /** Dispatched units that record nothing; several units a call make about 30 % of calls without a clip. */
  unitWithoutClip: 0.4,
  /** Other events without a clip. */
  eventWithoutClip: 0.3,
  /** Clips that show no event. */
  clipWithoutEvent: 0.12,
  /** Events of which the second officer of the unit records a clip too. */
  secondCamera: 0.12,
  /** Second clips that begin in the same second as the first. */
  sharedStart: 0.4,
  /** Clips recorded with a colleague's camera: the file carries the colleague's 警号. */
  borrowedCamera: 0.03,
  /** Clips recorded while nobody was signed in: the file carries no 警号. */
  nobodySignedIn: 0.05,
  audioOnly: 0.04,
  keyMark: 0.15,

  /** Clips that reach the docking station hours later instead of minutes later. */
  lateUpload: 0.1,
  uploadMinutes: [5, 40],
  lateUploadHours: [2, 12],

  clockSigmaMs: 45_000,
  clockDriftMsPerDay: 3_000,
  cameraWithoutGps: 0.4,
  /** Tracks with a stretch without fixes. */
  trackWithHole: 0.2,
} as const;

/** Where dispatch says a place is: the corner of a grid of `faults.dispatchGridM` metres, in degrees. */
export const dispatchPlace = ({ lon, lat }: { lon: number; lat: number }): { lon: number; lat: number } => {
  const latStep = faults.dispatchGridM / 111_320;
  const lonStep = latStep / Math.cos((lat * Math.PI) / 180);
  const round = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));
  return { lon: round(lon, lonStep), lat: round(lat, latStep) };
};

/**
 * What happens in the simulated city. This is the truth: the simulators of the five systems and of the footage side
 * each show their own, faulty slice of it. Nothing here is known to the hub.
 *
 * All times are epoch milliseconds on a perfect clock. Everything is synthetic and follows from one seed.
 */

export interface CityOrg {
  /** 12 digits, GA/T 380: city bureau xxxx00000000, 分局 xxxxxx000000, 派出所 xxxxxx5n0000. */
  code: string;
  name: string;
  parent?: string;
  kind: 'bureau' | 'sub-bureau' | 'station' | 'traffic-squad' | 'command-centre';
  lon: number;
  lat: number;
}

export interface CityOfficer {
  /** 6 digits with leading zeros kept. */
  policeId: string;
  name: string;
  org: string;
  duty: 'patrol' | 'traffic' | 'detective' | 'command';
  /** 20-digit GB/T 28181 id of the camera issued to this officer; absent for those without one. */
  camera?: string;
  /** Police id of the usual shift partner. */
  partner?: string;
  shift: 'day' | 'evening' | 'night';
}

export interface CityCamera {
  /** 20 digits. */
  id: string;
  /** The 7-character serial engraved on the device. */
  serial: string;
  holder: string;
  /** Clock error at midnight of the first day, in ms (positive: the camera is ahead), and its growth per day. */
  clockOffsetMs: number;
  driftMsPerDay: number;
  /** Records GPS into a side file. */
  hasGps: boolean;
}

/** 20-digit id of a docking station and the organisation it stands in. */
export interface CityStation {
  id: string;
  org: string;
  name: string;
}

export interface Person {
  name: string;
  idNumber: string;
  phone: string;
}

/** One patrol unit sent to a call, with the true times. */
export interface Dispatched {
  /** 派警单编号 */
  number: string;
  org: string;
  officers: string[];
  sentAt: number;
  acknowledgedAt: number;
  departedAt: number;
  arrivedAt: number;
  clearedAt: number;
  /** 反馈单编号 and when the feedback was written. */
  feedbackNumber: string;
  feedbackAt: number;
  /** The unit list was edited after the first message: until then the row shows `officersAtFirst`. */
  officersAtFirst?: string[];
  editedAt?: number;
  /** The dispatch system never learns who went: its rows name the unit's organisation only. */
  officersUnknown: boolean;
  /** The time of arrival is never written down. */
  arrivalUnknown: boolean;
}

export interface Call {
  /** 接警单编号, 30 digits. */
  number: string;
  org: string;
  station: string;
  category: { code: string; label: string };
  reportedAt: number;
  answeredAt: number;
  /** 接警完成: the operator hung up. */
  finishedAt: number;
  lon: number;
  lat: number;
  address: string;
  text: string;
  caller: Person;
  /** Empty for a duplicate. */
  units: Dispatched[];
  /** 案件编号 when a case was opened from this call. */
  caseNumber?: string;
  /** 关联接警单: this call reports again what that earlier call reported. */
  duplicateOf?: string;
}

export interface CaseFile {
  /** A + org12 + yyyyMM + seq4 */
  number: string;
  name: string;
  org: string;
  category: { code: string; label: string };
  callNumber: string;
  /** 报警受理号 xzqh6 + yyyyMMdd + 11 digits */
  acceptanceNumber: string;
  leadOfficer: string;
  assistants: string[];
  from: number;
  to: number;
  filedAt: number;
  updatedAt: number;
  address: string;
  brief: string;
  suspect: Person;
}

/** 案事件系统: a 接处警 or 接报案 entry reported by RBSP. */
export interface IncidentEntry {
  number: string;
  table: 'AGZX_TB_JCJXX' | 'AGZX_TB_JBAXX';
  callNumber?: string;
  caseNumber?: string;
  org: string;
  officers: string[];
  receivedAt: number;
  arrivedAt?: number;
  finishedAt: number;
  text: string;
  category: string;
}

/** A roadside check by a traffic officer (04C01), or a camera capture confirmed by one (04C03). */
export interface TrafficCase {
  kind: 'stop' | 'capture';
  number: string;
  decision: string;
  officer: string;
  org: string;
  at: number;
  handledAt: number;
  plate: string;
  plateType: string;
  driver: Person;
  behaviour: { code: string; label: string };
  address: string;
  lon: number;
  lat: number;
  fine: number;
}

/** 情报: a warning signed and dealt with by officers (pushed), or a clue (queried by RBSP matrix). */
export interface Warning {
  kind: 'warning' | 'clue';
  number: string;
  type: { code: string; label: string };
  org: string;
  person: Person;
  officers: string[];
  issuedAt: number;
  signedAt: number;
  checkedAt: number;
  checkedUntil: number;
  lon: number;
  lat: number;
  address: string;
  result: string;
  caseNumber?: string;
}

export interface Interview {
  caseNumber: string;
  room: string;
  org: string;
  officers: string[];
  subject: Person;
  from: number;
  to: number;
}

/** What a clip truly shows: the segment of the event inside the clip, on the perfect clock. */
export interface Shows {
  /** `call/<number>`, `case/<number>`, `incident/<number>`, `traffic/<number>`, `warning/<number>`. */
  event: string;
  from: number;
  to: number;
  /**
   * The event that was filmed, when this one is only another record of it: the call behind a case, an incident entry
   * or a duplicate call. A link to it may be inherited.
   */
  through?: string;
}

export interface Clip {
  /** wjbh (65 characters) for docking stations, file stem for the interview room: the externalId the hub will see. */
  id: string;
  via: 'docking-station' | 'interview-room';
  station: string;
  device: string;
  /** Who truly carried the camera. */
  officer: string;
  /** The 警号 the file carries: another one for a borrowed camera, absent when nobody signed in. */
  claimedOfficer?: string;
  org: string;
  /** True times; the file says these plus the camera's clock error at that moment. */
  from: number;
  to: number;
  clockErrorMs: number;
  /** When it reaches the station: minutes to hours after the shift, late for some. */
  uploadedAt: number;
  keyMark: boolean;
  mediaType: 'video' | 'audio';
  codec: 'h264' | 'hevc' | 'aac';
  /** True positions while recording, [epoch ms, lon, lat]; absent without GPS. */
  track?: [number, number, number][];
  shows: Shows[];
}

/** All that begins on one calendar day (Asia/Shanghai). */
export interface CityDay {
  /** yyyy-MM-dd */
  date: string;
  calls: Call[];
  cases: CaseFile[];
  incidents: IncidentEntry[];
  traffic: TrafficCase[];
  warnings: Warning[];
  interviews: Interview[];
  clips: Clip[];
}

export interface City {
  seed: number;
  /** 6-digit 行政区划 of the city and its sub-bureaus' first. */
  areaCode: string;
  /** First simulated day, yyyy-MM-dd. */
  firstDay: string;
  orgs: CityOrg[];
  officers: CityOfficer[];
  cameras: CityCamera[];
  stations: CityStation[];
  rooms: { id: string; org: string; name: string }[];
}

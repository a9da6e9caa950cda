import { clockErrorAt } from './camera-clock.ts';
import { wjbh } from './clip-id.ts';
import { faults } from './faults.ts';
import type { City, CityCamera, CityDay, Clip, Interview } from './model.ts';
import { type Occasion, occasionsOf } from './occasions.ts';
import { cityCentre, near, type Place } from './place.ts';
import { type Random, randomOf } from './random.ts';
import type { Roster } from './roster.ts';
import { compactTime, hour, midnight, minute, second } from './time.ts';
import { trackOf } from './track.ts';

/** Share of clips in H.265, which browsers cannot play as they are. */
const hevcShare = 0.03;
const shortestMs = 40 * second;
const longestMs = 240 * second;

type Business = Omit<CityDay, 'date' | 'clips'>;

interface Filming {
  city: City;
  random: Random;
  /** Camera id → when it recorded: no camera records two clips at once. */
  recording: Map<string, [number, number][]>;
  clips: Clip[];
}

const uploadDelay = (random: Random): number => {
  if (random.chance(faults.lateUpload)) return Math.round(random.between(...faults.lateUploadHours) * hour);
  return Math.round(random.between(...faults.uploadMinutes) * minute);
};

/** The camera in the officer's hand: mostly the issued one, now and then that of a colleague who is off duty. */
const cameraFor = ({ city, random }: Filming, policeId: string): CityCamera | undefined => {
  const officer = city.officers.find((one) => one.policeId === policeId);
  if (!officer?.camera) return undefined;
  const colleagues = city.officers.filter(
    ({ org, shift, camera }) => org === officer.org && shift !== officer.shift && camera,
  );
  const borrowed = random.chance(faults.borrowedCamera) && colleagues.length > 0;
  const id = borrowed ? random.pick(colleagues).camera : officer.camera;
  return city.cameras.find((camera) => camera.id === id);
};

/** The share of each event that falls into the clip; events of which it holds under three seconds are not shown. */
const cut = (shows: Clip['shows'], from: number, to: number): Clip['shows'] =>
  shows
    .map((show) => ({ ...show, from: Math.max(from, show.from), to: Math.min(to, show.to) }))
    .filter((show) => show.to - show.from >= 3 * second);

const film = (
  filming: Filming,
  policeId: string,
  where: { place: Place; org: string },
  span: Pick<Clip, 'from' | 'to' | 'shows'>,
): boolean => {
  const { city, random, recording, clips } = filming;
  const camera = cameraFor(filming, policeId);
  if (!camera) return false;
  const taken = recording.get(camera.id) ?? [];
  if (taken.some(([from, to]) => span.from < to + second && span.to + second > from)) return false;
  recording.set(camera.id, [...taken, [span.from, span.to]]);
  const clockErrorMs = clockErrorAt(city, camera, span.from);
  const uploadedAt = Math.floor((span.to + uploadDelay(random)) / second) * second;
  const audio = random.chance(faults.audioOnly);
  const keyMark = random.chance(faults.keyMark);
  const signedIn = !random.chance(faults.nobodySignedIn);
  const { from: recordedFrom, to } = span;
  clips.push({
    id: wjbh({
      device: camera.id,
      recordedAt: recordedFrom + clockErrorMs,
      audio,
      keyMark,
      importedAt: uploadedAt,
      sequence: clips.length + 1,
    }),
    via: 'docking-station',
    station: city.stations.find(({ org }) => org === where.org)?.id ?? '',
    device: camera.id,
    officer: policeId,
    ...(signedIn ? { claimedOfficer: camera.holder } : {}),
    org: where.org,
    from: recordedFrom,
    to,
    clockErrorMs,
    uploadedAt,
    keyMark,
    mediaType: audio ? 'audio' : 'video',
    codec: audio ? 'aac' : random.chance(hevcShare) ? 'hevc' : 'h264',
    ...(camera.hasGps ? { track: trackOf(random, where.place, recordedFrom, to) } : {}),
    shows: cut(span.shows, recordedFrom, to),
  });
  return true;
};

const lengthOf = (random: Random): number =>
  Math.round((shortestMs + (longestMs - shortestMs) * random.next() ** 1.5) / second) * second;

/** One clip of an occasion by its first officer with a camera, and sometimes a second one by the partner. */
const filmOccasion = (filming: Filming, occasion: Occasion): void => {
  const { random } = filming;
  const both = occasion.next && random.chance(0.8) ? occasion.next : undefined;
  const silent = occasion.shows[0]?.event.startsWith('call/') ? faults.unitWithoutClip : faults.eventWithoutClip;
  if (!both && random.chance(silent)) return;
  const length = lengthOf(random);
  const lead = random.int(0, 25) * second;
  const slack = Math.max(0, occasion.to - occasion.from - length);
  const from = both
    ? Math.max(occasion.from, occasion.to - random.int(50, 90) * second)
    : occasion.from - lead + Math.round((random.next() * slack * 0.5) / second) * second;
  const to = both ? both.from + random.int(50, 90) * second : from + length;
  const shows = [...occasion.shows, ...(both?.shows ?? [])];
  const [first, second_] = random.chance(0.5) ? occasion.officers : [...occasion.officers].reverse();
  const filmed = first !== undefined && film(filming, first, occasion, { from, to, shows });
  if (second_ === undefined || (filmed && !random.chance(faults.secondCamera))) return;
  const shift = random.chance(faults.sharedStart) ? 0 : random.int(3, 20) * second;
  film(filming, second_, occasion, { from: from + shift, to: to + shift, shows });
};

/** Cameras that were switched on while nothing happened that anybody wrote down. */
const filmNothing = (filming: Filming, date: string, roster: Roster): void => {
  const { random, clips } = filming;
  const wanted = Math.round((clips.length * faults.clipWithoutEvent) / (1 - faults.clipWithoutEvent));
  const target = clips.length + wanted;
  for (let attempt = 0; attempt < 600 && clips.length < target; attempt++) {
    const from = midnight(date) + random.int(600, 85_000) * second;
    const to = from + lengthOf(random);
    const units = [...roster.on('patrol', from), ...roster.on('traffic', from)];
    const unit = random.pick(units);
    if (!roster.isFree(unit, from, to)) continue;
    film(
      filming,
      random.pick(unit.officers),
      { place: near(random, unit.base, 1500), org: unit.org },
      { from, to, shows: [] },
    );
  }
};

const interviewClip = (random: Random, interview: Interview): Clip => {
  const { room, org, officers, from, to, caseNumber } = interview;
  const clockErrorMs = Math.round(random.normal(second));
  return {
    id: `${room}_${compactTime(from + clockErrorMs)}_${caseNumber}`,
    via: 'interview-room',
    station: room,
    device: room,
    officer: officers[0] ?? '',
    ...(officers[0] ? { claimedOfficer: officers[0] } : {}),
    org,
    from,
    to,
    clockErrorMs,
    uploadedAt: to + random.int(5, 60) * second,
    keyMark: false,
    mediaType: 'video',
    codec: 'h264',
    shows: [{ event: `case/${caseNumber}`, from, to }],
  };
};

/** Every clip that begins on the day, in the order in which they begin. */
export const clipsOf = (city: City, date: string, business: Business, roster: Roster): Clip[] => {
  const filming: Filming = { city, random: randomOf(city.seed, 'clips', date), recording: new Map(), clips: [] };
  const orgs = new Map(city.orgs.map((org) => [org.code, org]));
  const occasions = occasionsOf(business, (org) => orgs.get(org) ?? cityCentre).sort((a, b) => a.from - b.from);
  for (const occasion of occasions) filmOccasion(filming, occasion);
  filmNothing(filming, date, roster);
  const rooms = randomOf(city.seed, 'rooms', date);
  return [...filming.clips, ...business.interviews.map((interview) => interviewClip(rooms, interview))].sort(
    (a, b) => a.from - b.from,
  );
};

import { get, type Page, type Query } from './api.ts';
import type { RecordItem } from './record.ts';
import type { Segment } from './segment.ts';

/** Where the bytes are and what can be played. URLs are relative to the hub. */
export interface Media {
  readonly state: 'remote' | 'fetching' | 'stored' | 'failed' | 'none' | 'lost' | 'deleted';
  readonly rendition: 'none' | 'making' | 'ready' | 'direct' | 'failed';
  readonly bytes?: number;
  readonly sha256?: string;
  readonly sm3?: string;
  readonly poster?: string;
  /** Of the rendition; while there is none, of segments that are made when they are asked for. */
  readonly manifest?: string;
  /** WebVTT cues into sheets of small pictures. */
  readonly storyboard?: string;
  /** `{ every, peaks }`: how loud it is, for a picture of its sound. */
  readonly waveform?: string;
  /** WebVTT of what is said; the language as the recording names it. */
  readonly captions?: { readonly url: string; readonly language?: string };
  readonly original?: string;
  /** Present where only these parts may be played, in seconds; the hub gives nothing else. */
  readonly stretches?: readonly { readonly from: number; readonly to: number }[];
}

/** Whether something is under way that will make the clip playable, or better to play. */
export const isOnItsWay = ({ state, rendition }: Media): boolean =>
  state === 'remote' ||
  state === 'fetching' ||
  (state === 'stored' && (rendition === 'none' || rendition === 'making'));

/** A recording as lists show it. `start` and `end` are by the camera's own clock. */
export interface FootageItem {
  readonly id: number;
  readonly source: string;
  readonly externalId: string;
  readonly title?: string;
  readonly deviceId?: string;
  readonly deviceKind: string;
  readonly mediaType: string;
  readonly policeId?: string;
  readonly officerName?: string;
  readonly org?: string;
  readonly orgName?: string;
  readonly start: string;
  readonly end: string;
  readonly seconds: number;
  readonly keyMark: boolean;
  readonly linkCount: number;
  readonly hasTrack: boolean;
  readonly clockErrorMs?: number;
  readonly media: Media;
}

/** One fix: epoch milliseconds, longitude, latitude, accuracy in metres when known. */
export type Fix = readonly [at: number, lon: number, lat: number, accuracyM?: number];

/** How the clock of a device went between two settings; `offsetMs` is device minus true time at `from`. */
export interface ClockPiece {
  readonly from: string;
  readonly to: string;
  readonly offsetMs: number;
  readonly driftMsPerDay: number;
  readonly deviationMs: number;
  readonly grounds: 'gps' | 'station' | 'link';
  readonly clips: number;
}

/** A link seen from the recording's side. */
export interface FootageLink {
  readonly linkId: number;
  readonly decision: string;
  readonly probability: number;
  readonly segment: Segment;
  readonly record: RecordItem;
}

export interface FootageDetail extends FootageItem {
  readonly track: readonly Fix[];
  readonly footage: Readonly<Record<string, unknown>>;
  readonly clocks: readonly ClockPiece[];
  readonly links: readonly FootageLink[];
}

export const listFootage = (query: Query, signal?: AbortSignal): Promise<Page<FootageItem>> =>
  get('/footage', query, signal);
export const readFootage = (id: number, signal?: AbortSignal): Promise<FootageDetail> =>
  get(`/footage/${id}`, {}, signal);

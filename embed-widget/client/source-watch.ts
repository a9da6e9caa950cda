import { get, type Page, send } from './api.ts';

interface Arrived {
  readonly at: string;
  readonly rows: number;
}

/** Rows that came: of the last hour by minutes, of the last two days by hours; spans without any are left out. */
export interface Arrivals {
  readonly minutes: readonly Arrived[];
  readonly hours: readonly Arrived[];
}

export type DriftKind = 'new' | 'vanished' | 'retyped';

/** How the latest messages differ from what the mapping knows. */
export interface Drift {
  readonly mapping: string;
  readonly messages: number;
  readonly rows: number;
  readonly ignored: number;
  readonly findings: readonly {
    readonly kind: DriftKind;
    readonly path: string;
    /** The first message with it; of what vanished the last. */
    readonly since: number;
    readonly rows: number;
    readonly sample?: string;
    readonly was?: string;
    readonly is?: string;
  }[];
}

export interface Backfill {
  readonly id: number;
  readonly state: 'waiting' | 'running' | 'stopping' | 'stopped' | 'done' | 'failed';
  readonly begun: unknown;
  readonly reached: unknown;
  readonly pages: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly dead: number;
  readonly askedBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly error?: { readonly message: string; readonly remedy?: string };
}

export interface Backfills extends Page<Backfill> {
  /** 0: as fast as it goes. */
  readonly rowsPerMinute: number;
  readonly canBackfill: boolean;
}

const at = (name: string): string => `/sources/${encodeURIComponent(name)}`;

export const arrivalsOf = (name: string, signal?: AbortSignal): Promise<Arrivals> =>
  get(`${at(name)}/arrivals`, {}, signal);
export const driftOf = (name: string, signal?: AbortSignal): Promise<Drift> => get(`${at(name)}/drift`, {}, signal);
export const ignoreDrift = (name: string, kind: DriftKind, path: string): Promise<unknown> =>
  send('POST', `${at(name)}/drift/seen`, { kind, path });
export const backfillsOf = (name: string, signal?: AbortSignal): Promise<Backfills> =>
  get(`${at(name)}/backfill`, {}, signal);
/** @param from a cursor of the source; absent: from the beginning */
export const startBackfill = (name: string, from?: unknown): Promise<unknown> =>
  send('POST', `${at(name)}/backfill`, from === undefined ? {} : { from });
export const stopBackfill = (name: string, id: number): Promise<unknown> =>
  send('POST', `${at(name)}/backfill/${id}/stop`);

import { setTimeout as wait } from 'node:timers/promises';
import type { City, CityStation, Clip } from '../../city/model.ts';
import { fileInfoBody, fileObject } from './file-object.ts';

const batchSize = 50;
const firstBackOffMs = 500;
const longestBackOffMs = 10_000;
const replyWithinMs = 30_000;

export interface WorkstationSettings {
  city: City;
  station: CityStation;
  /** Where the hub receives for this source, e.g. `http://127.0.0.1:8080/receive/dock-linjiang`. */
  hub: string;
  authkey: string;
  domain: string;
  /** Where this station's own bytes are fetched. */
  url: string;
  log(message: string): void;
}

/** One docking station as a client of the platform (workstation API v3, interfaces 5.3). */
export interface Workstation {
  /** Asks for the sub-organisations and users it may sign in, as a station does when it is switched on. */
  signIn(): Promise<void>;
  heartbeat(): Promise<void>;
  /** Reports clips, newest first, again and again until the platform answers code 0. Duplicates are normal. */
  report(clips: Clip[]): void;
  /** Clips not yet accepted. */
  waiting(): number;
  stop(): void;
}

export const workstation = (settings: WorkstationSettings): Workstation => {
  const { city, station, hub, authkey, domain, url, log } = settings;
  const ended = new AbortController();
  let queue: Clip[] = [];
  let inFlight = 0;
  let sending = false;
  let silent = false;

  /** The reply's `body`; throws unless the platform says code 0, whatever the HTTP status. */
  const call = async (operation: string, query: Record<string, string>, body?: string): Promise<unknown> => {
    const parameters = new URLSearchParams({ gzz_xh: station.id, authkey, domain, ...query });
    const response = await fetch(`${hub}/openapi/workstation/v3/${operation}?${parameters}`, {
      ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
      signal: AbortSignal.any([ended.signal, AbortSignal.timeout(replyWithinMs)]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${text.slice(0, 200)}`);
    const reply = JSON.parse(text) as { code?: unknown; message?: unknown; body?: unknown };
    if (String(reply.code) !== '0') throw new Error(`code ${reply.code}: ${reply.message}`);
    return reply.body;
  };

  /** Says once that the platform fails and once that it is back, not every time. */
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      if (silent) log(`${station.name}: the platform answers again`);
      silent = false;
      return true;
    } catch (error) {
      if (!silent && !ended.signal.aborted) {
        log(`${station.name}: ${what} failed, trying on: ${error instanceof Error ? error.message : error}`);
      }
      silent = true;
      return false;
    }
  };

  const deliver = async (batch: Clip[]): Promise<void> => {
    const body = fileInfoBody(batch.map((clip) => fileObject(city, clip, url)));
    for (let backOff = firstBackOffMs; !ended.signal.aborted; backOff = Math.min(backOff * 2, longestBackOffMs)) {
      if (await attempt('fileinfo', () => call('fileinfo', {}, body))) return;
      await wait(backOff * (0.5 + Math.random()), undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };

  const drain = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    while (queue.length > 0 && !ended.signal.aborted) {
      const batch = queue.splice(0, batchSize);
      inFlight = batch.length;
      await deliver(batch);
      inFlight = 0;
    }
    sending = false;
  };

  return {
    async signIn() {
      await attempt('suborg', () => call('suborg', { sjbmbh: station.org }));
      await attempt('userinfo', () => call('userinfo', { bmbh: station.org }));
    },
    async heartbeat() {
      const state = {
        gzz_xh: station.id,
        gzz_ipdz: '127.0.0.1',
        zxzt: '1',
        qizt: '1',
        cczrl: 8_388_608,
        syzrl: 6_291_456,
        cpu: 12,
        ram: 35,
        raid_zt: '0',
        bjlx: '0',
        version: '3.2.1',
      };
      await attempt('heartbeat', () => call('wsinfo/heartbeat', {}, JSON.stringify(state)));
    },
    report(clips) {
      if (clips.length === 0) return;
      queue = [...queue, ...clips].sort((a, b) => b.uploadedAt - a.uploadedAt);
      void drain();
    },
    waiting: () => queue.length + inFlight,
    stop: () => ended.abort(),
  };
};

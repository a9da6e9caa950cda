import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createApiKey } from '../../../hub/access/api-key.ts';
import { readEnvironment } from '../../../hub/core/environment.ts';
import { footageSchema } from '../../../hub/core/footage.ts';
import { recordSchema } from '../../../hub/core/record.ts';
import { everything } from '../../../hub/core/scope.ts';
import { fetchFootage } from '../../../hub/media/fetch-footage.ts';
import { packageFootage } from '../../../hub/media/package-footage.ts';
import { type FootageRow, getFootage, saveFootage } from '../../../hub/store/footage.ts';
import { putLinks, recount } from '../../../hub/store/links.ts';
import { saveRecord } from '../../../hub/store/records.ts';
import { createSource } from '../../../hub/store/sources.ts';
import { type Hub, openHub } from '../../../hub/workers/hub.ts';
import { startSurroundings } from '../ingest/surroundings.ts';

const org = '990106590000';
const begin = Date.parse('2024-01-05T08:48:00+08:00');
/** The number of the one call there is. */
export const callNumber = 'CALL-1';

export interface HubWithClip {
  readonly hub: Hub;
  /** Database id of the clip. */
  readonly footageId: number;
  /** Folder of the hub's media. */
  readonly mediaDir: string;
  readonly url: string;
  /** The process that answers. */
  readonly pid: number;
  /** Let a page play the clip for twenty minutes: a grant token, and what it is exchanged for. */
  grant(origin: string): Promise<string>;
  playback(origin: string): Promise<string>;
  /** The clip as the store has it. */
  row(): Promise<FootageRow>;
  close(): Promise<void>;
}

export interface ClipOrder {
  readonly file: string;
  readonly seconds: number;
  /** What is linked to the call, in seconds of the clip. */
  readonly linked: { readonly from: number; readonly to: number };
  /** Make the rendition, as the worker does; without it the clip plays on demand. */
  readonly rendition: boolean;
  /** In front of the hub's own command: `taskset -c 0`. */
  readonly prefix?: readonly string[];
  /** Origins that may embed. */
  readonly origins: readonly string[];
}

const startApi = async (
  env: Record<string, string>,
  prefix: readonly string[],
): Promise<{ child: ChildProcess; port: number }> => {
  const command = [...prefix, process.execPath, '--import', 'tsx', join(import.meta.dirname, '../push/hub-api.ts')];
  const child = spawn(command[0] as string, command.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) return { child, port: Number(line) };
  throw new Error('the hub ended without a port');
};

/** Catalogue, original and link of one call with one clip, put there as ingest, media and matching put them. */
const fill = async (hub: Hub, { file, seconds, linked, rendition }: ClipOrder): Promise<number> => {
  const { store } = hub;
  const settings = { folder: dirname(file) };
  await createSource(store.db, { name: 'room', connector: 'docking-station', mapping: 'room', settings });
  const officers = [{ policeId: '009901', name: '测试一' }];
  const call = recordSchema.parse({
    ...{ source: 'calls', system: 'dispatch', kind: 'call', externalId: callNumber, title: '测试警情', org, officers },
    time: { start: new Date(begin).toISOString() },
  });
  const clip = footageSchema.parse({
    ...{ source: 'room', externalId: 'CLIP-1', deviceKind: 'body-camera', mediaType: 'video', policeId: '009901', org },
    ...{ start: new Date(begin).toISOString(), end: new Date(begin + seconds * 1000).toISOString() },
    media: { url: `file://${file}` },
  });
  const origin = { messageId: null, at: Date.now() };
  const recordId = (await store.transaction((tx) => saveRecord(tx, call, origin))).id;
  const footageId = (await store.transaction((tx) => saveFootage(tx, clip, origin))).id;
  await store.transaction(async (tx) => {
    const content = {
      ...{ recordId, footageId, viaRecordId: null, decision: 'linked' as const, decidedBy: 'rule', rule: 'bench@1' },
      ...{ segmentStart: begin + linked.from * 1000, segmentEnd: begin + linked.to * 1000 },
      ...{ weight: 12, probability: 0.998, evidence: [{ comparison: 'officer', level: 'exact', weight: 8 }] },
    };
    await putLinks(tx, [{ content, version: 1 }]);
    await recount(tx, [recordId], [footageId]);
  });
  await fetchFootage(hub, footageId);
  if (rendition) await packageFootage(hub, footageId);
  return footageId;
};

/** A hub as `serve --role api`, on servers of its own, with one call and its clip. */
export const startHubWithClip = async (order: ClipOrder): Promise<HubWithClip> => {
  const mediaDir = await mkdtemp(join(tmpdir(), 'hub-bench-media-'));
  const surroundings = await startSurroundings([]);
  const env = { ...surroundings.env, HUB_MEDIA: mediaDir };
  const hub = await openHub(readEnvironment({ ...process.env, ...env }));
  let child: ChildProcess | undefined;
  const close = async (): Promise<void> => {
    child?.kill();
    await hub.close();
    await surroundings.close();
    await rm(mediaDir, { recursive: true, force: true });
  };
  try {
    const footageId = await fill(hub, order);
    const api = await startApi(env, order.prefix ?? []);
    child = api.child;
    const url = `http://127.0.0.1:${api.port}`;
    const origins = [...order.origins];
    const key = await createApiKey(hub.store.db, { name: 'cases', role: 'handler', orgs: [org], origins });
    const post = async <T>(path: string, headers: Record<string, string>, body: unknown): Promise<T> => {
      const answer = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json() as Promise<T>;
    };
    const grant = async (origin: string): Promise<string> =>
      (
        await post<{ token: string }>(
          '/api/v1/grants',
          { authorization: `Bearer ${key}` },
          {
            ...{ system: 'dispatch', record: callNumber, origin, purpose: '测试', extent: 'clip' },
            person: { policeId: '009901', name: '测试一' },
          },
        )
      ).token;
    return {
      ...{ hub, footageId, mediaDir, url, grant, close, pid: child.pid ?? 0 },
      row: async () => {
        const row = await getFootage(hub.store.db, everything, footageId);
        if (!row) throw new Error('the clip is gone');
        return row;
      },
      playback: async (origin) =>
        (await post<{ playback: string }>('/embed/v1/session', { origin }, { token: await grant(origin) })).playback,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

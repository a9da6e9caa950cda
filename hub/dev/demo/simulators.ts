import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Child, startChild } from '../servers/child.ts';
import type { DemoState } from './state.ts';

/** Where things are that simulators need to know. */
export interface Surroundings {
  dataDir: string;
  hubUrl: string;
  dispatchDatabaseUrl: string;
  state: DemoState;
}

/** API keys carry the mark of those the hub makes. */
export const demoKey = (state: DemoState, holder: 'case' | 'script'): string => `hub_${state.secrets[`${holder}-key`]}`;

export interface SimulatorPlan {
  name: string;
  /** The business system it plays; footage sides have none. */
  system?: string;
  file: string;
  env(around: Surroundings): Record<string, string>;
}

const receive = ({ hubUrl }: Surroundings, source: string): string => `${hubUrl}/receive/${source}`;

/** The other side, a process each. */
export const simulatorPlans: SimulatorPlan[] = [
  {
    name: 'traffic',
    system: 'traffic',
    file: 'simulators/traffic.ts',
    env: ({ state }) => ({ TRAFFIC_JKXLH: state.secrets.jkxlh ?? '' }),
  },
  {
    name: 'dispatch',
    system: 'dispatch',
    file: 'simulators/dispatch.ts',
    env: ({ dispatchDatabaseUrl }) => ({ DISPATCH_DATABASE_URL: dispatchDatabaseUrl }),
  },
  {
    name: 'police-platform',
    system: 'case',
    file: 'simulators/police-platform.ts',
    env: ({ hubUrl, state }) => ({
      HUB_URL: hubUrl,
      HUB_API_KEY: demoKey(state, 'case'),
      PLATFORM_APPID: 'footage-link-hub',
      PLATFORM_APPSECRET: state.secrets.platform ?? '',
    }),
  },
  {
    name: 'incident',
    system: 'incident',
    file: 'simulators/incident.ts',
    env: (around) => ({
      HUB_RECEIVE_URL: receive(around, 'incident-rbsp'),
      SIM_STATE_FILE: join(around.dataDir, 'simulators/incident.json'),
    }),
  },
  {
    name: 'intelligence',
    system: 'intelligence',
    file: 'simulators/intelligence.ts',
    env: (around) => ({
      HUB_RECEIVE_URL: receive(around, 'intelligence-push'),
      INTEL_SECRET: `whsec_${Buffer.from(around.state.secrets.intelligence ?? '').toString('base64')}`,
      SIM_STATE_FILE: join(around.dataDir, 'simulators/intelligence.json'),
    }),
  },
  {
    name: 'docking-station',
    file: 'simulators/docking-station.ts',
    env: (around) => ({
      HUB_RECEIVE_URL: receive(around, 'dock-linjiang'),
      DOCK_AUTHKEY: around.state.secrets.dock ?? '',
      CITY_MEDIA: join(around.dataDir, 'city-media'),
    }),
  },
  {
    name: 'interview-room',
    file: 'simulators/interview-room.ts',
    env: ({ dataDir }) => ({ ROOM_FOLDER: join(dataDir, 'interview-rooms'), CITY_MEDIA: join(dataDir, 'city-media') }),
  },
  {
    name: 'truth',
    file: 'city/write-truth.ts',
    env: ({ dataDir }) => ({ CITY_TRUTH: join(dataDir, 'city-truth.jsonl') }),
  },
];

const dev = new URL('..', import.meta.url).pathname;

/**
 * Start one simulator; resolves with its process and address when it says that it is ready.
 *
 * @throws when it ends before, with where its log is
 */
export const startSimulator = async (
  plan: SimulatorPlan,
  around: Surroundings,
): Promise<{ child: Child; url: string }> => {
  const runDir = join(around.dataDir, 'run');
  const child = await startChild(plan.name, process.execPath, ['--import', 'tsx', join(dev, plan.file)], {
    runDir,
    readStdout: true,
    env: {
      ...process.env,
      CITY_FILE: join(around.dataDir, 'city.json'),
      PORT: String(around.state.ports[plan.name] ?? 0),
      SIM_WATCH_PARENT: '1',
      ...plan.env(around),
    },
  });
  const lines = createInterface({ input: child.process.stdout as Readable });
  const first = await Promise.race([
    once(lines, 'line'),
    child.ended.then(() => undefined),
    pause(120_000, undefined, { ref: false }),
  ]);
  const ready = first ? (JSON.parse(String(first[0])) as { url: string }) : undefined;
  if (ready) return { child, url: ready.url };
  await child.stop();
  throw new Error(`[hub] [dev] the simulator ${plan.name} did not start; see ${join(runDir, `${plan.name}.log`)}`);
};

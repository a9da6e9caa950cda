import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConnectors } from '../../../connectors/_kit/scan.ts';
import { readEnvironment } from '../../core/environment.ts';
import { loadMappings } from '../../core/mapping/folder.ts';
import { migrate } from '../../store/migrate.ts';
import { openStore } from '../../store/open.ts';
import { type Mariadb, startMariadb } from '../servers/mariadb.ts';
import { startRedis } from '../servers/redis.ts';
import { foundCity } from './found.ts';
import { type Kept, keepRunning } from './keep-running.ts';
import { demoKey, type Surroundings, simulatorPlans, startSimulator } from './simulators.ts';
import { startHub } from './start-hub.ts';
import { type DemoState, demoRoles, demoState } from './state.ts';

export interface DemoOptions {
  dataDir: string;
  /** Days of history a new city begins with. */
  days: number;
  /** City seconds for each real one. */
  speed: number;
  seed: number;
  /** Port of the hub; 0 for any free one. Counts at the first start. */
  port: number;
  /** A step begins or ends, something ended unexpectedly. */
  tell(message: string): void;
}

/** What `.data/demo.json` says: addresses and sign-ins of the running demo. */
export interface DemoFacts {
  url: string;
  caseSystemUrl: string;
  accounts: { role: string; user: string; password: string }[];
  apiKey: string;
  simulators: { name: string; system?: string; url: string }[];
  truth: string;
  databaseUrl: string;
  dispatchDatabaseUrl: string;
}

export interface Demo {
  facts: DemoFacts;
  /** By name: mariadb, redis, hub and the simulators. */
  kept: ReadonlyMap<string, Kept>;
  stop(): Promise<void>;
}

const environmentOf = (
  state: DemoState,
  dataDir: string,
  databaseUrl: string,
  redisUrl: string,
): NodeJS.ProcessEnv => ({
  HUB_PORT: String(state.ports.hub),
  HUB_PUBLIC_URL: `http://127.0.0.1:${state.ports.hub}`,
  HUB_SECRET: state.secrets.hub,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  HUB_DATA: join(dataDir, 'hub'),
  HUB_MEDIA: join(dataDir, 'media'),
});

const startServers = async (
  runDir: string,
  state: DemoState,
  options: DemoOptions,
  keep: (kept: Kept) => void,
): Promise<{ database: Mariadb; redisUrl: string }> => {
  let database: Mariadb | undefined;
  const beginDatabase = async () => {
    database = await startMariadb({
      dataDir: join(options.dataDir, 'mariadb'),
      runDir,
      port: state.ports.mariadb ?? 0,
      password: state.secrets.mariadb ?? '',
    });
    return database.child;
  };
  let redisUrl = '';
  const beginRedis = async () => {
    const redis = await startRedis({ runDir, port: state.ports.redis ?? 0, password: state.secrets.redis ?? '' });
    redisUrl = redis.url;
    return redis.child;
  };
  await Promise.all([
    keepRunning('mariadb', beginDatabase, options.tell).then(keep),
    keepRunning('redis', beginRedis, options.tell).then(keep),
  ]);
  return { database: database as unknown as Mariadb, redisUrl };
};

const prepareHub = async (env: NodeJS.ProcessEnv, databaseUrl: string, around: Surroundings): Promise<void> => {
  const environment = readEnvironment({ ...process.env, ...env });
  const store = openStore(databaseUrl);
  try {
    await migrate(store);
    const [connectors, mappings] = await Promise.all([loadConnectors(), loadMappings(environment.mappingsDir)]);
    await foundCity({ store, environment, connectors, mappings }, around);
  } finally {
    await store.close();
  }
};

const startSimulators = (
  around: Surroundings,
  kept: Map<string, Kept>,
  tell: DemoOptions['tell'],
): Promise<DemoFacts['simulators']> =>
  Promise.all(
    simulatorPlans.map(async (plan) => {
      let url = '';
      const begin = async () => {
        const started = await startSimulator(plan, around);
        url = started.url;
        return started.child;
      };
      kept.set(plan.name, await keepRunning(plan.name, begin, tell));
      return { name: plan.name, ...(plan.system ? { system: plan.system } : {}), url };
    }),
  );

/**
 * Start private servers, the hub and the simulated city, all processes of their own that are started again when they
 * die. What an earlier start left behind is ended first.
 */
export const startDemo = async (options: DemoOptions): Promise<Demo> => {
  const { dataDir, tell } = options;
  const runDir = join(dataDir, 'run');
  mkdirSync(runDir, { recursive: true });
  const state = await demoState(dataDir, options);
  const kept = new Map<string, Kept>();
  const stop = async (): Promise<void> => {
    const byName = (name: string) => kept.get(name)?.stop();
    // First those who speak, then the hub, then what it stands on.
    await Promise.all(simulatorPlans.map(({ name }) => byName(name)));
    await byName('hub');
    await Promise.all([byName('mariadb'), byName('redis')]);
  };
  try {
    tell('private MariaDB and Redis');
    const { database, redisUrl } = await startServers(runDir, state, options, (one) => kept.set(one.name, one));
    const databaseUrl = await database.database('hub');
    const dispatchDatabaseUrl = await database.database('dispatch_icc');
    const around: Surroundings = { dataDir, hubUrl: `http://127.0.0.1:${state.ports.hub}`, dispatchDatabaseUrl, state };
    const env = environmentOf(state, dataDir, databaseUrl, redisUrl);

    tell('the simulated city, and what the hub has to know of it');
    // The other side is there before the hub looks at it, as in life; what it pushes it tries again until the hub listens.
    const [simulators] = await Promise.all([startSimulators(around, kept, tell), prepareHub(env, databaseUrl, around)]);

    tell('the hub');
    kept.set('hub', await keepRunning('hub', () => startHub({ runDir, url: around.hubUrl, env }), tell));

    const facts: DemoFacts = {
      url: around.hubUrl,
      caseSystemUrl: simulators.find(({ name }) => name === 'police-platform')?.url ?? '',
      accounts: demoRoles.map((role) => ({ role, user: role, password: state.secrets[role] ?? '' })),
      apiKey: demoKey(state, 'script'),
      simulators: simulators.filter(({ name }) => name !== 'truth'),
      truth: join(dataDir, 'city-truth.jsonl'),
      databaseUrl,
      dispatchDatabaseUrl,
    };
    const file = join(dataDir, 'demo.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return { facts, kept, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

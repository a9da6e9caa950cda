import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { loadConnectors } from '../../connectors/_kit/scan.ts';
import { type AuditLog, openAuditLog } from '../audit/log.ts';
import type { Connector } from '../core/connector.ts';
import { type Environment, searchFile } from '../core/environment.ts';
import type { CompiledMapping } from '../core/mapping/compile.ts';
import { loadMappings } from '../core/mapping/folder.ts';
import { openMappingRegister } from '../ingest/mapping-register.ts';
import { type Observations, openObservations } from '../ingest/observations.ts';
import { loadRules } from '../match/rules/rules.ts';
import { openRulesInForce, type RulesInForce } from '../match/rules/rules-in-force.ts';
import { openQueue, type Queue } from '../queue/open.ts';
import { openPace, type Pace } from '../queue/pace.ts';
import type { SearchEngine } from '../search/engine.ts';
import { openSearch } from '../search/open.ts';
import { openStore, type Store } from '../store/open.ts';

/** Everything a process of the hub holds open. All processes are alike; what differs is the roles they play. */
export interface Hub {
  readonly environment: Environment;
  readonly store: Store;
  readonly queue: Queue;
  readonly pace: Pace;
  readonly search: SearchEngine;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** In force now; see `refreshMappings`. */
  readonly mappings: ReadonlyMap<string, CompiledMapping>;
  /** Take up what was put in force a moment ago; otherwise it takes a second. @throws when the database is away */
  refreshMappings(): Promise<void>;
  readonly rules: RulesInForce;
  readonly observations: Observations;
  readonly audit: AuditLog;
  readonly log: Logger;
  close(): Promise<void>;
}

/**
 * Open what a process needs. Database and Redis are connected lazily and may be away.
 *
 * @throws ConfigurationError for a mapping, rule or connector that is wrong
 */
export const openHub = async (environment: Environment): Promise<Hub> => {
  const log = pino({
    level: environment.logLevel,
    redact: ['*.password', '*.secret', '*.token', '*.authorization', '*.cookie'],
  });
  const [connectors, files, rules] = await Promise.all([
    loadConnectors(),
    loadMappings(environment.mappingsDir),
    loadRules(join(environment.mappingsDir, 'matching.yaml')),
  ]);
  await mkdir(environment.dataDir, { recursive: true });
  await mkdir(environment.mediaDir, { recursive: true });
  const store = openStore(environment.databaseUrl);
  const queue = openQueue(environment.redisUrl);
  const search = openSearch({
    meiliUrl: environment.meiliUrl,
    meiliKey: environment.meiliKey,
    file: searchFile(environment),
  });
  const observations = openObservations(store, log);
  const register = openMappingRegister(store, files, log);
  return {
    environment,
    store,
    queue,
    pace: openPace(store, queue.redis),
    search,
    connectors,
    mappings: register.mappings,
    refreshMappings: register.refresh,
    rules: openRulesInForce(store, rules),
    observations,
    audit: openAuditLog(store),
    log,
    close: async () => {
      register.close();
      await observations.close();
      await Promise.all([queue.close(), search.close()]);
      await store.close();
    },
  };
};

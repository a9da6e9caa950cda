import type { AuditLog } from '../audit/log.ts';
import type { Environment } from '../core/environment.ts';
import type { IngestDeps } from '../ingest/deps.ts';
import type { RulesInForce } from '../match/rules/rules-in-force.ts';
import type { Queue } from '../queue/open.ts';
import type { SearchEngine } from '../search/engine.ts';

/** What the API needs of the hub; `Hub` has it all. */
export interface ApiDeps extends IngestDeps {
  readonly environment: Environment;
  readonly queue: Queue;
  readonly search: SearchEngine;
  readonly rules: RulesInForce;
  readonly audit: AuditLog;
  /** Take up mappings that were put in force a moment ago. */
  refreshMappings(): Promise<void>;
}

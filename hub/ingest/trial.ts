import type { Context, Memory, Opened, RawMessage } from '../core/connector.ts';
import { type CompiledMapping, compileMapping } from '../core/mapping/compile.ts';
import { findRows, sniff } from '../core/mapping/find-rows.ts';
import { parseMapping } from '../core/mapping/parse.ts';
import { type Fields, keepSecrets, parseSettings, type Values } from '../core/setting.ts';
import { openSettings, secretBox } from '../store/secret.ts';
import { findSource } from '../store/sources.ts';
import { contextOf, type Running } from './context.ts';
import { connectorOf, type IngestDeps } from './deps.ts';
import { hideSecrets } from './hide-secrets.ts';
import { nameIn } from './preview.ts';

/** Settings that are tried before they are a source. */
export interface Trial {
  /** Of the source that is edited: secrets that come back withheld are taken from it. */
  source?: string | undefined;
  connector: string;
  settings: Record<string, unknown>;
  /** A mapping in force, to open replies with. */
  mapping?: string | undefined;
  /** Or one as it stands in the editor. */
  yaml?: string | undefined;
}

/** Stands in where there is no mapping yet: opens messages by their looks and maps nothing. */
const byLooks = (connector: string): CompiledMapping => {
  const draft = `name: draft\ntitle: { zh: 草稿, en: Draft }\nconnector: ${connector}\ntarget: footage\ndecode: [json]\nrows: .
fields: { externalId: "?", deviceKind: "?", mediaType: "?", start: "?", end: "?" }`;
  const open = (message: RawMessage): Opened => {
    const document = sniff(message)?.document;
    return document === undefined
      ? { rows: [message.contentType], document }
      : { rows: findRows(document).rows, document };
  };
  return { ...compileMapping(parseMapping(draft, 'draft.yaml')), open };
};

/** A memory that ends with the trial. */
const shortMemory = (): Memory => {
  const values = new Map<string, unknown>();
  return {
    get: async (name) => values.get(name),
    set: async (name, value) => void values.set(name, value),
    forget: async (name) => void values.delete(name),
  };
};

/** What a connector is called with in a trial: nothing it does leaves a trace in the store. */
export interface TrialRun extends Running {
  /** Every message the connector showed to the mapping, in order. */
  readonly seen: readonly RawMessage[];
  /** Takes the secrets among the settings out of a text. */
  hide(text: string): string;
}

/**
 * Make ready to try settings.
 *
 * @throws SettingsError with every problem, MappingError, ConfigurationError
 */
export const openTrial = async (
  deps: IngestDeps,
  trial: Trial,
  signal: AbortSignal,
  memory: Memory = shortMemory(),
): Promise<TrialRun> => {
  const name = trial.source ?? 'trial';
  const connector = connectorOf(deps, { name, connector: trial.connector });
  const stored = trial.source === undefined ? undefined : await findSource(deps.store.db, trial.source);
  const before = stored?.connector === trial.connector ? stored.settings : {};
  const kept = keepSecrets(connector.settings, trial.settings, before);
  const settings = openSettings(secretBox(deps.environment.secret), name, connector.settings, kept);
  parseSettings(connector.settings, settings, name);
  const mapping =
    trial.yaml !== undefined
      ? compileMapping(parseMapping(trial.yaml, `${nameIn(trial.yaml)}.yaml`))
      : ((trial.mapping === undefined ? undefined : deps.mappings.get(trial.mapping)) ?? byLooks(trial.connector));
  const only = { ...deps, mappings: new Map([['trial', mapping]]) };
  const running = contextOf(only, { name, connector: trial.connector, mapping: 'trial', settings }, signal);
  const seen: RawMessage[] = [];
  const context: Context<Values<Fields>> = {
    ...running.context,
    open(message) {
      seen.push(message);
      return running.context.open(message);
    },
    observe: () => undefined,
    memory,
    isTrial: true,
  };
  return { ...running, context, seen, hide: hideSecrets(connector.settings, settings) };
};

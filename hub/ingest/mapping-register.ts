import { explain } from '../core/errors.ts';
import { type CompiledMapping, compileMapping } from '../core/mapping/compile.ts';
import { parseMapping } from '../core/mapping/parse.ts';
import { getMappingVersion, latestMappingVersions } from '../store/mapping-versions.ts';
import type { Store } from '../store/open.ts';
import type { Log } from './deps.ts';

/** The mappings in force: those of the files, and over them what people put in force in the store. */
export interface MappingRegister {
  /** The same map for ever; what is in it changes. */
  readonly mappings: ReadonlyMap<string, CompiledMapping>;
  /** Look for new versions now. @throws when the database is away */
  refresh(): Promise<void>;
  close(): void;
}

const noSuchTable = 1146;
const errnoOf = (error: unknown): unknown => (error as { cause?: { errno?: number } }).cause?.errno;

/** How soon every process uses a version that another one put in force. */
const everyMs = 1_000;

/** Compile a mapping that is no file. @throws MappingError with every problem */
export const compileText = (name: string, text: string): CompiledMapping =>
  compileMapping(parseMapping(text, `${name}.yaml`));

/**
 * Keep the mappings in force up to date. Does not wait for the database: until it was heard, the files hold.
 *
 * @param files as loaded from the mappings folder
 */
export const openMappingRegister = (
  store: Store,
  files: ReadonlyMap<string, CompiledMapping>,
  log: Pick<Log, 'error'>,
): MappingRegister => {
  const mappings = new Map(files);
  const seen = new Map<string, number>();
  let running: Promise<void> | undefined;

  const putInForce = async (name: string, id: number): Promise<void> => {
    const { text } = await getMappingVersion(store.db, name, id);
    try {
      const mapping = text === null ? files.get(name) : compileText(name, text);
      if (mapping) mappings.set(name, mapping);
      else mappings.delete(name);
    } catch (error) {
      // It was checked when it was saved; a later release may ask for more. What was in force stays.
      log.error(
        { mapping: name, version: id, error: explain(error) },
        '[hub] [mapping] a stored version is not usable',
      );
    }
    seen.set(name, id);
  };
  const look = async (): Promise<void> => {
    const latest = await latestMappingVersions(store.db).catch((error: unknown) => {
      // A store without tables yet has no versions either.
      if (errnoOf(error) === noSuchTable) return new Map<string, number>();
      throw error;
    });
    for (const [name, id] of latest) {
      if (seen.get(name) !== id) await putInForce(name, id);
    }
  };
  const refresh = async (): Promise<void> => {
    // One that is under way may have begun before the version was there.
    await running?.catch(() => undefined);
    running = look().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(() => void (running ?? refresh().catch(() => undefined)), everyMs);
  timer.unref();
  return { mappings, refresh, close: () => clearInterval(timer) };
};

import { afterFailure, afterSuccess, type Breaker, isAtRest, tryBreaker } from '../../core/breaker.ts';
import { ConfigurationError, explain } from '../../core/errors.ts';
import { paceOf } from '../../core/pace.ts';
import { parseSettings } from '../../core/setting.ts';
import { breakersOf, changeBreaker } from '../../store/breakers.ts';
import type { Store } from '../../store/open.ts';
import { openSettings, secretBox } from '../../store/secret.ts';
import { breakerOf, homeName, listVolumes, noteVolumeChecked, type VolumeRow } from '../../store/volumes.ts';
import type { MediaDeps } from '../deps.ts';
import { homeVolume } from '../home-volume.ts';
import { type Volume, VolumeFullError, type VolumeTroubleError } from '../volume.ts';
import { volumeKind } from './load-kinds.ts';

export type VolumesDeps = Pick<MediaDeps, 'store' | 'environment' | 'log'>;

/** A declared volume that can be used. */
export interface OpenVolume {
  readonly row: VolumeRow;
  readonly volume: Volume;
  /** Whether it does what it should, as far as any process has found. */
  readonly isUp: boolean;
}

/** Other processes' changes are seen after this time. */
const freshMs = 1_000;
/** A disk that fails once may be busy; twice in a row it is left alone, at first for five seconds. */
const pace = paceOf({ breakerFailures: 2, breakerShare: 0, breakerSeconds: 5 }, 'volumes');

interface Known {
  at: number;
  list: Promise<readonly OpenVolume[]>;
  /** By name and version: a client of an object store keeps its connections. */
  readonly opened: Map<string, Volume>;
}
const known = new WeakMap<Store, Known>();

const open = async (deps: VolumesDeps, row: VolumeRow): Promise<Volume> => {
  if (row.name === homeName) return homeVolume(deps);
  const kind = await volumeKind(row.kind);
  const box = secretBox(deps.environment.secret);
  const settings = openSettings(box, breakerOf(row.name), kind.settings, row.settings);
  return kind.open(row.name, parseSettings(kind.settings, settings, row.name));
};

const load = async (deps: VolumesDeps, opened: Map<string, Volume>): Promise<readonly OpenVolume[]> => {
  const rows = await listVolumes(deps.store.db);
  const breakers = await breakersOf(
    deps.store.db,
    rows.map(({ name }) => breakerOf(name)),
  );
  const list: OpenVolume[] = [];
  for (const row of rows) {
    const key = `${row.name} ${row.version}`;
    try {
      const volume = opened.get(key) ?? (await open(deps, row));
      opened.set(key, volume);
      list.push({ row, volume, isUp: (breakers.get(breakerOf(row.name))?.state ?? 'closed') === 'closed' });
    } catch (error) {
      // One that cannot be opened (a kind that is gone, another HUB_SECRET) must not take the others away.
      deps.log.warn({ volume: row.name, error: explain(error) }, '[hub] [media] a volume cannot be opened');
      await noteVolumeChecked(deps.store.db, row.name, { lastError: explain(error) });
    }
  }
  return list;
};

/** All volumes as they are declared now, nearest first. One that was added a moment ago is among them within a second. */
export const openVolumes = (deps: VolumesDeps): Promise<readonly OpenVolume[]> => {
  const before = known.get(deps.store);
  if (before && Date.now() - before.at < freshMs) return before.list;
  const opened = before?.opened ?? new Map<string, Volume>();
  const entry: Known = { at: Date.now(), opened, list: load(deps, opened) };
  entry.list.catch(() => known.delete(deps.store));
  known.set(deps.store, entry);
  return entry.list;
};

/** Read the declarations anew at the next use. */
export const forgetVolumes = ({ store }: Pick<VolumesDeps, 'store'>): void => {
  const entry = known.get(store);
  if (entry) entry.at = 0;
};

/** @throws ConfigurationError when there is no volume of that name */
export const openVolume = async (deps: VolumesDeps, name: string): Promise<OpenVolume> => {
  const found = (await openVolumes(deps)).find(({ row }) => row.name === name);
  if (found) return found;
  throw new ConfigurationError(`[hub] [media] there is no volume named "${name}"`, {
    remedy: 'declare the volume the file was stored on',
  });
};

/** Remember that a volume failed: after the second time in a row all processes go around it. */
export const noteTrouble = async (deps: VolumesDeps, error: VolumeTroubleError): Promise<void> => {
  if (error instanceof VolumeFullError) return;
  deps.log.warn({ volume: error.volume, error: explain(error) }, error.message);
  await deps.store.transaction(async (tx) => {
    await changeBreaker(tx, breakerOf(error.volume), (breaker, now) => ({
      breaker: afterFailure(breaker, pace, now),
      value: undefined,
    }));
    await noteVolumeChecked(tx, error.volume, { lastError: explain(error) });
  });
  forgetVolumes(deps);
};

/** Whether a volume may be tried now: always while it is up, after its rest when it is not. */
export const mayTry = (deps: VolumesDeps, name: string): Promise<boolean> =>
  deps.store.transaction((tx) =>
    changeBreaker(tx, breakerOf(name), (breaker, now) => {
      const tried = tryBreaker(breaker, now);
      return { breaker: tried.breaker, value: tried.allowed };
    }),
  );

/** @returns whether it was out of use before */
export const noteHealth = async (deps: VolumesDeps, name: string): Promise<boolean> => {
  const wasOut = await deps.store.transaction((tx) =>
    changeBreaker(tx, breakerOf(name), (breaker: Breaker) => ({
      breaker: isAtRest(breaker) ? breaker : afterSuccess(breaker, pace),
      value: breaker.state !== 'closed',
    })),
  );
  if (wasOut) forgetVolumes(deps);
  return wasOut;
};

import { ConflictError } from '../core/errors.ts';
import { paceOf } from '../core/pace.ts';
import type { Gate, Manners } from '../queue/pace.ts';
import { tell } from '../store/outbox.ts';
import { countPublications } from '../store/publication-outcomes.ts';
import { believed, recordsToPlan, tellAgain } from '../store/publications.ts';
import { requireSource } from '../store/sources.ts';
import type { PublishDeps } from './deps.ts';
import { planPublications } from './plan.ts';
import { publicationsOf } from './publication-of.ts';
import { type Target, targetOf, toldSince } from './targets.ts';

/** What reconciling one source found. */
export interface Reconciliation {
  /** Links to be told, told again or withdrawn that were not on the list. */
  planned: number;
  /** Compared with the other side: there as told, and not (these are told again). Absent where it cannot be read. */
  found?: number;
  missing?: number;
  /** The comparison ended early because the other side is to be left alone for now. */
  wait?: Extract<Gate, { open: false }>;
}

const page = 200;

/** Every record that has something to tell is on the list, and nothing else. */
const planAll = async (deps: PublishDeps, target: Target, signal: AbortSignal): Promise<number> => {
  let planned = 0;
  for (let after = 0; !signal.aborted; ) {
    const ids = await recordsToPlan(deps.store.db, target.source.name, toldSince(target), after, page);
    if (ids.length === 0) break;
    planned += await planPublications(deps, ids, [target]);
    after = ids.at(-1) ?? after;
  }
  return planned;
};

type Comparison = Omit<Reconciliation, 'planned'>;

/** Leave to ask the other side once; what was not used is kept for the next time. */
const turnsOf = (manners: Manners, signal: AbortSignal) => {
  let gate: Gate | undefined;
  return {
    async take(): Promise<Gate> {
      gate = gate?.open ? gate : await manners.ask(signal);
      return gate;
    },
    used(): void {
      gate = undefined;
    },
  };
};

/** What we believe is told is there; what is not is told again, noted after each look, for it may end at any of them. */
const compareAll = async (deps: PublishDeps, { source }: Target, signal: AbortSignal): Promise<Comparison> => {
  const { connector, context } = deps.connect(source, signal);
  if (!connector.published) return {};
  const { db } = deps.store;
  const manners = deps.pace(source.name, paceOf(source.settings, source.name));
  const turns = turnsOf(manners, signal);
  let found = 0;
  let missing = 0;
  const again = async (ids: readonly number[]): Promise<void> => {
    await tellAgain(db, ids);
    missing += ids.length;
  };
  for (let after = 0; ; ) {
    const rows = await believed(db, source.name, after, page);
    if (rows.length === 0) return { found, missing };
    const publications = await publicationsOf(db, deps.environment.publicUrl, rows);
    const looks = connector.published(context, publications)[Symbol.asyncIterator]();
    let isRead = false;
    try {
      for (;;) {
        const gate = await turns.take();
        if (!gate.open) return { found, missing, wait: gate };
        const look = await looks.next();
        if (look.done) break;
        turns.used();
        await manners.succeeded();
        isRead = true;
        const there = new Set(look.value.there);
        await again(look.value.compared.filter((id) => !there.has(id)));
        found += there.size;
      }
    } catch (error) {
      if (!signal.aborted) await manners.failed(error);
      throw error;
    } finally {
      await looks.return?.().catch(() => undefined);
    }
    if (!isRead && found + missing === 0) return {};
    // Their record or recording is gone from the store: telling them says so.
    const present = new Set(publications.map(({ linkId }) => linkId));
    await again(rows.filter(({ id }) => !present.has(id)).map(({ id }) => id));
    after = rows.at(-1)?.id ?? after;
  }
};

/**
 * Compare what a source was told with what it should have been told, and where it can be read with what it has. Whatever
 * differs is told again.
 *
 * @throws ConflictError when links are not told to this source; ConfigurationError, RetriableError of the other side
 */
export const reconcilePublications = async (
  deps: PublishDeps,
  name: string,
  { signal }: { signal: AbortSignal },
): Promise<Reconciliation> => {
  const target = targetOf(deps, await requireSource(deps.store.db, name));
  if (!target) {
    throw new ConflictError(`[hub] [publish] ${name} is not told links`, {
      remedy: 'switch on the setting publish, on a source whose connector can write back',
    });
  }
  const planned = await planAll(deps, target, signal);
  const compared = await compareAll(deps, target, signal);
  const { found = 0, missing = 0 } = compared;
  if (missing > 0) {
    const text = '[hub] [publish] links were lost or changed at the other side; they are told again';
    deps.log.warn({ source: name, missing }, text);
  }
  await deps.store.transaction(async (tx) => {
    await countPublications(tx, name, { found, missing });
    if (missing > 0) await tell(tx, [{ name: 'publications.due', data: { target: name } }]);
  });
  await deps.audit.record({
    actor: 'hub',
    actorKind: 'hub',
    action: 'links.reconcile',
    object: `source:${name}`,
    detail: { planned, ...compared },
  });
  deps.queue.nudge();
  return { planned, ...compared };
};

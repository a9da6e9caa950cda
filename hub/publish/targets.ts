import { explain } from '../core/errors.ts';
import { isWithin } from '../core/org.ts';
import { type PublishingSettings, publishingOf } from '../core/publishing.ts';
import type { System } from '../core/vocabulary.ts';
import type { TellableLink } from '../store/publications.ts';
import { listSources, type SourceRow } from '../store/sources.ts';
import type { PublishDeps } from './deps.ts';

/** A source that is told links, and which. */
export interface Target {
  readonly source: SourceRow;
  readonly wishes: PublishingSettings;
}

const dayMs = 86_400_000;

/** The target a source is, if it is one: switched on, and its connector publishes. */
export const targetOf = (deps: Pick<PublishDeps, 'connectors' | 'log'>, source: SourceRow): Target | undefined => {
  if (!deps.connectors.get(source.connector)?.publish || source.settings.publish === undefined) return undefined;
  try {
    const wishes = publishingOf(source.settings, source.name);
    return wishes.publish ? { source, wishes } : undefined;
  } catch (error) {
    deps.log.warn({ source: source.name, error: explain(error) }, '[hub] [publish] nothing is told to it');
    return undefined;
  }
};

/** All sources that are told links now, paused ones included: for them it is kept until they go on. */
export const findTargets = async (deps: Pick<PublishDeps, 'store' | 'connectors' | 'log'>): Promise<Target[]> =>
  (await listSources(deps.store.db)).flatMap((source) => targetOf(deps, source) ?? []);

const among = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/** Whether a link is one of those a target is told, its age aside. */
export const isWanted = ({ source, wishes }: Target, { record, decision, inherited }: TellableLink): boolean =>
  (wishes.publishSystems.length === 0
    ? record.source === source.name
    : wishes.publishSystems.includes(record.system)) &&
  among(wishes.publishKinds, record.kind) &&
  wishes.publishDecisions.includes(decision) &&
  (wishes.publishInherited || !inherited) &&
  (wishes.publishOrgs.length === 0 ||
    wishes.publishOrgs.some((org) => record.org !== null && isWithin(record.org, org)));

/** What is older than this is not told for the first time; what was told already stays. Epoch ms. */
export const toldSince = ({ wishes }: Target, now = Date.now()): number => now - wishes.publishDays * dayMs;

/** Calls before what comes of them, cases last: systems that hang one on the other want the parent first. */
const ranks: Record<System, number> = { dispatch: 0, traffic: 2, intelligence: 2, incident: 3, case: 4 };
/** Units that were sent hang on their call. */
export const rankOf = ({ system, kind }: Pick<TellableLink['record'], 'system' | 'kind'>): number =>
  kind === 'unit-sent' ? 1 : ranks[system];

import { definitionOf, removeAt, writeTop } from './yaml-fields.ts';

/** A mapping that is there, made ready for another source. */
export interface TakenMapping {
  readonly yaml: string;
  /** What it says its sources are polled by. */
  readonly schedule?: string;
  /** Settings it says its sources usually have, of those that were not filled in. */
  readonly brought: Readonly<Record<string, unknown>>;
  /** The connector it was written for, where that is another one. */
  readonly formerConnector?: string;
}

/** What a mapping brings with it as it is; nothing of it is changed. */
export const takeMapping = (yaml: string, filledIn: Readonly<Record<string, unknown>>): TakenMapping => {
  const defaults = definitionOf(yaml)?.defaults as
    | { readonly schedule?: string; readonly settings?: Readonly<Record<string, unknown>> }
    | undefined;
  const usual = Object.entries(defaults?.settings ?? {});
  return {
    yaml,
    brought: Object.fromEntries(usual.filter(([name]) => filledIn[name] === undefined)),
    ...(defaults?.schedule ? { schedule: defaults.schedule } : {}),
  };
};

/**
 * A copy of it under another name. For another connector its usual settings are taken out: they are not that one's, and
 * a source that got them could not be saved.
 */
export const copyMapping = (
  yaml: string,
  { name, connector, filledIn }: { name: string; connector: string; filledIn: Readonly<Record<string, unknown>> },
): TakenMapping => {
  const former = definitionOf(yaml)?.connector;
  const named = writeTop(yaml, 'name', name);
  if (former === connector) return takeMapping(named, filledIn);
  const moved = removeAt(writeTop(named, 'connector', connector), ['defaults', 'settings']);
  return { ...takeMapping(moved, filledIn), ...(typeof former === 'string' ? { formerConnector: former } : {}) };
};

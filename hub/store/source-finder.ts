import type { Store } from './open.ts';
import { quoted } from './question.ts';
import { findSource, type SourceRow } from './sources.ts';

/** What a person can change of a source, told by what is short. */
const markOf = (name: string): string =>
  `SELECT state, version, connector, mapping, CRC32(settings) FROM sources WHERE name = ${quoted(name)}`;

/**
 * `findSource` for who asks at every request. The row is read again only when its state or what a person configures has
 * changed; what runs have written since, such as the last error, may be older in it.
 */
export const sourceFinder = ({
  db,
  journeys,
}: Pick<Store, 'db' | 'journeys'>): ((name: string) => Promise<SourceRow | undefined>) => {
  const known = new Map<string, { readonly mark: string; readonly row: SourceRow }>();
  return async (name) => {
    const [rows = []] = await journeys.ask([markOf(name)]);
    const mark = rows[0]?.join(' ');
    const before = known.get(name);
    if (mark !== undefined && before?.mark === mark) return before.row;
    known.delete(name);
    // Read after the mark: a change between the two shows at the next request, by another mark.
    const row = mark === undefined ? undefined : await findSource(db, name);
    if (mark !== undefined && row !== undefined) known.set(name, { mark, row });
    return row;
  };
};

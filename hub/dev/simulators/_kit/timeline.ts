/** What one system writes about one thing, from `at` (city time, epoch ms) until its next revision. */
export interface Revision<Row> {
  key: string;
  at: number;
  row: Row;
}

const byTime = <Row>(a: Revision<Row>, b: Revision<Row>): number => a.at - b.at || (a.key < b.key ? -1 : 1);

/** The revisions with `after < at <= upTo`, oldest first. */
export const revisionsBetween = <Row>(
  revisions: readonly Revision<Row>[],
  after: number,
  upTo: number,
): Revision<Row>[] => revisions.filter(({ at }) => at > after && at <= upTo).sort(byTime);

/** The newest revision of each thing that is known at `now`, in order of its time. */
export const knownAt = <Row>(revisions: readonly Revision<Row>[], now: number): Revision<Row>[] => {
  const newest = new Map<string, Revision<Row>>();
  for (const revision of revisions) {
    const other = newest.get(revision.key);
    if (revision.at <= now && (!other || other.at <= revision.at)) newest.set(revision.key, revision);
  }
  return [...newest.values()].sort(byTime);
};

/** Builds the revisions of one thing: each change is laid over the row before it. */
export const revisionsOf = <Row>(
  key: string,
  first: { at: number; row: Row },
  changes: readonly { at: number; change: Partial<Row> }[],
): Revision<Row>[] => {
  let row = first.row;
  const revisions: Revision<Row>[] = [{ key, at: first.at, row }];
  for (const { at, change } of [...changes].sort((a, b) => a.at - b.at)) {
    row = { ...row, ...change };
    revisions.push({ key, at: Math.max(at, first.at), row });
  }
  return revisions;
};

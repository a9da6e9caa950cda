/** A pair worth considering, with what tells how far it can matter. */
export interface Edge {
  readonly recordId: number;
  readonly footageId: number;
  /** The camera of the clip and who signed in, as numbers; 0 where not known. */
  readonly device: number;
  readonly officer: number;
  /** Bits, before rivals are heard, at least and at most: a person's decision may stand for any weight. */
  readonly least: number;
  readonly most: number;
  readonly isAttributed: boolean;
}

/** Where a change begins. */
export interface Seeds {
  readonly recordIds: readonly number[];
  readonly footageIds: readonly number[];
  /** Records among them that nothing was ever decided about: what they dispute now, nobody disputed before for them. */
  readonly fresh?: ReadonlySet<number>;
  /** Those among them whose own pairs have to be scored anew; all where it is not said. */
  readonly anew?: { readonly recordIds: readonly number[]; readonly footageIds: readonly number[] };
}

/** Pairs found so far, by either side. */
export class Edges<T extends Edge = Edge> {
  readonly #byRecord = new Map<number, T[]>();
  readonly #byClip = new Map<number, T[]>();

  /** @returns false when the pair is known already; what is known stays */
  add(edge: T): boolean {
    const [record, clip] = [this.ofRecord(edge.recordId), this.ofClip(edge.footageId)];
    if (record.some(({ footageId }) => footageId === edge.footageId)) return false;
    if (record.push(edge) === 1) this.#byRecord.set(edge.recordId, record);
    if (clip.push(edge) === 1) this.#byClip.set(edge.footageId, clip);
    return true;
  }
  /** In the place of what is known of the pair, if anything. */
  replace(edge: T): void {
    if (this.add(edge)) return;
    for (const list of [this.ofRecord(edge.recordId), this.ofClip(edge.footageId)])
      list[list.findIndex((one) => one.recordId === edge.recordId && one.footageId === edge.footageId)] = edge;
  }
  *all(): Generator<T> {
    for (const list of this.#byRecord.values()) yield* list;
  }
  ofRecord(id: number): T[] {
    return this.#byRecord.get(id) ?? [];
  }
  ofClip(id: number): T[] {
    return this.#byClip.get(id) ?? [];
  }
  recordIds(): Iterable<number> {
    return this.#byRecord.keys();
  }
  clipIds(): Iterable<number> {
    return this.#byClip.keys();
  }
}

const isSameCamera = (one: Edge, other: Edge): boolean =>
  one.device === 0 ? one.officer !== 0 && one.officer === other.officer : one.device === other.device;

/** What must be known whole to decide everything that a change can have touched. */
export interface Reach {
  /** Records whose pairs may be decided differently after the change. */
  readonly touched: ReadonlySet<number>;
  /** Records and clips all of whose pairs must be known. */
  readonly records: ReadonlySet<number>;
  readonly clips: ReadonlySet<number>;
}

/**
 * How far a change reaches along the pairs found so far. Follows what `resolve` looks at and nothing else: a pair hears the
 * other pairs of its clip; a weaker one of these counts for less where another pair of its record serves that better, on the
 * same camera only if it is the best of its own clip, and on any camera where nothing but time and place ties it. More pairs
 * never make the reach smaller, so whoever looks up what is named here until nothing new is named knows all.
 */
export const reachOf = (edges: Edges, seeds: Seeds): Reach => {
  const touched = new Set(seeds.recordIds);
  const records = new Set(seeds.recordIds);
  const clips = new Set(seeds.footageIds);
  const isSeed = { record: new Set(seeds.recordIds), clip: new Set(seeds.footageIds) };
  const touchAll = (clip: number): void => {
    clips.add(clip);
    for (const { recordId } of edges.ofClip(clip)) touched.add(recordId);
  };

  const changed = new Set(seeds.footageIds);
  for (const id of seeds.recordIds) for (const { footageId } of edges.ofRecord(id)) changed.add(footageId);
  for (const clip of changed) touchAll(clip);
  for (const clip of changed) {
    const all = edges.ofClip(clip);
    const arriving = all.filter(({ recordId }) => isSeed.record.has(recordId));
    for (const one of all) {
      const isNew = isSeed.clip.has(clip);
      const mayFall = arriving.some(
        ({ recordId, most }) => recordId !== one.recordId && (!seeds.fresh?.has(recordId) || most > one.least),
      );
      if (!isNew && !mayFall) continue;
      records.add(one.recordId);
      for (const served of edges.ofRecord(one.recordId)) {
        if (served === one) continue;
        const isServed = isSameCamera(served, one) ? one.most > served.least : isNew && !served.isAttributed;
        if (isServed) touchAll(served.footageId);
      }
    }
  }

  const heard = new Set<number>();
  for (const id of touched) {
    records.add(id);
    for (const { footageId } of edges.ofRecord(id)) heard.add(footageId);
  }
  for (const clip of heard) {
    clips.add(clip);
    const all = edges.ofClip(clip);
    for (const weaker of all) {
      if (!all.some((one) => one !== weaker && one.most >= weaker.least)) continue;
      records.add(weaker.recordId);
      for (const other of edges.ofRecord(weaker.recordId))
        if (other !== weaker && isSameCamera(other, weaker) && other.most > weaker.least) clips.add(other.footageId);
    }
  }
  return { touched, records, clips };
};

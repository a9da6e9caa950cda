import type { MatchFootage, MatchRecord } from './inputs.ts';

/** A pair worth considering, with what tells how far it can matter. */
export interface Edge {
  readonly record: MatchRecord;
  readonly footage: MatchFootage;
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
}

/** Pairs found so far, by either side. */
export class Edges {
  readonly #seen = new Set<string>();
  readonly #byRecord = new Map<number, Edge[]>();
  readonly #byClip = new Map<number, Edge[]>();

  add(edge: Edge): void {
    const name = `${edge.record.id} ${edge.footage.id}`;
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    const [record, clip] = [this.ofRecord(edge.record.id), this.ofClip(edge.footage.id)];
    if (record.push(edge) === 1) this.#byRecord.set(edge.record.id, record);
    if (clip.push(edge) === 1) this.#byClip.set(edge.footage.id, clip);
  }
  ofRecord(id: number): Edge[] {
    return this.#byRecord.get(id) ?? [];
  }
  ofClip(id: number): Edge[] {
    return this.#byClip.get(id) ?? [];
  }
  recordIds(): Iterable<number> {
    return this.#byRecord.keys();
  }
  clipIds(): Iterable<number> {
    return this.#byClip.keys();
  }
}

const isSameCamera = ({ footage: one }: Edge, { footage: other }: Edge): boolean =>
  one.deviceId === undefined
    ? one.policeId !== undefined && one.policeId === other.policeId
    : one.deviceId === other.deviceId;

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
    for (const { record } of edges.ofClip(clip)) touched.add(record.id);
  };

  const changed = new Set(seeds.footageIds);
  for (const id of seeds.recordIds) for (const { footage } of edges.ofRecord(id)) changed.add(footage.id);
  for (const clip of changed) touchAll(clip);
  for (const clip of changed) {
    const all = edges.ofClip(clip);
    const arriving = all.filter(({ record }) => isSeed.record.has(record.id));
    for (const one of all) {
      const isNew = isSeed.clip.has(clip);
      const mayFall = arriving.some(
        ({ record, most }) => record.id !== one.record.id && (!seeds.fresh?.has(record.id) || most > one.least),
      );
      if (!isNew && !mayFall) continue;
      records.add(one.record.id);
      for (const served of edges.ofRecord(one.record.id)) {
        if (served === one) continue;
        const isServed = isSameCamera(served, one) ? one.most > served.least : isNew && !served.isAttributed;
        if (isServed) touchAll(served.footage.id);
      }
    }
  }

  const heard = new Set<number>();
  for (const id of touched) {
    records.add(id);
    for (const { footage } of edges.ofRecord(id)) heard.add(footage.id);
  }
  for (const clip of heard) {
    clips.add(clip);
    const all = edges.ofClip(clip);
    for (const weaker of all) {
      if (!all.some((one) => one !== weaker && one.most >= weaker.least)) continue;
      records.add(weaker.record.id);
      for (const other of edges.ofRecord(weaker.record.id))
        if (other !== weaker && isSameCamera(other, weaker) && other.most > weaker.least) clips.add(other.footage.id);
    }
  }
  return { touched, records, clips };
};

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { decideLink, decisionsOf, type LinkItem, type ReviewItem } from '../client/link.ts';
import { listenLive } from '../client/live.ts';
import type { Problem } from '../client/request.ts';
import { countPairs, releasePairs, type TakenPairs, takePairs } from '../client/review.ts';
import { problemOf } from './loaded.ts';

/** Few enough that others find some, many enough that nobody waits for the next one. */
const most = 8;
const renewMs = 60_000;
const countMs = 2_000;

/** What this person decided here, last first to be undone. */
export interface Decided {
  readonly item: ReviewItem;
  readonly link: LinkItem;
  readonly decision: 'confirmed' | 'rejected';
}

/** What another person did to the pair that was looked at. */
export interface Overtaken {
  readonly item: ReviewItem;
  readonly by?: string;
  readonly decision?: string;
  readonly at?: string;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The pairs that are this person's to decide: taken from the hub, which hands others different ones, kept while the page
 * is open, let go when it is left.
 */
export class ReviewQueue implements ReactiveController {
  items: readonly ReviewItem[] = [];
  chosen = 0;
  waiting = 0;
  others = 0;
  decided: readonly Decided[] = [];
  overtaken: Overtaken | undefined;
  problem: Problem | undefined;
  loaded = false;
  busy = false;
  readonly #host: ReactiveControllerHost;
  #passed: number[] = [];
  /** An answer that was asked for before something changed is no longer true. */
  #asked = 0;
  #stop: (() => void)[] = [];
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    void this.take();
    const renewing = setInterval(() => void this.take(), renewMs);
    this.#stop = [() => clearInterval(renewing), listenLive((topic, data) => this.#onLive(topic, data.recordId))];
  }

  hostDisconnected(): void {
    for (const stop of this.#stop) stop();
    clearTimeout(this.#counting);
    void releasePairs().catch(() => undefined);
  }

  get item(): ReviewItem | undefined {
    return this.items.find(({ id }) => id === this.chosen) ?? this.items[0];
  }

  choose(id: number): void {
    this.chosen = id;
    this.#host.requestUpdate();
  }

  /** Fill up, and keep what is mine for some minutes more. Nobody waits for it: what is shown can be decided meanwhile. */
  async take(): Promise<void> {
    try {
      const asked = ++this.#asked;
      this.#show(await takePairs(most, this.#passed.slice(-500)), asked);
      this.problem = undefined;
    } catch (error) {
      this.problem = problemOf(error);
    }
    this.loaded = true;
    this.#host.requestUpdate();
  }

  /** Not now: others may have it. When nothing else is left, what was passed over comes again. */
  async pass(): Promise<void> {
    const { item } = this;
    if (!item || this.busy) return;
    this.#passed.push(item.id);
    this.#remove(item);
    await this.take();
    if (this.items.length > 0 || this.waiting === 0) return;
    this.#passed = [];
    await this.take();
  }

  /** Say what this person thinks of the pair that is shown; the next one takes its place. */
  async decide(decision: 'confirmed' | 'rejected'): Promise<void> {
    const { item } = this;
    if (!item || this.busy) return;
    await this.#run(async () => {
      const link = await decideLink(item, decision);
      this.decided = [{ item, link, decision }, ...this.decided].slice(0, 20);
      this.overtaken = undefined;
      this.#remove(item);
    }, item);
    await this.take();
  }

  /** Take back what was decided last here, and show the pair again if it waits again. */
  async undo(): Promise<void> {
    const [last, ...rest] = this.decided;
    if (!last || this.busy) return;
    await this.#run(async () => {
      await decideLink(last.link, 'undone');
      this.#passed = this.#passed.filter((id) => id !== last.item.id);
      this.chosen = last.item.id;
    }, last.item);
    this.decided = rest;
    await this.take();
  }

  /** Decide something. Somebody else's decision about `item` is told, not overwritten. */
  async #run(exchange: () => Promise<void>, item: ReviewItem): Promise<void> {
    this.busy = true;
    this.#host.requestUpdate();
    try {
      await exchange();
      this.problem = undefined;
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status !== 409) this.problem = problem;
      else {
        const { decidedBy, decision, at } = problem.current;
        this.#overtake({ item, by: textOf(decidedBy), decision: textOf(decision), at: textOf(at) });
      }
    }
    this.busy = false;
    this.#host.requestUpdate();
  }

  #overtake({
    item,
    by,
    decision,
    at,
  }: { item: ReviewItem } & Record<'by' | 'decision' | 'at', string | undefined>): void {
    this.overtaken = { item, ...(by ? { by } : {}), ...(decision ? { decision } : {}), ...(at ? { at } : {}) };
    this.#remove(item);
  }

  #remove(item: ReviewItem): void {
    this.#asked += 1;
    const at = this.items.findIndex(({ id }) => id === item.id);
    const wasShown = this.item?.id === item.id;
    this.items = this.items.filter(({ id }) => id !== item.id);
    if (wasShown) this.chosen = this.items[Math.min(Math.max(at, 0), this.items.length - 1)]?.id ?? 0;
  }

  /** The order stays as it was, so that nothing moves under the eyes; new pairs come last. */
  #show({ items, waiting, others }: TakenPairs, asked: number): void {
    if (asked !== this.#asked) return;
    const byId = new Map(items.map((item) => [item.id, item]));
    const kept = this.items.flatMap(({ id }) => byId.get(id) ?? []);
    const known = new Set(kept.map(({ id }) => id));
    this.items = [...kept, ...items.filter(({ id }) => !known.has(id))];
    if (!byId.has(this.chosen)) this.chosen = this.items[0]?.id ?? 0;
    [this.waiting, this.others] = [waiting, others];
  }

  #onLive(topic: string, recordId: unknown): void {
    if (topic !== 'links') return;
    const mine = this.items.filter(({ record }) => record.id === recordId);
    if (mine.length > 0 && !this.busy) void this.#lookAgain(mine);
    else if (this.#counting === undefined) this.#counting = setTimeout(() => void this.#count(), countMs);
  }

  async #count(): Promise<void> {
    this.#counting = undefined;
    const counted = await countPairs().catch(() => undefined);
    if (!counted) return;
    [this.waiting, this.others] = [counted.waiting, counted.others];
    this.#host.requestUpdate();
  }

  /** Links of a pair of mine changed: was it somebody else's decision, the page says so. */
  async #lookAgain(before: readonly ReviewItem[]): Promise<void> {
    const shown = this.item;
    await this.take();
    if (!shown || !before.includes(shown) || this.items.some(({ id }) => id === shown.id)) return;
    if (this.decided.some(({ item }) => item.id === shown.id)) return;
    const log = await decisionsOf(shown.record.id).catch(() => undefined);
    const last = log?.items.find(({ footageId }) => footageId === shown.footage.id);
    this.#overtake({ item: shown, by: last?.user, decision: last?.decision, at: last?.at });
    this.#host.requestUpdate();
  }
}

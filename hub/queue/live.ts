import type { Redis } from 'ioredis';

/** Something a browser should know of: `topic` names what kind, `data` has ids only. */
export interface LiveEvent {
  /** Grows; a browser that reconnects sends the last one it saw. */
  id: string;
  topic: string;
  data: Record<string, unknown>;
}

export interface Live {
  /** Tell whoever listens, in any process. Lost when Redis is away: pages read the truth from the API. */
  tell(event: Omit<LiveEvent, 'id'>): void;
  /**
   * Events from after `fromId` on (absent: from now on), until the signal. Only the latest couple of thousand are
   * kept, and a listener that reads too slowly misses the oldest.
   */
  listen(fromId: string | undefined, signal: AbortSignal): AsyncGenerator<LiveEvent, void>;
  close(): void;
}

const stream = 'hub:live';
const kept = 2_000;
const mostWaiting = 1_000;
const blockMs = 5_000;
const validId = /^\d{1,16}-\d{1,8}$/;

type Entry = [id: string, fields: string[]];

const parse = ([id, fields]: Entry): LiveEvent => ({
  id,
  topic: fields[1] ?? '',
  data: JSON.parse(fields[3] ?? '{}') as Record<string, unknown>,
});

const isAfter = (left: string, right: string): boolean => {
  const [leftMs = '0', leftSeq = '0'] = left.split('-');
  const [rightMs = '0', rightSeq = '0'] = right.split('-');
  return Number(leftMs) - Number(rightMs) > 0 || (leftMs === rightMs && Number(leftSeq) > Number(rightSeq));
};

/** What waits for one listener. */
class Inbox {
  readonly #events: LiveEvent[] = [];
  #wake: () => void = () => undefined;

  put(event: LiveEvent): void {
    this.#events.push(event);
    if (this.#events.length > mostWaiting) this.#events.shift();
    this.#wake();
  }

  /** The next event, or undefined after the signal. */
  async take(signal: AbortSignal): Promise<LiveEvent | undefined> {
    while (this.#events.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return signal.aborted ? undefined : this.#events.shift();
  }
}

/**
 * Live events on one capped stream. One blocking reader per process serves all its listeners.
 *
 * @param connect a connection of its own for the reader
 */
export const openLive = (redis: Redis, connect: () => Redis): Live => {
  const inboxes = new Set<Inbox>();
  let closed = false;
  let reading = false;

  const read = async (reader: Redis): Promise<void> => {
    const [newest] = (await reader.xrevrange(stream, '+', '-', 'COUNT', 1)) as Entry[];
    let last = newest?.[0] ?? '0-0';
    while (!closed) {
      try {
        const found = (await reader.xread('COUNT', 500, 'BLOCK', blockMs, 'STREAMS', stream, last)) as
          | [string, Entry[]][]
          | null;
        for (const entry of found?.[0]?.[1] ?? []) {
          last = entry[0];
          for (const inbox of inboxes) inbox.put(parse(entry));
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };

  const catchUp = async (fromId: string | undefined): Promise<LiveEvent[]> => {
    if (fromId === undefined || !validId.test(fromId) || redis.status !== 'ready') return [];
    const entries = (await redis.xrange(stream, `(${fromId}`, '+').catch(() => [])) as Entry[];
    return entries.map(parse);
  };

  return {
    tell({ topic, data }) {
      if (redis.status !== 'ready') return;
      redis.xadd(stream, 'MAXLEN', '~', kept, '*', 'topic', topic, 'data', JSON.stringify(data)).catch(() => undefined);
    },
    async *listen(fromId, signal) {
      const inbox = new Inbox();
      inboxes.add(inbox);
      if (!reading) {
        reading = true;
        // It ends with its connection only, when the queue is closed.
        read(connect()).catch(() => undefined);
      }
      try {
        let last = fromId !== undefined && validId.test(fromId) ? fromId : '0-0';
        for (const event of await catchUp(fromId)) {
          last = event.id;
          yield event;
        }
        for (;;) {
          const event = await inbox.take(signal);
          if (event === undefined) return;
          // The reader may have seen what catching up has told already.
          if (isAfter(event.id, last)) yield event;
        }
      } finally {
        inboxes.delete(inbox);
      }
    },
    close() {
      closed = true;
    },
  };
};

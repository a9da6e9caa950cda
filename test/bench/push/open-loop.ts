import { Agent, request } from 'node:http';

export interface Sent {
  /** From the moment a request was due, not from when it could be sent: ms. */
  latencies: number[];
  /** Answers other than 202, and requests without one. */
  refused: number;
  /** What the first of them said. */
  reason?: string;
}

/** @throws when the answer is no yes, with what it said */
const post = (agent: Agent, url: string, headers: Record<string, string>, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        let said = '';
        answer.setEncoding('utf8').on('data', (text: string) => {
          said += text;
        });
        answer.on('end', () =>
          answer.statusCode === 202 ? resolve() : reject(new Error(`${answer.statusCode} ${said}`)),
        );
        answer.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/**
 * Send `count` requests, one every `1000 / perSecond` ms whatever becomes of those before: a slow answer does not slow
 * the sender down, so it shows in the latency of all that were due meanwhile.
 */
export const openLoop = async (
  url: string,
  {
    count,
    perSecond,
    headers,
    bodyOf,
  }: {
    count: number;
    perSecond: number;
    headers: Record<string, string>;
    bodyOf(index: number): string;
  },
): Promise<Sent> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const sent: Sent = { latencies: [], refused: 0 };
  const begun = performance.now();
  const all: Promise<void>[] = [];
  const sendOne = async (index: number): Promise<void> => {
    const due = begun + (index * 1000) / perSecond;
    try {
      await post(agent, url, headers, bodyOf(index));
    } catch (error) {
      sent.refused += 1;
      sent.reason ??= String(error);
    }
    sent.latencies.push(performance.now() - due);
  };
  try {
    for (let index = 0; index < count; ) {
      const due = Math.min(count, Math.floor(((performance.now() - begun) * perSecond) / 1000) + 1);
      for (; index < due; index += 1) all.push(sendOne(index));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(all);
    return sent;
  } finally {
    agent.destroy();
  }
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

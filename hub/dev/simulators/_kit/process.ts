import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { textOr } from './environment.ts';

/** What a simulator gets to know about its own process. */
export interface SimulatorContext {
  /** Its own address, without a slash at the end; as other systems see it. */
  url: string;
  log(message: string): void;
}

export interface Simulator {
  app: Hono;
  /** What the ready line names as the simulator's address, where that is not its web server. */
  address?: string;
  stop?(): Promise<void> | void;
}

const listen = (app: Hono, port: number): Promise<{ server: ServerType; url: string }> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (info: AddressInfo) =>
      resolve({ server, url: `http://127.0.0.1:${info.port}` }),
    );
    server.once('error', reject);
  });

/** Parents that set SIM_WATCH_PARENT hold our stdin open; when they die in whatever way, it closes. */
const whenParentEnds = (end: () => void): void => {
  if (process.env.SIM_WATCH_PARENT !== '1') return;
  process.stdin.once('end', end);
  process.stdin.once('close', end);
  process.stdin.once('error', end);
  process.stdin.resume();
};

/**
 * Runs one simulator as this process: listens on 127.0.0.1 at PORT (0 or unset: a free one), prints one JSON line
 * when ready, logs to stderr, and ends on SIGTERM, SIGINT or with its parent.
 */
export const runSimulator = async (
  name: string,
  create: (context: SimulatorContext) => Promise<Simulator> | Simulator,
): Promise<void> => {
  const log = (message: string): void => {
    process.stderr.write(`[simulator] [${name}] ${message}\n`);
  };
  let simulator: Simulator | undefined;
  let server: ServerType | undefined;
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), 2000).unref();
    server?.close();
    await simulator?.stop?.();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  whenParentEnds(end);

  try {
    const door = new Hono();
    door.all('*', (c) => (simulator ? simulator.app.fetch(c.req.raw, c.env) : c.text('starting', 503)));
    const listening = await listen(door, Number(textOr('PORT', '0')));
    server = listening.server;
    simulator = await create({ url: listening.url, log });
    process.stdout.write(`${JSON.stringify({ ready: true, name, url: simulator.address ?? listening.url })}\n`);
  } catch (error) {
    log(`could not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
};

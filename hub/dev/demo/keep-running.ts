import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from '../servers/child.ts';

/** A process that is started again when it ends by itself. */
export interface Kept {
  readonly name: string;
  /** The process of the moment. */
  child(): Child;
  stop(): Promise<void>;
}

/**
 * Start a process and start it again, after a growing pause, whenever it ends without being asked to.
 *
 * @param begin starts it once and resolves when it is ready
 * @param tell is told of every unexpected end
 */
export const keepRunning = async (
  name: string,
  begin: () => Promise<Child>,
  tell: (message: string) => void,
): Promise<Kept> => {
  let stopping = false;
  let child = await begin();
  const watch = async (): Promise<void> => {
    for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      const began = Date.now();
      const how = await child.ended;
      if (stopping) return;
      if (Date.now() - began > 30_000) pauseMs = 250;
      tell(`${name} ended (${how}); it is started again, its log is ${name}.log`);
      await pause(pauseMs);
      while (!stopping) {
        try {
          child = await begin();
          break;
        } catch (error) {
          tell(`${name}: ${error instanceof Error ? error.message : String(error)}`);
          await pause(2_000);
        }
      }
      if (stopping) await child.stop();
    }
  };
  const watching = watch();
  return {
    name,
    child: () => child,
    stop: async () => {
      stopping = true;
      await child.stop();
      await Promise.race([watching, pause(15_000)]);
    },
  };
};

/**
 * Runs `work` again and again, `everyMs` of real time between the end of one run and the start of the next. A run that
 * fails is logged and tried again after a wait that doubles up to half a minute. Returns how to stop: it resolves when
 * the run under way is over.
 */
export const repeat = (
  everyMs: number,
  log: (message: string) => void,
  work: () => Promise<void>,
): (() => Promise<void>) => {
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      await work();
      failures = 0;
    } catch (error) {
      failures += 1;
      log(`failed, will try again: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!stopped) timer = setTimeout(next, Math.min(everyMs * 2 ** failures, Math.max(everyMs, 30_000)));
  };
  const next = (): void => {
    running = run();
  };
  timer = setTimeout(next, everyMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
    return running;
  };
};

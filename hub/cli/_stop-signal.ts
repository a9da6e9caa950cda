/**
 * Aborts at the first SIGTERM or SIGINT. Parents that set HUB_WATCH_PARENT hold our standard input open: when they die
 * in whatever way, it closes, and that counts as well.
 */
export const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  process.once('SIGTERM', abort);
  process.once('SIGINT', abort);
  if (process.env.HUB_WATCH_PARENT === '1') {
    process.stdin.once('end', abort).once('close', abort).once('error', abort).resume();
  }
  return stop.signal;
};

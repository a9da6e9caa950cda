import { createMiddleware } from 'hono/factory';
import { RetriableError } from '../../core/errors.ts';

/** So long a request is waited for before anybody asks why: by far most are answered sooner. */
const usualMs = 5_000;
/** The same while the database was silent when it was looked at last. */
const silentMs = 500;

/** These look for themselves. */
const isOfHealth = (path: string): boolean => path === '/livez' || path === '/readyz' || path === '/metrics';

/**
 * A database that is stopped, or behind a line that swallows everything, answers nothing and refuses nothing: whoever asks
 * would wait for ever. So a request that takes long is answered by 503 when the database is silent; what is just slow goes
 * on. What the request was about may still be done when the database is back.
 *
 * @param answers whether the database answers; never rejects
 * @param patienceMs after which it is looked at
 */
export const unlessSilent = (answers: () => Promise<boolean>, patienceMs = usualMs) => {
  let isSilent = false;
  return createMiddleware(async (c, next) => {
    if (isOfHealth(c.req.path)) return next();
    let timer: NodeJS.Timeout | undefined;
    let isAnswered = false;
    const silence = new Promise<never>((_, reject) => {
      const watch = (): void => {
        timer = setTimeout(look, isSilent ? Math.min(silentMs, patienceMs) : patienceMs);
      };
      const look = async (): Promise<void> => {
        isSilent = !(await answers());
        if (isAnswered) return;
        if (!isSilent) return watch();
        reject(
          new RetriableError('[hub] [store] the database does not answer', {
            remedy: 'see that MariaDB runs, answers at DATABASE_URL and has disk space; the hub tries again by itself',
          }),
        );
      };
      watch();
    });
    try {
      await Promise.race([next(), silence]);
    } finally {
      isAnswered = true;
      clearTimeout(timer);
    }
  });
};
